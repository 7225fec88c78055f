package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.sched.Claim;
import pacewire.model.sched.EarlyDropper;
import pacewire.model.sched.EarlyDrops;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.cost.WatchedScheduler;

/** A case run on a packet scheduler, in the ways that properties ask for; each run is made when it is first wanted. */
public final class Trial {
    private final SchedulerSetup setup;
    private final ProofCase tried;
    private final long seed;
    private final Map<Polling, Trace> traces = new EnumMap<>(Polling.class);
    private final List<Claim> claims;
    private final boolean drawsRandomNumbers;
    private @Nullable FlowFacts facts;
    private @Nullable PacketScheduler ofPlainRun;

    /**
     * A case to run.
     *
     * @param setup under test, without the case's own parameters
     * @param seed of the packet scheduler's random numbers
     */
    public Trial(SchedulerSetup setup, ProofCase tried, long seed) {
        this.setup = CaseGenerator.setupOf(setup, tried);
        this.tried = tried;
        this.seed = seed;
        Instance instance = new Instance(this.setup, tried, seed);
        claims = this.setup.claims(instance.environment());
        drawsRandomNumbers = instance.environment().streams().hasIssuedAny();
    }

    public SchedulerSetup setup() {
        return setup;
    }

    public ProofCase tried() {
        return tried;
    }

    /** What the packet scheduler claims, set up as in this case. */
    public List<Claim> claims() {
        return claims;
    }

    /** Whether what it does depends on random numbers. */
    public boolean drawsRandomNumbers() {
        return drawsRandomNumbers;
    }

    /** Whether it claims something of a kind. */
    public boolean claims(Class<? extends Claim> kind) {
        return claims.stream().anyMatch(kind::isInstance);
    }

    /** The run that bounds are checked on. */
    public Trace trace() {
        return trace(Polling.PLAIN);
    }

    /** The same case on a new instance, treated otherwise. */
    public Trace trace(Polling polling) {
        Trace known = traces.get(polling);
        if (known == null) {
            Instance instance = newInstance();
            known = run(instance, tried, polling, 0);
            traces.put(polling, known);
            if (polling == Polling.PLAIN) {
                ofPlainRun = instance.scheduler();
            }
        }
        return known;
    }

    /** The account of chance that the packet scheduler of the plain run gives; null when it gives none. */
    public @Nullable EarlyDrops earlyDrops() {
        trace();
        return ofPlainRun != null && WatchedScheduler.unwatched(ofPlainRun) instanceof EarlyDropper dropper
                ? dropper.earlyDrops()
                : null;
    }

    /** The same case once more, on a new instance. */
    public Trace again(Polling polling) {
        return run(newInstance(), tried, polling, 0);
    }

    /** Every flow of the plain run. */
    public FlowFacts facts() {
        FlowFacts known = facts;
        if (known == null) {
            known = new FlowFacts(trace());
            facts = known;
        }
        return known;
    }

    /** The case later by a time. */
    public Trace later(long shiftPs) {
        return run(newInstance(), shifted(shiftPs), Polling.PLAIN, shiftPs);
    }

    /** Other steps on a new instance. */
    public Trace with(UnaryOperator<Step> change) {
        return run(newInstance(), tried.with(tried.steps().stream().map(change).toList()), Polling.PLAIN, 0);
    }

    /** Packets longer by a factor, on a line faster by as much, with parameters set accordingly. */
    public Trace scaled(int factor, Map<String, Long> parameters) {
        List<Step> steps = new ArrayList<>();
        for (Step step : tried.steps()) {
            steps.add(step instanceof Arrival arrival ? scaled(arrival, factor) : step);
        }
        DataRate line = new DataRate(Math.multiplyExact(tried.line().bitsPerSecond(), factor));
        ProofCase larger = new ProofCase(
                tried.number(),
                line,
                tried.largestBytes() * factor,
                tried.variation().withParameters(parameters),
                steps);
        Instance instance = new Instance(larger.variation().of(setup), larger, seed);
        return run(instance, larger, Polling.PLAIN, 0);
    }

    private static Arrival scaled(Arrival arrival, int factor) {
        DataRate rate = arrival.terms().rate();
        DataRate faster = rate == null ? null : new DataRate(Math.multiplyExact(rate.bitsPerSecond(), factor));
        return arrival.withBytes(arrival.bytes() * factor)
                .withTerms(new Terms(
                        arrival.terms().weight(), faster, arrival.terms().priority()));
    }

    /**
     * The case, later, on an instance that has run the beginning of it and was reset in the midst.
     *
     * @param resetPs when; packets are held then, if any are
     * @param resets how often, one after the other
     * @param shiftPs not before the reset
     */
    public AfterReset afterReset(long resetPs, int resets, long shiftPs) {
        Instance instance = newInstance();
        Line first = new Line(instance, tried, Polling.PLAIN, Source.of(tried.steps()), 0);
        Trace before = first.run(resetPs);
        first.reset(resets);
        return new AfterReset(before, run(instance, shifted(shiftPs), Polling.PLAIN, shiftPs));
    }

    /**
     * Two runs of one instance.
     *
     * @param before up to the reset, with it
     * @param after from then on
     */
    public record AfterReset(Trace before, Trace after) {}

    private ProofCase shifted(long shiftPs) {
        return tried.with(tried.steps().stream()
                .map(step -> step.at(step.atPs() + shiftPs))
                .toList());
    }

    private Instance newInstance() {
        return new Instance(setup, tried, seed);
    }

    private static Trace run(Instance instance, ProofCase tried, Polling polling, long startPs) {
        return new Line(instance, tried, polling, Source.of(tried.steps()), startPs).run();
    }
}
