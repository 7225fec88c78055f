package pacewire.testkit.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

/**
 * A packet scheduler alone, in front of a line, on arrivals that are given: what textbooks do with a pencil.
 *
 * <pre>{@code
 * ReplayResult result = Replay.through("fifo")
 *         .rate("1 Gbps")
 *         .arrival("a", "1", "0", "1500 B")
 *         .arrival("b", "2", "1 us", "64 B")
 *         .run();
 * }</pre>
 *
 * <p>Texts are quantities with a unit, or plain numbers in seconds, bytes and bytes a second ({@link ReplayQuantity}); all are
 * exact. Packets are bare bytes: their length is all that the line feels. Arrivals of one instant are offered in the order given,
 * before the line picks at that instant; {@link ReplayLine} has the whole order of events.
 *
 * <p>When the names of all flows are whole numbers (below ten million), these are the flows' numbers; otherwise flows are numbered
 * from 0 as they first come. Packet schedulers break ties by the number. A flow with a weight, a priority or a rate is opened before the first packet with what its first
 * packet says, and changed at the packet that says otherwise; when any flow has a weight, all flows are opened. Weights that are
 * no whole numbers are multiplied by their common denominator.
 */
public final class Replay {
    /** Makes a packet scheduler that is in no list. */
    @FunctionalInterface
    public interface Factory {
        /** Makes it for a line; the units of the replay are 1 in the ordinary case. */
        PacketScheduler create(SchedulerEnvironment environment, ReplayUnits units);
    }

    private final @Nullable SchedulerChoice choice;
    private final @Nullable Factory factory;
    private final PlanBuilder plan = new PlanBuilder();
    private @Nullable Rational largest;
    private long seed = 1;

    private Replay(@Nullable SchedulerChoice choice, @Nullable Factory factory) {
        this.choice = choice;
        this.factory = factory;
    }

    /**
     * Through a packet scheduler that ships.
     *
     * @throws ReplayException when there is none of that name
     */
    public static Replay through(String name) {
        return through(PacketSchedulers.find(name)
                .orElseThrow(() -> new ReplayException("there is no packet scheduler '" + name + "'")));
    }

    /** Through a packet scheduler with its defaults; {@link #parameter} changes them. */
    public static Replay through(SchedulerSpec spec) {
        return through(SchedulerSetup.defaults(spec));
    }

    /** Through a packet scheduler as it is set up; {@link #parameter} changes that. */
    public static Replay through(SchedulerSetup setup) {
        return new Replay(new SchedulerChoice(setup), null);
    }

    /** Through a packet scheduler that a test makes itself. */
    public static Replay through(Factory factory) {
        return new Replay(null, factory);
    }

    /**
     * Sets a parameter of the packet scheduler.
     *
     * @throws ReplayException when there is no such parameter, or it takes no such value
     */
    public Replay parameter(String name, String text) {
        if (choice == null) {
            throw new ReplayException("a packet scheduler that a test makes itself has no declared parameters");
        }
        choice.set(name, text);
        return this;
    }

    /** The line's rate in bytes a second; a replay needs one. When it is polled, this is all that the rate is for. */
    public Replay rate(Rational bytesPerSecond) {
        if (bytesPerSecond.signum() <= 0) {
            throw new ReplayException("the line's rate is above 0, not " + bytesPerSecond + " bytes/s");
        }
        plan.lineRate = bytesPerSecond;
        return this;
    }

    /** The line's rate, such as "1 Gbps", or "1/3" bytes a second. */
    public Replay rate(String text) {
        return rate(ReplayQuantity.bytesPerSecond(text));
    }

    /** Weight of a flow whose packets name none. */
    public Replay weight(String flow, Rational weight) {
        if (weight.signum() <= 0) {
            throw new ReplayException("the weight of flow '" + flow + "' is above 0, not " + weight);
        }
        plan.weights.put(flow, weight);
        return this;
    }

    /** Weights of flows whose packets name none. */
    public Replay weights(Map<String, Rational> weights) {
        weights.forEach(this::weight);
        return this;
    }

    public Replay arrival(Arrival arrival) {
        plan.arrivals.add(arrival);
        return this;
    }

    /** A packet, in texts such as "5 us" and "1500 B". */
    public Replay arrival(String id, String flow, String time, String length) {
        return arrival(Arrival.of(id, flow, ReplayQuantity.seconds(time), ReplayQuantity.bytes(length)));
    }

    /** In any order; those of one instant are offered in the order given. */
    public Replay arrivals(Collection<Arrival> arrivals) {
        plan.arrivals.addAll(arrivals);
        return this;
    }

