package pacewire.model.sched;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.PacketFilter.Field;
import pacewire.model.sched.PacketFilter.InRange;

import static org.assertj.core.api.Assertions.assertThat;

/** Bands that are classes; a byte takes a microsecond on the line, which is 8 Mbps. */
class PrioClassesTest {
    private static final ParameterValues NOTHING = ParameterValues.defaults(List.of());

    private static SchedulerSetup prio(Map<String, Long> parameters, ClassSetup... classes) {
        return SchedulerSetup.of(PrioScheduler.SPEC, parameters).withClasses(classes);
    }

    private static PacketFilter flow(int number) {
        return PacketFilter.of(new InRange(Field.FLOW, number, number));
    }

    private static ClassSetup band(String name, PacketFilter... match) {
        return ClassSetup.leaf(name, NOTHING, match);
    }

    private static ClassSetup bandOver(SchedulerSetup queue, String name, PacketFilter... match) {
        return new ClassSetup(name, NOTHING, List.of(match), queue, List.of());
    }

    private static void offer(BareLine line, int flow, int priority) {
        line.tryOffer(flow, 100, packet -> packet.priority = (byte) priority);
    }

    private static SchedulerSetup withPriomap(SchedulerSetup plain, long priority, long band) {
        ParameterValues row = ParameterValues.of(
                PrioScheduler.SPEC.tables().get(0).columns(), Map.of("priority", priority, "band", band));
        return new SchedulerSetup(plain.spec(), plain.parameters(), Map.of("priomap", List.of(row)), plain.classes());
    }

    @Test
    void classesAreBandsInTheOrderWritten() {
        BareLine line = BareLine.of(prio(Map.of(), band("a", flow(3)), band("b", flow(1)), band("c", flow(2))));
        line.offer(2, 100, 100);
        line.offer(1, 100);
        assertThat(line.serve(1)).isEqualTo("1:100");
        line.offer(3, 100, 100);
        line.offer(1, 100);

        assertThat(line.serveAll()).isEqualTo("3:100 3:100 1:100 2:100 2:100");
    }

    @Test
    void whatNoClassTakesGoesWhereThePriomapOfLinuxSaysAndToTheLastBandWhereThatIsNotThere() {
        BareLine line = BareLine.of(prio(Map.of(), band("a", flow(100)), band("b", flow(101))));
        offer(line, 1, 1); // band 2 of the map, which is not there
        offer(line, 2, 0); // band 1
        offer(line, 100, 1);
        offer(line, 6, 6); // band 0

        assertThat(line.serveAll()).isEqualTo("100:100 6:100 1:100 2:100");
    }

    @Test
    void rowsOfThePriomapSayTheBandsOfWhatNoClassTakes() {
        BareLine line = BareLine.of(withPriomap(prio(Map.of(), band("a", flow(100)), band("b", flow(101))), 0, 0));
        offer(line, 101, 0);
        offer(line, 1, 0);

        assertThat(line.serveAll()).isEqualTo("1:100 101:100");
    }

    @Test
    void withoutFiltersThePrioritySaysTheBandOfEveryPacketAsInLinux() {
        BareLine line = BareLine.of(prio(Map.of(), band("a"), band("b"), band("c")));
        for (int priority = 0; priority < 16; priority++) {
            offer(line, priority, priority);
        }

        // The map of sch_generic.c: 6 and 7 into band 0; 0, 4 and 8 to 15 into band 1; 1, 2, 3 and 5 into band 2.
        assertThat(line.serveAll().replace(":100", "")).isEqualTo("6 7 0 4 8 9 10 11 12 13 14 15 1 2 3 5");
    }

    @Test
    void aClassWithoutMatchBesideOthersTakesTheRest() {
        BareLine line = BareLine.of(prio(Map.of(), band("a", flow(1)), band("b"), band("c")));
        offer(line, 2, 1);
        offer(line, 3, 6);
        offer(line, 1, 0);

        assertThat(line.serveAll()).isEqualTo("1:100 2:100 3:100");
    }

    @Test
    void thePriorityOfATransferSaysTheBandWhereItIsAskedTo() {
        BareLine line = BareLine.of(prio(Map.of("by", 1L), band("a"), band("b"), band("c")));
        open(line, 1, 6);
        open(line, 2, 7);
        // Flow 3 was never opened: priority 0, which is band 7, and so the last one.
        line.offer(3, 100);
        line.offer(1, 100);
        line.offer(2, 100);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100 3:100");
    }

