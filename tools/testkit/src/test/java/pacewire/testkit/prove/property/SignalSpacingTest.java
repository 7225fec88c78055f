package pacewire.testkit.prove.property;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.sched.Claim;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.trial.Arrival;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Trial;
import pacewire.testkit.prove.trial.Variation;

import static org.assertj.core.api.Assertions.assertThat;

/** The distance of CoDel's signals where one of them cannot be seen. */
class SignalSpacingTest {
    /** 12 ms a packet: number k leaves, or is dropped, 12 k ms after the start. */
    private static final DataRate LINE = DataRate.parse("1 Mbps");

    /**
     * Packet 1 comes to the line at 12 ms, above target; 10 at 120 ms is the first signal, an interval or more after that.
     * The next is due 100 ms later, at 220 ms: packet 19 at 228 ms, then 70.7 ms on, at 290.7 ms: packet 25 at 300 ms.
     */
    @ParameterizedTest(name = "packet 10 comes with code point {0}")
    @CsvSource({"0", "2", "3"})
    void isKeptWhetherTheFirstSignalIsSeenOrNot(byte ecnOfFirst) {
        Trial trial = trial(ecnOfFirst);

        List<Long> seenMs = trial.trace().passages().stream()
                .filter(passage -> passage.dropped() == DropReason.EARLY || passage.wasMarked())
                .map(passage -> instantPs(passage) / SimTime.MILLISECOND)
                .toList();
        assertThat(seenMs).isEqualTo(ecnOfFirst == Ecn.CONGESTION ? List.of(228L, 300L) : List.of(120L, 228L, 300L));
        assertThat(look(trial)).isEqualTo(Finding.HELD);
    }

    /** As many packets as above are signals, none of them hidden: 72 ms is too near for the second and third of all. */
    @Test
    void isBrokenByTheSameDistanceWhereNothingIsHidden() {
        Finding finding = QueueManagement.signalSpacing(
                        new Claim.SignalSpacing(signals -> 200 * SimTime.MILLISECOND, true))
                .check(trial(Ecn.NOT_CAPABLE));

        assertThat(finding).isInstanceOf(Finding.Broken.class);
    }

    private static long instantPs(Passage passage) {
        return passage.wasSent() ? passage.startPs() : passage.droppedPs();
    }

    private static Finding look(Trial trial) {
        return Properties.find("signal-spacing").orElseThrow().maker().apply(trial.claims()).stream()
                .map(property -> property.check(trial))
                .findFirst()
                .orElseThrow();
    }

    private static Trial trial(byte ecnOfFirst) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            arrivals.add(Arrival.plain(i, 0, 0, 1500).withMarks(0, i == 10 ? ecnOfFirst : Ecn.NOT_CAPABLE));
        }
        return new Trial(
                SchedulerSetup.defaults(PacketSchedulers.find("fq_codel").orElseThrow()),
                new ProofCase(0, LINE, 1500, Variation.NONE, List.copyOf(arrivals)),
                1);
    }
}