    /** Polls the packet scheduler, from time 0 on, instead of draining it with a line. */
    public Replay dequeueEvery(Rational seconds) {
        if (seconds.signum() <= 0) {
            throw new ReplayException("packets are dequeued every so many seconds, above 0, not " + seconds);
        }
        plan.pollPeriod = seconds;
        return this;
    }

    /** Polls the packet scheduler instead of draining it with a line. */
    public Replay dequeueEvery(String text) {
        return dequeueEvery(ReplayQuantity.seconds(text));
    }

    /** When the first poll is. */
    public Replay startingAt(Rational seconds) {
        if (seconds.signum() < 0) {
            throw new ReplayException("the first dequeue is at time 0 or later, not at " + seconds + " s");
        }
        plan.pollStart = seconds;
        return this;
    }

    /** When the first poll is. */
    public Replay startingAt(String text) {
        return startingAt(ReplayQuantity.seconds(text));
    }

    /** Ends the replay: packets that have not begun to leave by then stay. Otherwise it goes on until nothing happens. */
    public Replay until(Rational seconds) {
        plan.until = seconds;
        return this;
    }

    /** A time that must be a whole number of ticks, beside all those of the replay. */
    public Replay exactAt(Rational seconds) {
        plan.exactTimes.add(seconds);
        return this;
    }

    /**
     * The largest packet that the packet scheduler is told of; when none is given, an Ethernet frame on the wire
     * ({@link SchedulerEnvironment#STANDARD_WIRE_BYTES}), or the largest that comes if that is larger.
     */
    public Replay largestPacket(Rational bytes) {
        if (bytes.signum() <= 0) {
            throw new ReplayException("the largest packet is above 0, not " + bytes + " bytes");
        }
        largest = bytes;
        return this;
    }

    /** Seed of the packet scheduler's random numbers; 1 when none is given. */
    public Replay seed(long value) {
        seed = value;
        return this;
    }

    /**
     * The replay in whole ticks.
     *
     * @throws ReplayException when it cannot be exact, or something is missing
     */
    public ReplayPlan plan() {
        return plan.build(choice);
    }

    /**
     * Plays it, with a new packet scheduler.
     *
     * @throws ReplayException when it cannot be exact, something is missing, or a flow is refused
     * @throws SchedulerFault when the packet scheduler breaks its contract
     */
    public ReplayResult run() {
        return run(ReplayObserver.NONE);
    }

    /** Plays it while somebody looks on. */
    public ReplayResult run(ReplayObserver observer) {
        ReplayPlan built = plan();
        ReplayLine line = new ReplayLine(built, observer);
        return line.run(create(built, line.drops()));
    }

    /**
     * A new packet scheduler for a plan of this replay.
     *
     * @throws ReplayException when it does not take its set-up
     */
    public PacketScheduler create(ReplayPlan built, DropListener drops) {
        SchedulerEnvironment environment = environment(built, drops);
        if (factory != null) {
            return factory.create(environment, built.units());
        }
        SchedulerSetup setup = setup(built);
        try {
            return setup.create(environment);
        } catch (IllegalArgumentException wrong) {
            throw new ReplayException(setup.spec().name() + " cannot be set up so: " + wrong.getMessage(), wrong);
        }
    }

    /** Where its packet scheduler stands: a router port. */
    public SchedulerEnvironment environment(ReplayPlan built, DropListener drops) {
        return new SchedulerEnvironment(
                built.lineRate(), 0, 0, largestUnits(built), drops, "replay", new RandomStreams(seed));
    }

    private int largestUnits(ReplayPlan built) {
        int most =
                built.offers().stream().mapToInt(ReplayPlan.Offer::bytes).max().orElse(0);
        if (largest == null) {
            return Math.max(most, built.units().units(Rational.of(SchedulerEnvironment.STANDARD_WIRE_BYTES)));
        }
        int told = built.units().units(largest);
        if (told < most) {
            throw new ReplayException("a packet is longer than the largest of " + largest + " bytes");
        }
        return told;
    }

    /**
     * The packet scheduler as it is set up in the units of a plan.
     *
     * @throws IllegalStateException when a test makes its packet scheduler itself
     */
    public SchedulerSetup setup(ReplayPlan built) {
        if (choice == null) {
            throw new IllegalStateException("this replay's packet scheduler was not set up by name");
        }
        return choice.in(built.units());
    }

    /** What is known before the units are. */
    static final class PlanBuilder {
        final List<Arrival> arrivals = new ArrayList<>();
        final Map<String, Rational> weights = new LinkedHashMap<>();
        final List<Rational> exactTimes = new ArrayList<>();

        @Nullable
        Rational lineRate;

        @Nullable
        Rational pollPeriod;

        Rational pollStart = Rational.ZERO;

        @Nullable
        Rational until;

        ReplayPlan build(@Nullable SchedulerChoice choice) {
            return new Planner(this, choice).plan();
        }
    }
}
