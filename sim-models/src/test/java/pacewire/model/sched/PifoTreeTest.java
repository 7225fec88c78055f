package pacewire.model.sched;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.spec.ParameterValues;
import pacewire.model.packet.DropReason;
import pacewire.model.sched.PacketFilter.Field;
import pacewire.model.sched.PacketFilter.InRange;

import static org.assertj.core.api.Assertions.assertThat;

/** A tree of PIFOs: flow n goes to the leaf that asks for it. */
class PifoTreeTest {
    private static ParameterValues weight(long weight) {
        return ParameterValues.of(
                Objects.requireNonNull(PifoScheduler.SPEC.classes()).parameters(), Map.of("weight", weight));
    }

    private static PacketFilter flows(int from, int to) {
        return PacketFilter.of(new InRange(Field.FLOW, from, to));
    }

    private static ClassSetup leaf(String name, long weight, int from, int to) {
        return leafOver(null, name, weight, from, to);
    }

    private static ClassSetup leafOver(@Nullable SchedulerSetup queue, String name, long weight, int from, int to) {
        return new ClassSetup(name, weight(weight), List.of(flows(from, to)), queue, List.of());
    }

    private static SchedulerSetup pifo(Map<String, Long> parameters, ClassSetup... classes) {
        return SchedulerSetup.of(PifoScheduler.SPEC, parameters).withClasses(classes);
    }

    /** Start times by weight: of flow 1, with 2, 0 50 100 150; of flow 2, with 1, 0 100. Equal ones by arrival. */
    @Test
    void classesShareByTheirWeights() {
        BareLine line = BareLine.of(pifo(Map.of(), leaf("a", 2, 1, 1), leaf("b", 1, 2, 2)));
        line.offer(2, 100, 100);
        line.offer(1, 100, 100, 100, 100);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100 1:100 2:100 1:100 1:100");
    }

    /**
     * At the root, class "a" has start times 0 100 200 300 and flow 3 beside it 0 100. In "a", flow 1 has 0 100, and flow 2 has
     * 0 100. References to "a" came with flow 1 first, and with flow 2 then; they send whoever is first in "a".
     */
    @Test
    void aReferenceSendsWhoIsFirstBelowNotWhoItCameWith() {
        ClassSetup a = new ClassSetup(
                "a", weight(1), List.of(flows(1, 2)), null, List.of(leaf("x", 1, 1, 1), leaf("y", 1, 2, 2)));
        BareLine line = BareLine.of(pifo(Map.of(), a, leaf("b", 1, 3, 3)));
        line.offer(1, 100, 100);
        line.offer(2, 100, 100);
        line.offer(3, 100, 100);

        assertThat(line.serveAll()).isEqualTo("1:100 3:100 2:100 3:100 1:100 2:100");
    }

    /** Virtual time is 100 when flow 2 comes, which has start times 100 and 200; flow 1 has 200 for its third. */
    @Test
    void aClassThatComesLaterSavedUpNothing() {
        BareLine line = BareLine.of(pifo(Map.of(), leaf("a", 1, 1, 1), leaf("b", 1, 2, 2)));
        line.offer(1, 100, 100, 100, 100);
        assertThat(line.serve(2)).isEqualTo("1:100 1:100");
        line.offer(2, 100, 100, 100);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100 2:100 1:100 2:100");
    }

    @Test
    void aLeafHasTheRanksOfTheWholeOrAPacketSchedulerOfItsOwn() {
        SchedulerSetup fifo = SchedulerSetup.defaults(FifoScheduler.SPEC);
        // The rank is a packet's priority, the highest first: the second word of the parameter.
        BareLine line = BareLine.of(pifo(Map.of("rank", 1L), leaf("a", 1, 10, 19), leafOver(fifo, "b", 1, 20, 29)));
        line.tryOffer(10, 100, packet -> packet.priority = 1);
        line.tryOffer(11, 100, packet -> packet.priority = 2);
        line.tryOffer(20, 100, packet -> packet.priority = 1);
        line.tryOffer(21, 100, packet -> packet.priority = 2);

        assertThat(line.serveAll()).isEqualTo("11:100 20:100 10:100 21:100");
    }

    @Test
    void whatNoClassTakesAndWhatIsBeyondTheLimitIsRefused() {
        BareLine line = BareLine.of(pifo(Map.of("limit", 2L), leaf("a", 1, 1, 1), leaf("b", 1, 2, 2)));
        assertThat(line.tryOffer(3, 100, packet -> {})).isEqualTo(DropReason.NO_CLASS);
        line.offer(1, 100);
        line.offer(2, 100);
        assertThat(line.tryOffer(2, 100, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);

        assertThat(line.serveAll()).isEqualTo("1:100 2:100");
        assertThat(line.scheduler.readyAtPs(line.nowPs())).isEqualTo(PacketScheduler.NEVER);
    }

    @Test
    void afterAResetItIsAsNew() {
        BareLine line = BareLine.of(pifo(Map.of(), leaf("a", 1, 1, 1), leaf("b", 1, 2, 2)));
        line.offer(1, 100, 100, 100);
        line.scheduler.reset((packet, reason, nowPs) -> line.drops.add(packet.flow + " " + reason), 0);
        assertThat(line.drops).containsExactly("1 RESET", "1 RESET", "1 RESET");
        line.offer(1, 100, 100);
        line.offer(2, 100, 100);

        assertThat(line.serveAll()).isEqualTo("1:100 2:100 1:100 2:100");
    }

    @Test
    void packetSchedulersThatHoldBackOrDropWhatTheyTookAreRefused() {
        SchedulerSetup codel = SchedulerSetup.defaults(CodelScheduler.SPEC);

        assertThat(pifo(Map.of(), leafOver(codel, "a", 1, 1, 1)).problem())
                .contains("class 'a' has a codel, and can have fifo or pifo only");
        assertThat(pifo(Map.of(), leaf("a", 1, 1, 1)).problem()).isEmpty();
    }
}
