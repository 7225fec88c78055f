package pacewire.model.sched;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

/** Who refuses a flow says so beforehand: it cannot stand before each of several queues. */
class PromisesTest {
    static final List<SchedulerSpec> ALL = PacketSchedulers.all();

    /** Ten flows that want the whole line each, with delay and jitter of 10 ms. */
    @ParameterizedTest(name = "{0}")
    @FieldSource("ALL")
    void whoRefusesFlowsPromises(SchedulerSpec spec) {
        DataRate line = DataRate.parse("1 Gbps");
        PacketScheduler scheduler = SchedulerSetup.defaults(spec).create(Ports.port(line));
        FlowMetrics metrics = new FlowMetrics(line, line, 10 * SimTime.MILLISECOND, 10 * SimTime.MILLISECOND, 0, 1);
        TrafficEnvelope envelope = TrafficEnvelope.paced(1538, line);

        boolean refusesSome = IntStream.range(0, 10)
                .anyMatch(
                        flow -> !scheduler.openFlow(flow, metrics, envelope, 0).isAdmitted());

        assertThat(spec.promises()).isEqualTo(refusesSome);
    }

    /** What holds the packets of a class may promise, however deep. */
    @ParameterizedTest(name = "{0}")
    @FieldSource("ALL")
    void classesPromiseWhatTheirPacketSchedulersDo(SchedulerSpec spec) {
        SchedulerSetup drr = SchedulerSetup.defaults(DrrScheduler.SPEC);
        ParameterValues values = ParameterValues.of(
                Objects.requireNonNull(DrrScheduler.SPEC.classes()).parameters(), Map.of());
        ClassSetup leaf = new ClassSetup("leaf", values, List.of(), SchedulerSetup.defaults(spec), List.of());

        assertThat(drr.promises()).isFalse();
        assertThat(drr.withClasses(leaf).promises()).isEqualTo(spec.promises());
    }
}
