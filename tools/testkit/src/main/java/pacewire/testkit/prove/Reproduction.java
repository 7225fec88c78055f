package pacewire.testkit.prove;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Terms;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;
import pacewire.testkit.prove.trial.Variation;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.ArrivalsCsv;
import pacewire.testkit.replay.Outcome;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayException;
import pacewire.testkit.replay.SchedulerFault;

/** How somebody else sees a property break: the arrivals as a file, and the commands. */
public final class Reproduction {
    private static final int BITS_PER_BYTE = 8;

    private final SchedulerSetup setup;
    private final List<String> arguments;
    private final long seed;
    private final String property;
    private final Breach breach;

    /**
     * Of one property that broke.
     *
     * @param setup under test
     * @param arguments how the user set it up, as on the command line, its name first
     */
    public Reproduction(SchedulerSetup setup, List<String> arguments, long seed, String property, Breach breach) {
        this.setup = setup;
        this.arguments = arguments;
        this.seed = seed;
        this.property = property;
        this.breach = breach;
    }

    /** Name of the file of arrivals. */
    public String fileName() {
        return setup.spec().name().toLowerCase(Locale.ROOT) + "-" + property + ".csv";
    }

    /** Whether arrivals are all there is to it: no flow is torn down or opened late, which a replay does not do. */
    public boolean isReplay() {
        ProofCase smallest = breach.smallest();
        return breach.isInCase()
                && !smallest.hasClosings()
                && !smallest.variation().opensLate();
    }

    /**
     * Whether each packet leaves or is dropped in the replay as it is in the case. Not so in some: a replay also asks a packet
     * scheduler that is empty, as Linux does, and knows from the beginning which flows will ask for something.
     */
    public boolean isAlike() {
        ProofCase smallest = breach.smallest();
        long caseSeed = CaseGenerator.instanceSeed(seed, smallest.number());
        Map<String, String> ofCase = new TreeMap<>();
        for (Passage passage : new Trial(setup, smallest, caseSeed).trace().passages()) {
            DropReason reason = passage.refused() == null ? passage.dropped() : passage.refused();
            String fate = passage.wasSent() ? seconds(passage.startPs()).toString() : String.valueOf(reason);
            ofCase.put(String.valueOf(passage.arrival().id()), fate);
        }
        Map<String, String> ofReplay = new TreeMap<>();
        for (Outcome outcome : outcomes(smallest, caseSeed)) {
            String fate = outcome instanceof Outcome.Drop drop
                    ? drop.reason().toString()
                    : String.valueOf(outcome.startOrNull());
            ofReplay.put(outcome.arrival().id(), fate);
        }
        return ofCase.equals(ofReplay);
    }

    /** None when a replay stops at a fault of the packet scheduler, or refuses a flow. */
    private List<Outcome> outcomes(ProofCase smallest, long caseSeed) {
        try {
            return Replay.through(smallest.variation().of(setup))
                    .rate(Rational.of(smallest.line().bitsPerSecond(), BITS_PER_BYTE))
                    .largestPacket(Rational.of(smallest.largestBytes()))
                    .seed(caseSeed)
                    .arrivals(rows(smallest))
                    .run()
                    .outcomes();
        } catch (ReplayException | SchedulerFault stopped) {
            return List.of();
        }
    }

    /** The smallest arrivals found, as {@code pacewire replay} reads them. */
    public String csv() {
        return csv(breach);
    }

    /**
     * The same as a file, beginning with what breaks there and with the command that plays it, as comments.
     *
     * @param file where it is written to
     */
    public String commentedCsv(String file) {
        return "# " + property + ": " + breach.finding().packet() + " "
                + breach.finding().message() + "\n# " + replayCommand(file) + "\n" + csv();
    }

