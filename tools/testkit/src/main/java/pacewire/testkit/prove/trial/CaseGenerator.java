package pacewire.testkit.prove.trial;

import java.util.List;
import java.util.Set;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.sched.Claim;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.UnfitSetupException;

/**
 * Makes cases from a seed, each on its own: case 17 is the same whether those before it were made or not. A case is made
 * against a packet scheduler that runs: who looks for boundaries must see when the line falls idle and when the next
 * departure is due. What is left is a list of arrivals, and running it again gives the same trace.
 */
public final class CaseGenerator {
    /** Lines on which a byte takes whole picoseconds, so that bounds hold to the picosecond. */
    private static final List<DataRate> LINES = List.of(
            DataRate.parse("1 Mbps"),
            DataRate.parse("8 Mbps"),
            DataRate.parse("10 Mbps"),
            DataRate.parse("100 Mbps"),
            DataRate.parse("1 Gbps"),
            DataRate.parse("1 Gbps"),
            DataRate.parse("10 Gbps"));

    /** Of these, the first few: on others a queue of a few hundred packets is over before queue management takes notice. */
    private static final int SLOW_LINES = 4;

    private final SchedulerSetup setup;
    private final SetupVariation variation;
    private final long seed;
    private final boolean managesQueues;
    /** Those that the set-up fits. */
    private final List<DataRate> lines;

    /**
     * Of a seed.
     *
     * @param fixed names of parameters that no case changes
     * @throws UnfitSetupException when the set-up fits no line
     */
    public CaseGenerator(SchedulerSetup setup, Set<String> fixed, long seed) {
        this.setup = setup;
        this.seed = seed;
        variation = new SetupVariation(setup, fixed);
        List<DataRate> fit =
                LINES.stream().filter(line -> accepts(setup, emptyOn(line))).toList();
        if (fit.isEmpty()) {
            // Says why not.
            new Instance(setup, emptyOn(LINES.get(LINES.size() - 1)), 0);
            throw new UnfitSetupException("it fits none of the lines that cases have: " + LINES);
        }
        managesQueues = managesQueues(setup, fit.get(0));
        List<DataRate> slow =
                fit.stream().filter(LINES.subList(0, SLOW_LINES)::contains).toList();
        lines = managesQueues && !slow.isEmpty() ? slow : fit;
    }

    private static ProofCase emptyOn(DataRate line) {
        return new ProofCase(0, line, SchedulerEnvironment.STANDARD_WIRE_BYTES, Variation.NONE, List.of());
    }

    private static boolean managesQueues(SchedulerSetup setup, DataRate line) {
        return setup.claims(new Instance(setup, emptyOn(line), 0).environment()).stream()
                .anyMatch(claim -> claim instanceof Claim.SparesShortQueues
                        || claim instanceof Claim.SignalSpacing
                        || claim instanceof Claim.QuietBelow
                        || claim instanceof Claim.EarlyByChance
                        || claim instanceof Claim.MarksInsteadOfDropping);
    }

    /** The case of a number. */
    public ProofCase make(int number) {
        RandomStreams streams = new RandomStreams(seed);
        RandomStream random = streams.stream("case/" + number);
        // What is seldom has a stream of its own: a case without it is the same as if there were no such thing.
        RandomStream rare = streams.stream("case/" + number + "/rare");
        DataRate line = lines.get(random.nextInt(lines.size()));
        RandomStream nested = streams.stream("case/" + number + "/nested");
        SizePattern sizes = new SizePattern(random);
        ProofCase bare = new ProofCase(number, line, sizes.largest(), Variation.NONE, List.of());
        Variation changes = variation.next(
                random, rare, nested, new ValueDraw(line, sizes), candidate -> accepts(setup, bare.with(candidate)));
        ProofCase empty = bare.with(changes);
        sizes.aimAt(setupOf(setup, empty), nested);
        Adversary adversary = new Adversary(random, rare, line, sizes, managesQueues);
        Instance instance = new Instance(setupOf(setup, empty), empty, instanceSeed(seed, number));
        new Line(instance, empty, Polling.PLAIN, adversary, 0).run();
        return empty.with(adversary.given());
    }

    /** Whether the packet scheduler can be set up as a case says: parameters, rows and classes may exclude one another. */
    public static boolean accepts(SchedulerSetup setup, ProofCase tried) {
        SchedulerSetup changed = setupOf(setup, tried);
        if (changed.problem().isPresent()) {
            return false;
        }
        try {
            changed.claims(new Instance(changed, tried, 1).environment());
            return true;
        } catch (IllegalArgumentException excluded) {
            return false;
        }
    }

    /** The set-up that a case asks for. */
    public static SchedulerSetup setupOf(SchedulerSetup setup, ProofCase tried) {
        return tried.variation().of(setup);
    }

    /** Seed of the packet scheduler's own random numbers in a case. */
    public static long instanceSeed(long seed, int number) {
        return seed + number;
    }
}
