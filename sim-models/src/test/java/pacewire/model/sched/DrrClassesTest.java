package pacewire.model.sched;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.sched.PacketFilter.Field;
import pacewire.model.sched.PacketFilter.InRange;

import static org.assertj.core.api.Assertions.assertThat;

/** Deficit round robin over classes; a byte takes a microsecond on the line, flows 10 to 19 go to class 1, and so on. */
class DrrClassesTest {
    private static SchedulerSetup drr(Map<String, Long> parameters, ClassSetup... classes) {
        return SchedulerSetup.of(DrrScheduler.SPEC, parameters).withClasses(classes);
    }

    private static ClassSetup classOver(@Nullable SchedulerSetup queue, int number, Map<String, Long> parameters) {
        ParameterValues values = ParameterValues.of(
                Objects.requireNonNull(DrrScheduler.SPEC.classes()).parameters(), parameters);
        PacketFilter match = PacketFilter.of(new InRange(Field.FLOW, 10 * number, 10 * number + 9));
        return new ClassSetup("class-" + number, values, List.of(match), queue, List.of());
    }

    /**
     * Quanta of 500 and 300. Class 1 sends 200, 200 and keeps 100; class 2 sends 300; class 1 has 600: 200, 200, 200; class 2
     * sends 300.
     */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void classesTakeTurnsByTheirQuantaWhateverTheFlowsInside(long flavour) {
        BareLine line = BareLine.of(drr(
                Map.of("flavour", flavour),
                classOver(null, 1, Map.of("quantum", 500L)),
                classOver(null, 2, Map.of("quantum", 100L, "weight", 3L))));
        line.offer(10, 200, 200, 200);
        line.offer(11, 200, 200);
        line.offer(20, 300, 300);

        assertThat(line.serveAll()).isEqualTo("10:200 10:200 20:300 10:200 11:200 11:200 20:300");
    }

    /** Quanta of 300. Class 1 sends 200 and, with 100 left, 200 more; it owes 100 and is given 300, which is one of 200. */
    @Test
    void anOverdraftIsPaidByTheNextVisit() {
        BareLine line = BareLine.of(drr(
                Map.of("flavour", 2L, "quantum", 300L), classOver(null, 1, Map.of()), classOver(null, 2, Map.of())));
        line.offer(10, 200, 200, 200, 200);
        line.offer(20, 300, 300);

        assertThat(line.serveAll()).isEqualTo("10:200 10:200 20:300 10:200 20:300 10:200");
    }

    @Test
    void thePacketSchedulerOfAClassSaysItsOrder() {
        SchedulerSetup prio = SchedulerSetup.defaults(PrioScheduler.SPEC);
        BareLine line = BareLine.of(
                drr(Map.of("quantum", 100L), classOver(prio, 1, Map.of()), classOver(null, 2, Map.of("weight", 2L))));
        line.tryOffer(10, 100, packet -> packet.priority = 1);
        line.tryOffer(11, 100, packet -> packet.priority = 6);
        line.offer(20, 100, 100, 100);

        assertThat(line.serveAll()).isEqualTo("11:100 20:100 20:100 10:100 20:100");
    }

    /**
     * The first class sends 100 bytes at 4 Mbps, which is 200 us apart at the earliest: the other has the line meanwhile, and
     * the first is back at the end of the round, behind what is left of the other's visit of 300 bytes.
     */
    @Test
    void aClassThatMayNotSendNowIsPassedOverAndComesBack() {
        SchedulerSetup tbf = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", 4_000_000L, "burst", 100L));
        BareLine line = BareLine.of(drr(
                Map.of("quantum", 1000L), classOver(tbf, 1, Map.of()), classOver(null, 2, Map.of("quantum", 300L))));
        line.offer(10, 100, 100);
        line.offer(20, 150, 150);

        assertThat(line.serve(2)).isEqualTo("10:100 20:150");
        assertThat(line.nowPs()).isEqualTo(250 * SimTime.MICROSECOND);
        assertThat(line.serveAllTimed()).isEqualTo("20:150@250 10:100@400");
    }

    @Test
    void whenNoneMaySendItIsReadyWhenTheFirstMay() {
        SchedulerSetup tbf = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", 4_000_000L, "burst", 100L));
        BareLine line = BareLine.of(drr(Map.of(), classOver(tbf, 1, Map.of()), classOver(null, 2, Map.of())));
        line.offer(10, 100, 100);
        assertThat(line.serve(1)).isEqualTo("10:100");

        assertThat(line.serve()).isEmpty();
        assertThat(line.scheduler.readyAtPs(line.nowPs())).isEqualTo(200 * SimTime.MICROSECOND);
        assertThat(line.serveAllTimed()).isEqualTo("10:100@200");
    }

    @Test
    void whatNoClassTakesIsRefusedAsInLinuxAndSoIsWhatIsBeyondALimit() {
        BareLine line = BareLine.of(
                drr(Map.of("flowLimit", 2L, "limit", 3L), classOver(null, 1, Map.of()), classOver(null, 2, Map.of())));
        assertThat(line.tryOffer(30, 100, packet -> {})).isEqualTo(DropReason.NO_CLASS);
        line.offer(10, 100, 100);
        assertThat(line.tryOffer(11, 100, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        line.offer(20, 100);
        assertThat(line.tryOffer(20, 100, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);

        assertThat(line.serveAll()).isEqualTo("10:100 10:100 20:100");
    }

    @Test
    void aClassThatWasEmptyBeginsAnewAtTheEndOfTheRound() {
        BareLine line =
                BareLine.of(drr(Map.of("quantum", 300L), classOver(null, 1, Map.of()), classOver(null, 2, Map.of())));
        line.offer(10, 100);
        line.offer(20, 200, 200);
        assertThat(line.serve(1)).isEqualTo("10:100");
        // With the 200 bytes saved it could send 400 at once; what it had is gone.
        line.offer(10, 200, 200);

        assertThat(line.serveAll()).isEqualTo("20:200 10:200 20:200 10:200");
    }

    @Test
    void afterAResetItIsAsNew() {
        BareLine line =
                BareLine.of(drr(Map.of("quantum", 200L), classOver(null, 1, Map.of()), classOver(null, 2, Map.of())));
        line.offer(10, 100, 300);
        line.offer(20, 100);
        assertThat(line.serve(2)).isEqualTo("10:100 20:100");
        line.scheduler.reset((packet, reason, nowPs) -> line.drops.add(packet.flow + " " + reason), line.nowPs());
        assertThat(line.drops).containsExactly("10 RESET");
        assertThat(line.scheduler.packetCount()).isZero();

        line.offer(20, 200, 200);
        line.offer(10, 200);
        assertThat(line.serveAll()).isEqualTo("20:200 10:200 20:200");
    }
}