    /** The same, without the commands. */
    public static String csv(Breach breach) {
        StringWriter text = new StringWriter();
        try {
            ArrivalsCsv.write(rows(breach.smallest()), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** The arrivals of a case, as a replay takes them. */
    static List<Arrival> rows(ProofCase tried) {
        List<pacewire.testkit.prove.trial.Arrival> arrivals = tried.arrivals();
        boolean hasWeights =
                arrivals.stream().anyMatch(arrival -> arrival.terms().weight() != 1);
        // What a row leaves out stays what it was: whoever names a priority once must always name it.
        Set<Integer> prioritised = arrivals.stream()
                .filter(arrival -> arrival.terms().priority() != 0)
                .map(pacewire.testkit.prove.trial.Arrival::flow)
                .collect(Collectors.toSet());
        return arrivals.stream()
                .map(arrival -> row(arrival, hasWeights, prioritised.contains(arrival.flow())))
                .toList();
    }

    private static Arrival row(pacewire.testkit.prove.trial.Arrival arrival, boolean hasWeights, boolean hasPriority) {
        Terms terms = arrival.terms();
        Arrival row = Arrival.of(
                        String.valueOf(arrival.id()),
                        String.valueOf(arrival.flow()),
                        seconds(arrival.atPs()),
                        Rational.of(arrival.bytes()))
                .withDscp(arrival.dscp())
                .withEcn((byte) arrival.ecn());
        if (hasWeights) {
            row = row.withWeight(Rational.of(terms.weight()));
        }
        if (hasPriority) {
            row = row.withPriority(terms.priority());
        }
        if (terms.rate() != null) {
            row = row.withRate(Rational.of(terms.rate().bitsPerSecond(), BITS_PER_BYTE));
        }
        if (arrival.hasDeadline()) {
            row = row.withDeadline(seconds(arrival.deadlinePs()));
        }
        return arrival.hasEligible() ? row.withEligible(seconds(arrival.eligiblePs())) : row;
    }

    private static Rational seconds(long ps) {
        return Rational.of(ps, SimTime.SECOND);
    }

    /** What makes the case again, and makes it small again. */
    public String proveCommand() {
        String which = breach.isInCase() ? " --case " + breach.found().number() : " --cases 1";
        return "pacewire prove " + String.join(" ", arguments) + " --seed " + seed + which + " --claims " + property;
    }

    /** What plays the arrivals and shows the departures. */
    public String replayCommand(String file) {
        ProofCase smallest = breach.smallest();
        List<String> words = new ArrayList<>(List.of("pacewire replay --scheduler"));
        if (smallest.variation().hasTables()) {
            // Rows and classes have no short form: the whole set-up, in the words of a scenario file.
            words.add(quoted(SetupText.of(smallest.variation().of(setup))));
            arguments.stream()
                    .filter(argument -> argument.startsWith("--plugin"))
                    .forEach(words::add);
        } else {
            words.addAll(arguments);
            words.addAll(changedParameters(smallest.variation()));
        }
        words.add("--rate " + quoted(smallest.line().toString()));
        if (dependsOnLargest(smallest)) {
            words.add("--largest " + quoted(Quantity.SIZE.format(smallest.largestBytes())));
        }
        words.add("--seed " + CaseGenerator.instanceSeed(seed, smallest.number()));
        words.add(file);
        return String.join(" ", words);
    }

    private List<String> changedParameters(Variation variation) {
        List<String> words = new ArrayList<>();
        for (ParameterSpec parameter : setup.spec().parameters()) {
            Long value = variation.parameters().get(parameter.name());
            if (value != null) {
                words.add("--param " + parameter.name() + "=" + quoted(SetupText.value(parameter, value)));
            }
        }
        return words;
    }

    /** Whether it matters that the packet scheduler of the case is told of another largest packet than one of a replay is. */
    private boolean dependsOnLargest(ProofCase smallest) {
        int usual = smallest.arrivals().stream()
                .mapToInt(pacewire.testkit.prove.trial.Arrival::bytes)
                .reduce(SchedulerEnvironment.STANDARD_WIRE_BYTES, Math::max);
        long caseSeed = CaseGenerator.instanceSeed(seed, smallest.number());
        Trace trace = new Trial(setup, smallest, caseSeed).trace();
        return smallest.largestBytes() != usual
                && trace.differenceTo(new Trial(setup, smallest.withLargest(usual), caseSeed).trace(), 0) != null;
    }

    /** In quotes where it has a space. */
    public static String quoted(String text) {
        return text.contains(" ") ? "'" + text + "'" : text;
    }
}
