package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropReason;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;
import pacewire.testkit.prove.trial.Variation;
import pacewire.testkit.replay.Outcome;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayException;
import pacewire.testkit.replay.SchedulerFault;

/** How somebody else sees a property break: the arrivals as a file, and the commands. */
public final class Reproduction {
    private static final int BITS_PER_BYTE = 8;
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]+");

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
        return setup.spec().name() + "-" + property + ".csv";
    }

    /** Whether a file shows it: not the growth of work, which is seen on no arrivals. */
    public boolean isInFile() {
        return breach.isInCase();
    }

    /**
     * The smallest case found as a file, beginning with what breaks there and with the commands, as comments.
     *
     * @param file where it is written to
     */
    public String text(String file) {
        List<String> comments = new ArrayList<>();
        comments.add(property + ": " + breach.finding().packet() + " "
                + breach.finding().message());
        comments.addAll(commands(file));
        return new ReproductionFile(property, seed, breach.smallest()).text(comments);
    }

    /** The commands that show it: what breaks, and where a replay goes the same way, the departures alone. */
    public List<String> commands(String file) {
        List<String> commands = new ArrayList<>(List.of(proveCommand(file)));
        if (isInFile() && isReplay()) {
            commands.add(replayCommand(file));
        }
        return commands;
    }

    /** What makes the case again, and looks at the property again. */
    private String proveCommand(String file) {
        List<String> words = new ArrayList<>(List.of("pacewire prove"));
        if (isInFile()) {
            words.addAll(schedulerWords());
            words.add("--reproduce " + quoted(file));
        } else {
            words.addAll(arguments);
            words.add("--seed " + seed + " --cases 1 --claims " + property);
        }
        return String.join(" ", words);
    }

    /**
     * Whether each packet leaves or is dropped in the replay as it is in the case. Not so in some: a replay tears no flow down,
     * knows from the beginning which flows will ask for something, and also asks a packet scheduler that is empty, as Linux does.
     */
    private boolean isReplay() {
        ProofCase smallest = breach.smallest();
        if (smallest.hasClosings() || smallest.variation().opensLate()) {
            return false;
        }
        long caseSeed = CaseGenerator.instanceSeed(seed, smallest.number());
        Map<String, String> ofCase = new TreeMap<>();
        for (Passage passage : new Trial(setup, smallest, caseSeed).trace().passages()) {
            DropReason reason = passage.refused() == null ? passage.dropped() : passage.refused();
            String fate =
                    passage.wasSent() ? CaseRows.seconds(passage.startPs()).toString() : String.valueOf(reason);
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
                    .arrivals(CaseRows.of(smallest))
                    .run()
                    .outcomes();
        } catch (ReplayException | SchedulerFault stopped) {
            return List.of();
        }
    }

    /** What plays the arrivals and shows the departures. */
    private String replayCommand(String file) {
        ProofCase smallest = breach.smallest();
        List<String> words = new ArrayList<>(List.of("pacewire replay --scheduler"));
        words.addAll(schedulerWords());
        words.add("--rate " + quoted(smallest.line().toString()));
        if (dependsOnLargest(smallest)) {
            words.add("--largest " + quoted(Quantity.SIZE.format(smallest.largestBytes())));
        }
        words.add("--seed " + CaseGenerator.instanceSeed(seed, smallest.number()));
        words.add(quoted(file));
        return String.join(" ", words);
    }

    /** The packet scheduler, set up as in the smallest case. */
    private List<String> schedulerWords() {
        Variation variation = breach.smallest().variation();
        List<String> words = new ArrayList<>();
        if (variation.hasTables()) {
            // Rows and classes have no short form: the whole set-up, in the words of a scenario file.
            words.add(quoted(SetupText.of(variation.of(setup))));
            arguments.stream()
                    .filter(argument -> argument.startsWith("--plugin"))
                    .forEach(words::add);
        } else {
            words.addAll(arguments);
            words.addAll(changedParameters(variation));
        }
        return words;
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

    /** As one word of a shell's command. */
    public static String quoted(String text) {
        return PLAIN_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