    private static void open(BareLine line, int flow, int priority) {
        line.scheduler.openFlow(
                flow, new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, priority, 1), null, 0);
    }

    /** Weights of 3 and 1 with a quantum of one packet: three packets in a turn, and one. */
    @Test
    void aFlowHasItsWeightInTheBandThatItsPriorityLeadsTo() {
        SchedulerSetup drr = SchedulerSetup.of(DrrScheduler.SPEC, Map.of("quantum", 100L));
        BareLine line = BareLine.of(prio(Map.of("by", 1L), band("a"), bandOver(drr, "b")));
        line.open(1, 3);
        line.open(2, 1);
        line.offer(2, 100, 100);
        line.offer(1, 100, 100, 100, 100);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100 1:100 1:100 2:100 1:100");
    }

    /**
     * 4 Mbps and a bucket of 100 bytes: the high band may send again 200 us after it has emptied a full bucket, at 0 and at
     * 250 us, where it waited for the packet on the line.
     */
    @Test
    void aBandThatMayNotSendNowLetsLowerOnesGo() {
        SchedulerSetup tbf = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", 4_000_000L, "burst", 100L));
        BareLine line = BareLine.of(prio(Map.of(), bandOver(tbf, "a", flow(1)), band("b", flow(2))));
        line.offer(1, 100, 100, 100);
        line.offer(2, 150);

        assertThat(line.serveAllTimed()).isEqualTo("1:100@0 2:150@100 1:100@250 1:100@450");
    }

    @Test
    void isReadyWhenTheFirstOfItsBandsIs() {
        SchedulerSetup slow = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", 1_000_000L, "burst", 100L));
        SchedulerSetup fast = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", 2_000_000L, "burst", 100L));
        BareLine line = BareLine.of(prio(Map.of(), bandOver(slow, "a", flow(1)), bandOver(fast, "b", flow(2))));
        line.offer(1, 100, 100);
        line.offer(2, 100, 100);
        assertThat(line.serve(2)).isEqualTo("1:100 2:100");

        // 100 bytes at 2 Mbps are 400 us after 100 us; those at 1 Mbps 800 us after 0.
        assertThat(line.scheduler.readyAtPs(line.nowPs())).isEqualTo(500 * SimTime.MICROSECOND);
        assertThat(line.serveAllTimed()).isEqualTo("2:100@500 1:100@800");
    }

    @Test
    void aBandWithoutAPacketSchedulerHasTheLimitOfBands() {
        BareLine line = BareLine.of(prio(Map.of("bandLimit", 1L), band("a", flow(1)), band("b")));
        line.offer(1, 100);
        line.offer(2, 100);

        assertThat(line.tryOffer(1, 100, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(line.scheduler.packetCount()).isEqualTo(2);
        assertThat(line.scheduler.byteCount()).isEqualTo(200);
    }

    @Test
    void resetDropsWhatIsInAllBands() {
        BareLine line = BareLine.of(prio(Map.of(), band("a", flow(1)), band("b")));
        line.offer(1, 100);
        line.offer(2, 100);
        line.scheduler.reset((packet, reason, nowPs) -> line.drops.add(packet.flow + " " + reason), 0);

        assertThat(line.drops).containsExactlyInAnyOrder("1 RESET", "2 RESET");
        assertThat(line.scheduler.packetCount()).isZero();
        assertThat(line.scheduler.readyAtPs(0)).isEqualTo(PacketScheduler.NEVER);
    }

    @Test
    void bandsThatAreNotThereAndANumberBesideClassesAreRefused() {
        SchedulerSetup two = prio(Map.of(), band("a"), band("b"));
        assertThat(two.problem()).isEmpty();
        assertThat(prio(Map.of("bands", 2L), band("a"), band("b")).problem())
                .contains("leave 'bands' out: each class is a band");
        assertThat(withPriomap(two, 3, 2).problem())
                .contains("the priomap names band 2, but the classes are bands 0 to 1");
    }

    @Test
    void claimsWhatThePacketSchedulersInItsBandsLetItClaim() {
        SchedulerSetup tbf = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", 4_000_000L));
        SchedulerEnvironment port = Ports.port(BareLine.RATE);

        assertThat(prio(Map.of("bandLimit", 5L), band("a", flow(1)), band("b")).claims(port))
                .contains(
                        new Claim.WorkConserving(), new Claim.KeepsWhatItTook(), new Claim.Bounded(10, Long.MAX_VALUE))
                .hasAtLeastOneElementOfType(Claim.PriorityOrder.class);
        assertThat(prio(Map.of(), bandOver(tbf, "a", flow(1)), band("b")).claims(port))
                .doesNotContain(new Claim.WorkConserving())
                .doesNotHaveAnyElementsOfTypes(Claim.PriorityOrder.class);
    }
}
