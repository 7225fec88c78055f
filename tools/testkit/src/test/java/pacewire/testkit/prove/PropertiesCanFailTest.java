package pacewire.testkit.prove;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Claim;
import pacewire.model.sched.EarlyDropper;
import pacewire.model.sched.EarlyDrops;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.property.Properties;
import pacewire.testkit.prove.property.PropertyKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Every property is broken by a packet scheduler that is wrong in this one way. */
class PropertiesCanFailTest {
    private static final int CASES = 300;
    private static final Rational NOTHING = Rational.of(1, 1_000_000_000_000L);

    /** A property, a claim that requires it (null: none is needed), and who breaks it. */
    private record Culprit(
            String property, @Nullable Claim claim, Function<SchedulerEnvironment, PacketScheduler> maker) {
        @Override
        public String toString() {
            return property;
        }
    }

    static Stream<Culprit> culprits() {
        return Stream.of(conduct(), order(), bounds(), timing(), drops()).flatMap(Function.identity());
    }

    private static Stream<Culprit> conduct() {
        int[] made = {0};
        return Stream.of(
                new Culprit("conservation", null, ForgetsAByte::new),
                new Culprit("composure", null, ThrowsAtTheThird::new),
                new Culprit("wake-up", null, ForgetsTheSecond::new),
                new Culprit("named-instant", null, NamesAnInstantWhenEmpty::new),
                new Culprit("questions", null, TurnsWhenAsked::new),
                new Culprit("late-polling", null, NamesThePast::new),
                new Culprit("one-at-a-time", null, CutsPackets::new),
                new Culprit("determinism", null, environment -> new Whim(environment, made[0]++ % 2 == 0)),
                new Culprit("reset", null, CountsForEver::new),
                new Culprit("time-shift", null, ChangesAfterASecond::new));
    }

    private static Stream<Culprit> order() {
        return Stream.of(
                new Culprit("work-conservation", new Claim.WorkConserving(), Dawdler::new),
                new Culprit("flow-order", new Claim.FlowOrder(), environment -> new Whim(environment, true)),
                new Culprit("priority-order", new Claim.PriorityOrder(packet -> packet.priority), OddScheduler::new),
                new Culprit("deadline-order", new Claim.DeadlineOrder(packet -> packet.deadlinePs), OddScheduler::new),
                new Culprit("scale", new Claim.ScalesWithTheLine(), LongOnesLast::new),
                new Culprit("renaming", new Claim.FlowNumbersAreNames(), LeastNumberFirst::new),
                new Culprit("splitting", new Claim.BlindToFlows(), LeastNumberFirst::new));
    }

    private static Stream<Culprit> bounds() {
        return Stream.of(
                new Culprit("guaranteed-rate", new Claim.GuaranteedRate(flow -> NOTHING), OddScheduler::new),
                new Culprit("network-calculus", new Claim.GuaranteedRate(flow -> NOTHING), OddScheduler::new),
                new Culprit("gps-delay", new Claim.GpsDelay(), OddScheduler::new),
                new Culprit("gps-lead", new Claim.GpsLead(), OddScheduler::new),
                new Culprit("worst-case-fair", new Claim.WorstCaseFair(flow -> NOTHING), OddScheduler::new),
                new Culprit("short-term-fair", new Claim.ShortTermFair((one, other) -> NOTHING), OddScheduler::new),
                new Culprit(
                        "classes-fair",
                        new Claim.ClassesFair(
                                List.of(flowAsClass(0), flowAsClass(1)),
                                (one, largestOfOne, other, largestOfOther) -> NOTHING),
                        OddScheduler::new),
                new Culprit("served-within", new Claim.ServedWithin(flow -> NOTHING), OddScheduler::new));
    }

    private static Claim.ClassShare flowAsClass(int flow) {
        return new Claim.ClassShare("flow " + flow, (packet, metrics) -> packet.flow == flow, 1);
    }

