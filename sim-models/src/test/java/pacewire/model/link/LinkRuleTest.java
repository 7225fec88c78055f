package pacewire.model.link;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

class LinkRuleTest {
    private static final long ALWAYS = Quantity.WHOLE;
    /** 84 bytes on the wire: 672 ns. */
    private static final DataRate ONE_GBPS = DataRate.parse("1 Gbps");

    private static final long SLOT_PS = 672_000;

    private final LinkBench bench = new LinkBench();
    private final RandomStreams streams = new RandomStreams(1);

    @Test
    void aLostPacketIsReportedWhenItsFirstBitLeavesAndTakesItsTimeAllTheSame() {
        Link link = link(SimTime.MILLISECOND, new PacketLoss(random(), ALWAYS));
        bench.sendAt(link, 1, 0);
        bench.sendAt(link, 1, 0);

        bench.run();

        assertThat(bench.log).containsExactly("#0 dropped at 0 ps: linkLoss", "#1 dropped at 672 ns: linkLoss");
        assertThat(link.packetsHeld()).isZero();
        assertThat(link.busyUntilPs()).isEqualTo(2 * SLOT_PS);
        assertThat(bench.pool.outstanding()).isZero();
    }

    @Test
    void theShareOfPacketsLostIsTheChance() {
        Link link = link(0, new PacketLoss(random(), 50_000_000));
        bench.isLogging = false;
        for (int i = 0; i < 20_000; i++) {
            bench.sendAt(link, 1, i * SimTime.MICROSECOND);
        }

        bench.run();

        // Mean 1000, standard deviation sqrt(20000 * 0.05 * 0.95) = 30.8: within four of them.
        assertThat(bench.dropped).isBetween(1000 - 124, 1000 + 124);
        assertThat(bench.dropped + bench.arrivals.size()).isEqualTo(20_000);
    }

    @Test
    void aPacketThatWouldOvertakeArrivesWithTheOneBefore() {
        Link link = link(SimTime.MICROSECOND, varied(false, 0, 5_000_000, 1_000_000, -500_000));
        for (int i = 0; i < 4; i++) {
            bench.sendAt(link, 1, i * SimTime.MICROSECOND);
        }

        bench.run();

        // Own instants: 1.672, 7.672, 4.672 and 4.172 us.
        assertThat(bench.log)
                .containsExactly(
                        "#0 at 1.672 us: queue 0 ps, wire 672 ns, way 1 us",
                        "#1 at 7.672 us: queue 0 ps, wire 672 ns, way 6 us",
                        "#2 at 7.672 us: queue 0 ps, wire 672 ns, way 5 us",
                        "#3 at 7.672 us: queue 0 ps, wire 672 ns, way 4 us");
    }

    @Test
    void packetsOvertakeWhereReorderingIsAllowed() {
        Link link = link(SimTime.MICROSECOND, varied(true, 0, 5_000_000, 1_000_000, -500_000));
        for (int i = 0; i < 4; i++) {
            bench.sendAt(link, 1, i * SimTime.MICROSECOND);
        }

        bench.run();

        assertThat(bench.log)
                .containsExactly(
                        "#0 at 1.672 us: queue 0 ps, wire 672 ns, way 1 us",
                        "#3 at 4.172 us: queue 0 ps, wire 672 ns, way 500 ns",
                        "#2 at 4.672 us: queue 0 ps, wire 672 ns, way 2 us",
                        "#1 at 7.672 us: queue 0 ps, wire 672 ns, way 6 us");
        assertThat(link.packetsHeld()).isZero();
    }

    @Test
    void propagationIsNeverShorterThanNothing() {
        Link link = link(SimTime.MICROSECOND, varied(true, -9_000_000));
        bench.sendAt(link, 1, 0);

        bench.run();

        assertThat(bench.log).containsExactly("#0 at 672 ns: queue 0 ps, wire 672 ns, way 0 ps");
    }

    @Test
    void aDuplicatedPacketArrivesTwiceAndIsInTheBooks() {
        List<String> books = new ArrayList<>();
        Link link = link(
                SimTime.MICROSECOND,
                new Duplication(random(), ALWAYS, bench.pool, (copy, nowPs) -> books.add(copy.id + " at " + nowPs)));
        bench.sendAt(link, 1, 0);

        bench.run();

        assertThat(bench.log)
                .containsExactly(
                        "#0 at 1.672 us: queue 0 ps, wire 672 ns, way 1 us",
                        "#0 at 1.672 us: queue 0 ps, wire 672 ns, way 1 us");
        assertThat(books).containsExactly("1 at 0");
        assertThat(bench.unbalancedAccounts).isEmpty();
        assertThat(bench.pool.outstanding()).isZero();
        assertThat(link.busyUntilPs()).isEqualTo(SLOT_PS);
    }

    @Test
    void rulesApplyInOrder() {
        LinkRule duplication = new Duplication(random(), ALWAYS, bench.pool, (copy, nowPs) -> {});
        Link lossLast = link(0, duplication, new PacketLoss(streams.stream("last"), ALWAYS));
        Link lossFirst = link(0, new PacketLoss(streams.stream("first"), ALWAYS), duplication);
        bench.sendAt(lossLast, 1, 0);
        bench.sendAt(lossFirst, 1, 1);

        bench.run();

        // Both the packet and its copy are lost behind a duplication; before it, there is no copy yet.
        assertThat(bench.log)
                .containsExactly(
                        "#0 dropped at 0 ps: linkLoss", "#0 dropped at 0 ps: linkLoss", "#1 dropped at 1 ps: linkLoss");
    }

    @Test
    void delayVariationsAddUp() {
        Link link = link(
                SimTime.MICROSECOND,
                new DelayVariation(random(), new Distributions.Constant(100), false),
                new DelayVariation(streams.stream("second"), new Distributions.Constant(20), false));
        bench.sendAt(link, 1, 0);

        bench.run();

        assertThat(bench.arrivals).containsExactly(SLOT_PS + SimTime.MICROSECOND + 120);
    }

    private Link link(long propagationPs, LinkRule... rules) {
        return bench.link(LinkBench.fifo(1000), new RateSerialiser(ONE_GBPS), propagationPs, rules);
    }

    private RandomStream random() {
        return streams.stream("rule");
    }

    private DelayVariation varied(boolean mayReorder, long... variationsPs) {
        return new DelayVariation(random(), new Scripted(variationsPs), mayReorder);
    }

    /** Values one after the other. */
    private static final class Scripted implements Distribution {
        private final java.util.PrimitiveIterator.OfLong values;

        Scripted(long... values) {
            this.values = LongStream.of(values).iterator();
        }

        @Override
        public double sample(RandomStream random) {
            return values.nextLong();
        }

        @Override
        public String describe() {
            return "scripted";
        }
    }
}
