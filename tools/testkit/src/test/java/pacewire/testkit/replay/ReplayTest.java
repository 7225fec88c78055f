package pacewire.testkit.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayTest {
    private static List<String> table(ReplayResult result) {
        return result.outcomes().stream()
                .map(outcome -> outcome.id() + " " + outcome.startOrNull() + " " + outcome.endOrNull() + " "
                        + outcome.verdict())
                .toList();
    }

    @Test
    void aLineDrainsOneAfterTheOther() {
        // 1500 B at 1 Gbps are 12 us.
        ReplayResult result = Replay.through("fifo")
                .rate("1 Gbps")
                .arrival("a", "1", "0", "1500 B")
                .arrival("b", "2", "3 us", "1500 B")
                .arrival("c", "1", "1 ms", "125 B")
                .run();

        assertThat(table(result))
                .containsExactly("a 0 0.000012 sent", "b 0.000012 0.000024 sent", "c 0.001 0.001001 sent");
        assertThat(result.plan().units()).isEqualTo(ReplayUnits.ORDINARY);
        assertThat(result.packetsLeft()).isZero();
    }

    @Test
    void timesAndLengthsThatAreNoWholeNumbersAreExact() {
        // 1/3 s in ps needs a third of a tick; 2/7 bytes at 1/5 byte/s take 10/7 s.
        ReplayResult result = Replay.through("fifo")
                .rate("1/5")
                .arrival("a", "A", "1/3", "2/7")
                .arrival("b", "B", "1/3", "1")
                .run();

        assertThat(table(result)).containsExactly("a 1/3 37/21 sent", "b 37/21 142/21 sent");
        assertThat(result.plan().units().ticksPerPs()).isEqualTo(BigInteger.valueOf(21));
        // 2/7 bytes need sevenths; 8/5 bps are 8/105 units in 21 times finer ticks, which needs a factor of 105.
        assertThat(result.plan().units().unitsPerByte()).isEqualTo(BigInteger.valueOf(105));
        assertThat(result.plan().lineRate().bitsPerSecond()).isEqualTo(8);
    }

    @Test
    void aParameterIsExactInTheSameUnits() {
        // 2.5 bytes held at most: "b" fits beside nothing.
        ReplayResult result = Replay.through("fifo")
                .parameter("limitBytes", "5/2")
                .rate("1")
                .arrival("a", "1", "0", "1")
                .arrival("b", "1", "0", "3/2")
                .arrival("c", "1", "0", "1/2")
                .run();

        assertThat(table(result)).containsExactly("c null null dropped:queueFull", "a 0 1 sent", "b 1 2.5 sent");
    }

    @Test
    void packetsOfTheInstantAPacketEndsComeBeforeTheNextPick() {
        List<String> log = new ArrayList<>();
        Replay.through("fifo")
                .rate("1")
                .arrival("a", "1", "0", "1")
                .arrival("b", "1", "1", "1")
                .arrival("c", "1", "1", "1")
                .run(new Log(log));

        assertThat(log)
                .containsExactly(
                        "0 offers 0",
                        "0 takes 0",
                        "1 ends 0",
                        "1 offers 1",
                        "1 offers 2",
                        "1 takes 1",
                        "2 ends 1",
                        "2 takes 2",
                        "3 ends 2",
                        "3 takes nothing");
    }

    @Test
    void aPollTakesOnePacketAndNoTime() {
        ReplayResult result = Replay.through("fifo")
                .rate("1")
                .dequeueEvery("2 ms")
                .startingAt("500 ns")
                .arrival("a", "1", "0", "1000")
                .arrival("b", "1", "0", "1000")
                .arrival("c", "1", "6.0005 ms", "1000")
                .run();

        assertThat(table(result))
                .containsExactly(
                        "a 0.0000005 0.0000005 sent", "b 0.0020005 0.0020005 sent", "c 0.0060005 0.0060005 sent");
    }

    @Test
    void theReplayEndsWhenItIsSaidTo() {
        ReplayResult result = Replay.through("fifo")
                .rate("1")
                .arrival("a", "1", "0", "2")
                .arrival("b", "1", "0", "2")
                .arrival("c", "1", "5", "2")
                .until(Rational.ONE)
                .run();

        assertThat(table(result)).containsExactly("a 0 2 sent", "b null null held", "c null null held");
        assertThat(result.packetsLeft()).isEqualTo(2);
    }

    @Test
    void flowsWithNumbersForNamesHaveThoseNumbers() {
        Replay numbers =
                Replay.through("fifo").rate("1").arrival("a", "10", "0", "1").arrival("b", "9", "0", "1");
        Replay names =
                Replay.through("fifo").rate("1").arrival("a", "x", "0", "1").arrival("b", "9", "0", "1");

        assertThat(numbers.plan().flows()).hasToString("{9=9, 10=10}");
        assertThat(names.plan().flows()).hasToString("{0=x, 1=9}");
    }

    @Test
    void weightsBecomeWholeNumbersAndChangeAtThePacketThatSaysSo() {
        ReplayPlan plan = Replay.through("fifo")
                .rate("1")
                .weight("1", Rational.of(1, 2))
                .arrival("a", "1", "0", "1")
                .arrival("b", "2", "0", "1")
                .arrival(Arrival.of("c", "1", "1", "1").withWeight(Rational.of(1, 3)))
                .plan();

        // Denominators 2 and 3: six times as much; flow 2 has weight 1.
        assertThat(plan.opened())
                .extracting(flow -> flow.flow() + ": " + flow.metrics().weight())
                .containsExactly("1: 3", "2: 6");
        ReplayPlan.FlowChange change =
                Objects.requireNonNull(plan.offers().get(2).change());
        assertThat(change.metrics().weight()).isEqualTo(2);
        assertThat(plan.offers().get(0).change()).isNull();
    }

    @Test
    void aReservedRateOpensAFlowAndMakesItsIdealInstants() {
        ReplayPlan plan = Replay.through("fifo")
                .rate("10")
                .arrival(Arrival.of("a", "1", "0", "4").withRate(Rational.of(2)))
                .arrival("b", "1", "1", "4")
                .arrival("b2", "1", "1", "4")
                .arrival("c", "1", "7", "4")
                .arrival("d", "2", "7", "4")
                .plan();

        assertThat(plan.opened()).hasSize(1);
        FlowMetrics metrics = plan.opened().get(0).metrics();
        assertThat(metrics.minRate()).hasToString("16 bps");
        assertThat(metrics.isStrictlyPaced()).isTrue();
        // 4 bytes at 2 bytes/s: the second would come at 2 s, the third at 4 s; the fourth comes later than its turn.
        assertThat(plan.offers())
                .extracting(ReplayPlan.Offer::idealPs)
                .containsExactly(0L, 2_000_000_000_000L, 4_000_000_000_000L, 7_000_000_000_000L, Packet.UNSCHEDULED);
    }

    @Test
    void whatCannotBeExactIsRefused() {
        // A prime number of bytes a second, and lengths that it does not divide: 1/999999937 s has no common tick with
        // 1 s.
        Replay replay = Replay.through("fifo")
                .rate("999999937")
                .arrival("a", "1", "0", "1500")
                .arrival("b", "1", "1 s", "1500");

        assertThatThrownBy(replay::run)
                .isInstanceOf(ReplayException.class)
                .hasMessage(
                        "this replay cannot be exact: with a tick of 1/999999937 ps, in which all its times are whole,"
                                + " it may last 0 s, and it lasts 2 s; rates that divide its lengths evenly need no such tick");
    }

    @Test
    void aWeightOfAFlowThatDoesNotComeIsRefused() {
        Replay replay =
                Replay.through("fifo").rate("1").weight("3", Rational.ONE).arrival("a", "1", "0", "1");

        assertThatThrownBy(replay::run)
                .hasMessage("there is a weight for flow '3', of which no packet comes; flows: 1");
    }

    @Test
    void aPacketSchedulerThatSaysReadyAndGivesNothingIsAtFault() {
        Replay replay = Replay.through((environment, units) -> new Broken() {
                    @Override
                    public long readyAtPs(long nowPs) {
                        return nowPs;
                    }
                })
                .rate("1")
                .arrival("a", "1", "0", "1");

        assertThatThrownBy(replay::run)
                .isInstanceOf(SchedulerFault.class)
                .hasMessage("at tick 0: ready at tick 0, but no packet leaves and none is dropped")
                .extracting(fault -> ((SchedulerFault) fault).kind())
                .isEqualTo(SchedulerFault.Kind.NOTHING_LEAVES);
    }

    @Test
    void aPacketSchedulerThatSendsAPacketTwiceIsAtFault() {
        Replay replay = Replay.through((environment, units) -> new Broken() {
                    @Override
                    public @Nullable Packet dequeue(long nowPs) {
                        return held;
                    }
                })
                .rate("1")
                .arrival("a", "1", "0", "1");

        assertThatThrownBy(replay::run)
                .hasMessage("at tick 1000000000000: a packet is sent that is not held: packet 0 (flow 1 #0, 1 B)");
    }

    @Test
    void aPacketSchedulerThatPromisesForEverIsAtFault() {
        Replay replay = Replay.through((environment, units) -> new Broken() {
                    @Override
                    public long readyAtPs(long nowPs) {
                        return nowPs + 1;
                    }
                })
                .rate("1")
                .arrival("a", "1", "0", "1");

        assertThatThrownBy(replay::run).hasMessageContaining("100000 instants were named, and no packet left");
    }

    @Test
    void flowsAreOpenedBeforeTheFirstPacketAndChangedBeforeTheirs() {
        List<String> log = new ArrayList<>();
        Replay.through((environment, units) -> new Told(log, Admission.ADMITTED))
                .rate("1")
                .arrival(Arrival.of("a", "1", "3", "1"))
                .arrival(Arrival.of("b", "2", "4", "1").withWeight(Rational.of(2)))
                .arrival(Arrival.of("c", "2", "5", "1").withWeight(Rational.of(3)))
                .run();

        assertThat(log)
                .containsExactly(
                        "3 opens 1 of 1", "3 opens 2 of 2", "3 takes 0", "4 takes 1", "5 changes 2 of 3", "5 takes 2");
    }

    @Test
    void aFlowThatIsRefusedEndsTheReplay() {
        Replay replay = Replay.through(
                        (environment, units) -> new Told(new ArrayList<>(), Admission.refused("no room")))
                .rate("1")
                .arrival(Arrival.of("a", "x", "0", "1").withWeight(Rational.of(2)));

        assertThatThrownBy(replay::run).isInstanceOf(ReplayException.class).hasMessage("flow 'x' is refused: no room");
    }

    @Test
    void whoDropsAPacketInsteadIsAskedAgainAtOnce() {
        ReplayResult result = Replay.through((environment, units) -> new DropsEverySecond(environment.drops()))
                .rate("1")
                .arrival("a", "1", "0", "1")
                .arrival("b", "1", "0", "1")
                .arrival("c", "1", "0", "1")
                .run();

        assertThat(table(result))
                .containsExactly("a null null dropped:early", "b 0 1 sent", "c null null dropped:early");
        assertThat(result.drops().get(1).at()).isEqualTo(Rational.ONE);
    }

    @Test
    void aSetUpThatTheFactoryDoesNotTakeIsRefused() {
        Replay replay = Replay.through(SchedulerSpec.named("picky").madeBy((setup, environment) -> {
                    throw new IllegalArgumentException("not so");
                }))
                .rate("1")
                .arrival("a", "1", "0", "1");

        assertThatThrownBy(replay::run)
                .isInstanceOf(ReplayException.class)
                .hasMessage("picky cannot be set up so: not so");
    }

    @Test
    void aPacketSchedulerDrawsFromTheSeed() {
        assertThat(firstDraw(1)).isEqualTo(firstDraw(1)).isNotEqualTo(firstDraw(2));
    }

    private static long firstDraw(long seed) {
        long[] draw = new long[1];
        Replay.through((environment, units) -> {
                    draw[0] = environment.random("test").nextLong();
                    return new Broken();
                })
                .rate("1")
                .seed(seed)
                .run();
        return draw[0];
    }

    @Test
    void aPacketThatWaitsForEverIsLeft() {
        ReplayResult result = Replay.through((environment, units) -> new Broken())
                .rate("1")
                .arrival("a", "1", "0", "1")
                .run();

        assertThat(table(result)).containsExactly("a null null held");
    }

    /** Takes packets and lets none go. */
    private static class Broken implements PacketScheduler {
        @Nullable
        Packet held;

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            held = packet;
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            return null;
        }

        @Override
        public long readyAtPs(long nowPs) {
            return NEVER;
        }

        @Override
        public void reset(DropListener drops, long nowPs) {
            held = null;
        }

        @Override
        public int packetCount() {
            return 1;
        }

        @Override
        public long byteCount() {
            return 1;
        }
    }

    /** First in, first out; drops the first packet, the third and so on when it is asked for it. */
    private static final class DropsEverySecond extends Broken {
        private final DropListener drops;
        private final PacketFifo queue = new PacketFifo();
        private int asked;

        DropsEverySecond(DropListener drops) {
            this.drops = drops;
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            queue.add(packet);
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            Packet packet = queue.poll();
            if (packet != null && asked++ % 2 == 0) {
                drops.dropped(packet, DropReason.EARLY, nowPs);
                return null;
            }
            return packet;
        }

        @Override
        public long readyAtPs(long nowPs) {
            return queue.isEmpty() ? NEVER : nowPs;
        }
    }

    /** Writes down what it is told, in seconds. */
    private static final class Told extends Broken {
        private final List<String> log;
        private final Admission answer;

        Told(List<String> log, Admission answer) {
            this.log = log;
            this.answer = answer;
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            log.add(nowPs / 1_000_000_000_000L + " takes " + packet.id);
            return super.enqueue(packet, nowPs);
        }

        @Override
        public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
            log.add(nowPs / 1_000_000_000_000L + " opens " + flow + " of " + metrics.weight());
            return answer;
        }

        @Override
        public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
            log.add(nowPs / 1_000_000_000_000L + " changes " + flow + " of " + metrics.weight());
            return answer;
        }
    }

    /** Writes down what happens, in seconds. */
    private record Log(List<String> lines) implements ReplayObserver {
        @Override
        public void arrives(Packet packet, long nowPs) {
            lines.add(nowPs / 1_000_000_000_000L + " offers " + packet.id);
        }

        @Override
        public void dequeued(@Nullable Packet packet, long nowPs) {
            lines.add(nowPs / 1_000_000_000_000L + " takes " + (packet == null ? "nothing" : packet.id));
        }

        @Override
        public void ended(Packet packet, long nowPs) {
            lines.add(nowPs / 1_000_000_000_000L + " ends " + packet.id);
        }

        @Override
        public void dropped(Packet packet, DropReason reason, long nowPs) {
            lines.add(nowPs / 1_000_000_000_000L + " drops " + packet.id);
        }
    }
}