    private static Stream<Culprit> timing() {
        return Stream.of(
                new Culprit("shaped", new Claim.Shaped(1_000_000, 9000, false, false), OddScheduler::new),
                new Culprit(
                        "class-shaped",
                        new Claim.ClassShaped("all", (packet, metrics) -> true, 1_000_000, 9000),
                        OddScheduler::new),
                new Culprit("greedy", new Claim.Shaped(1_000_000, 9000, false, true), Dawdler::new),
                new Culprit("never-early", new Claim.NeverEarly(packet -> packet.eligiblePs, 0), OddScheduler::new),
                new Culprit("gates", new Claim.Gated((packet, from, to) -> false), OddScheduler::new),
                new Culprit(
                        "deadlines-met",
                        new Claim.MeetsDeadlines(packet -> packet.heldSincePs, packet -> packet.deadlinePs),
                        Dawdler::new),
                new Culprit(
                        "jitter",
                        new Claim.JitterBound(packet -> packet.heldSincePs, 100 * SimTime.MICROSECOND),
                        HoldsEverySecond::new));
    }

    private static Stream<Culprit> drops() {
        return Stream.of(
                new Culprit("bounded", new Claim.Bounded(3, Long.MAX_VALUE), OddScheduler::new),
                new Culprit("drops-only-when-full", new Claim.DropsOnlyWhenFull(1000, 1 << 30), RefusesTheThird::new),
                new Culprit("keeps-what-it-took", new Claim.KeepsWhatItTook(), DropsEverySecond::new),
                new Culprit(
                        "spares-short-queues", new Claim.SparesShortQueues(SimTime.SECOND, 0), DropsEverySecond::new),
                new Culprit("quiet-below", new Claim.QuietBelow(1000, 0), DropsEverySecond::new),
                new Culprit("marks-instead", new Claim.MarksInsteadOfDropping(), DropsEverySecond::new),
                new Culprit("early-by-chance", new Claim.EarlyByChance(), DropsEverySecond::new),
                new Culprit(
                        "signal-spacing",
                        new Claim.SignalSpacing(signals -> 1000 * SimTime.SECOND, false),
                        DropsEverySecond::new));
    }

    @ParameterizedTest(name = "{0}, seed 1")
    @MethodSource("culprits")
    void isBroken(Culprit culprit) {
        ReportCard card = Prover.of(SchedulerSetup.defaults(spec(culprit)))
                .only(Set.of(culprit.property()))
                .cases(CASES)
                .run();

        assertThat(card.brokenProperties()).containsExactly(culprit.property());
    }

    /** None is left out. */
    @Test
    void thereIsACulpritForEveryProperty() {
        List<String> known = Properties.all().stream().map(PropertyKind::name).toList();
        List<String> broken = culprits().map(Culprit::property).toList();

        assertThat(broken).containsExactlyInAnyOrderElementsOf(known);
    }

    /** What they all are but for one thing is right. */
    @Test
    void theQueueUnderneathIsRight() {
        SchedulerSpec spec = SchedulerSpec.named("queue")
                .claims((setup, environment) -> List.of(
                        new Claim.WorkConserving(),
                        new Claim.FlowOrder(),
                        new Claim.KeepsWhatItTook(),
                        new Claim.BlindToFlows(),
                        new Claim.FlowNumbersAreNames(),
                        new Claim.ScalesWithTheLine()))
                .madeBy((setup, environment) -> new OddScheduler(environment));

        assertThat(Prover.of(SchedulerSetup.defaults(spec)).cases(CASES).run().brokenProperties())
                .isEmpty();
    }

    private static SchedulerSpec spec(Culprit culprit) {
        Claim claim = culprit.claim();
        return SchedulerSpec.named("culprit")
                .claims((setup, environment) -> claim == null ? List.of() : List.of(claim))
                .madeBy((setup, environment) -> culprit.maker().apply(environment));
    }

    private static final class ForgetsAByte extends OddScheduler {
        ForgetsAByte(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public long byteCount() {
            return held.size() == 2 ? super.byteCount() - 1 : super.byteCount();
        }
    }

    private static final class ThrowsAtTheThird extends OddScheduler {
        ThrowsAtTheThird(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            if (held.size() == 2) {
                throw new IllegalStateException("three are too many");
            }
            return super.enqueue(packet, nowPs);
        }
    }

    private static final class ForgetsTheSecond extends OddScheduler {
        ForgetsTheSecond(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public long readyAtPs(long nowPs) {
            return held.size() == 2 ? NEVER : super.readyAtPs(nowPs);
        }
    }

    private static final class NamesAnInstantWhenEmpty extends OddScheduler {
        NamesAnInstantWhenEmpty(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public long readyAtPs(long nowPs) {
            return nowPs;
        }
    }

    private static final class TurnsWhenAsked extends OddScheduler {
        TurnsWhenAsked(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public long readyAtPs(long nowPs) {
            long readyPs = super.readyAtPs(nowPs);
            if (held.size() > 2) {
                held.add(held.remove(0));
            }
            return readyPs;
        }
    }

    private static final class NamesThePast extends OddScheduler {
        NamesThePast(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public long readyAtPs(long nowPs) {
            return held.isEmpty() ? NEVER : held.get(0).heldSincePs;
        }
    }

    private static final class CutsPackets extends OddScheduler {
        CutsPackets(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            Packet packet = super.dequeue(nowPs);
            if (packet != null && packet.payloadBytes > 1000) {
                packet.payloadBytes = 1000;
            }
            return packet;
        }
    }

    /** Last in, first out, if it pleases. */
    private static final class Whim extends OddScheduler {
        private final boolean isLastFirst;

        Whim(SchedulerEnvironment environment, boolean isLastFirst) {
            super(environment);
            this.isLastFirst = isLastFirst;
        }

        @Override
        int next(long nowPs) {
            return isLastFirst ? held.size() - 1 : 0;
        }
    }

    private static final class CountsForEver extends OddScheduler {
        private int departures;

        CountsForEver(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        int next(long nowPs) {
            return departures % 2 == 0 ? 0 : held.size() - 1;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            Packet packet = super.dequeue(nowPs);
            departures += packet == null ? 0 : 1;
            return packet;
        }
    }

    private static final class ChangesAfterASecond extends OddScheduler {
        ChangesAfterASecond(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        int next(long nowPs) {
            return nowPs < SimTime.SECOND ? 0 : held.size() - 1;
        }
    }

    /** Holds every packet for a second. */
    private static final class Dawdler extends OddScheduler {
        Dawdler(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        long mayLeavePs(Packet packet) {
            return packet.heldSincePs + SimTime.SECOND;
        }
    }

    private static final class HoldsEverySecond extends OddScheduler {
        HoldsEverySecond(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        long mayLeavePs(Packet packet) {
            return packet.heldSincePs + (packet.sequence % 2 == 0 ? 0 : SimTime.MILLISECOND);
        }
    }

    private static final class LongOnesLast extends OddScheduler {
        LongOnesLast(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        int next(long nowPs) {
            for (int i = 0; i < held.size(); i++) {
                if (held.get(i).payloadBytes <= 1000) {
                    return i;
                }
            }
            return 0;
        }
    }

    private static final class LeastNumberFirst extends OddScheduler {
        LeastNumberFirst(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        int next(long nowPs) {
            int least = 0;
            for (int i = 1; i < held.size(); i++) {
                least = held.get(i).flow < held.get(least).flow ? i : least;
            }
            return least;
        }
    }

    private static final class RefusesTheThird extends OddScheduler {
        RefusesTheThird(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            return held.size() == 2 ? DropReason.QUEUE_FULL : super.enqueue(packet, nowPs);
        }
    }

    /** Drops early whatever stands second, and says that it never does. */
    private static final class DropsEverySecond extends OddScheduler implements EarlyDropper {
        private final EarlyDrops account = new EarlyDrops();

        DropsEverySecond(SchedulerEnvironment environment) {
            super(environment);
        }

        @Override
        public EarlyDrops earlyDrops() {
            return account;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            if (held.size() > 1) {
                environment.drops().dropped(held.remove(1), DropReason.EARLY, nowPs);
            }
            return super.dequeue(nowPs);
        }
    }
}
