package pacewire.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.core.units.UnitException;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.SchedulerText;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.InputFiles;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problem;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.Reading;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.SchemaDefinitions;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.YamlTree;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.ArrivalsCsv;
import pacewire.testkit.replay.ArrivalsException;
import pacewire.testkit.replay.CsvProblem;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayException;
import pacewire.testkit.replay.ReplayQuantity;

/**
 * A replay file: a packet scheduler with its parameters, a line or polls, and arrivals.
 *
 * @param replay ready to be played
 * @param text all that was read, for its digest
 * @param expectations as they stand there
 */
record ReplayFile(Replay replay, String text, List<Entries> expectations) {
    static final String KEY = "replay";

    static final Field<String> METRIC =
            Field.required("metric", Scalars.text("a metric of a replay"), "such as flows.1.delaySeconds.max");
    static final Field<String> AT_MOST = Field.optional("atMost", Scalars.text("a bound"), "greatest value that holds");
    static final Field<String> AT_LEAST = Field.optional("atLeast", Scalars.text("a bound"), "least value that holds");
    static final Field<String> EQUALS = Field.optional("equals", Scalars.text("a bound"), "the one value that holds");

    private static final String TYPE = "type";
    private static final Shape<Node> TREE = new Tree();
    private static final Shape<String> QUANTITY =
            Scalars.text("a quantity with a unit, or a plain number in seconds, bytes or bytes a second");
    private static final Field<Node> SCHEDULER =
            Field.required("scheduler", TREE, "packet scheduler with its parameters, as in a scenario");
    private static final Field<String> RATE = Field.required("rate", QUANTITY, "rate of the line");
    private static final Field<Node> WEIGHTS = Field.optional("weights", TREE, "weight by flow");
    private static final Field<String> ARRIVALS = Field.required(
            "arrivals", Scalars.text("the path of a CSV file, or CSV of several lines"), "the packets that come");
    private static final Field<String> DEQUEUE_EVERY =
            Field.optional("dequeueEvery", QUANTITY, "polls the packet scheduler instead of draining it");
    private static final Field<String> DEQUEUE_START =
            Field.optional("dequeueStart", QUANTITY, "when the first poll is");
    private static final Field<String> UNTIL = Field.optional("until", QUANTITY, "when it ends");
    private static final Field<Long> SEED = Field.withDefault(
            "seed",
            Scalars.whole(Long.MIN_VALUE, Long.MAX_VALUE),
            "1",
            "seed of the packet scheduler's random numbers");
    private static final Field<Entries> REPLAY = Field.required(
            KEY,
            Section.open(KEY, List.of(SCHEDULER, RATE, WEIGHTS, ARRIVALS, DEQUEUE_EVERY, DEQUEUE_START, UNTIL, SEED)),
            "what is played");
    private static final Field<String> DESCRIPTION =
            Field.withDefault("description", Scalars.text("a text"), "\"\"", "what it is about");
    private static final Field<List<Entries>> EXPECT = Field.withDefault(
            "expect",
            new ListOf<>(
                    Section.open("expectation", List.of(METRIC, AT_MOST, AT_LEAST, EQUALS))
                            .withExactlyOneOf(AT_MOST, AT_LEAST, EQUALS),
                    0),
            "[]",
            "what is expected of the figures");
    private static final Section<Entries> ROOT = Section.open(KEY, List.of(DESCRIPTION, REPLAY, EXPECT));

    /**
     * Reads a replay and the arrivals that it names.
     *
     * @throws ScenarioException when anything is wrong
     * @throws IOException when a file cannot be read
     */
    static ReplayFile read(Path file, SchedulerCatalogue catalogue) throws ScenarioException, IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Problems problems = new Problems();
        Node root = YamlTree.read(file.toString(), text, problems);
        Path folder = file.toAbsolutePath().getParent();
        InputFiles inputs = new InputFiles(folder == null ? file.toAbsolutePath() : folder);
        Entries entries = root == null ? null : ROOT.read(Spot.top(root), new Reading(problems, inputs, List.of()));
        if (entries == null || problems.count() > 0) {
            throw new ScenarioException(problems.inOrderOf(file.toString()));
        }
        Entries replay = entries.get(REPLAY);
        String arrivals = arrivals(replay, inputs);
        if (problems.count() > 0) {
            throw new ScenarioException(problems.inOrderOf(file.toString()));
        }
        try {
            Replay played = scheduler(replay, inputs, file, catalogue);
            played.arrivals(packets(arrivals, replay, file, text.lines().toList()));
            return new ReplayFile(played(played, replay), text + "\n" + arrivals, entries.get(EXPECT));
        } catch (ReplayException | UnitException wrong) {
            throw wrong(file, String.valueOf(wrong.getMessage()));
        }
    }

    /** CSV has a line of names and more; the name of a file has one line. */
    private static String arrivals(Entries replay, InputFiles inputs) {
        String given = replay.get(ARRIVALS);
        if (given.indexOf('\n') >= 0) {
            return given;
        }
        String text = inputs.text(replay.spot(ARRIVALS), given, replay.problems());
        return text == null ? "" : text;
    }

    private static Replay played(Replay replay, Entries entries) {
        replay.rate(entries.get(RATE)).seed(entries.get(SEED));
        entries.find(WEIGHTS).ifPresent(weights -> weights(weights).forEach(replay::weight));
        entries.find(DEQUEUE_EVERY).ifPresent(replay::dequeueEvery);
        entries.find(DEQUEUE_START).ifPresent(replay::startingAt);
        entries.find(UNTIL).ifPresent(until -> replay.until(ReplayQuantity.seconds(until)));
        return replay;
    }

    /** @param lines of the replay file */
    private static List<Arrival> packets(String arrivals, Entries replay, Path file, List<String> lines)
            throws ScenarioException {
        try {
            return ArrivalsCsv.parse(file.toString(), arrivals);
        } catch (ArrivalsException wrong) {
            String given = replay.get(ARRIVALS);
            boolean isBeside = given.indexOf('\n') < 0;
            int above = isBeside
                    ? 0
                    : linesAbove(given, replay.spot(ARRIVALS).place().line(), lines);
            List<Problem> problems = new ArrayList<>();
            for (CsvProblem csv : wrong.problems()) {
                Path where = isBeside ? file.resolveSibling(given) : file;
                int line = csv.line() == 0 ? 0 : csv.line() + above;
                int column = csv.column() == 0 || isBeside ? csv.column() : csv.column() + indent(lines.get(line - 1));
                String name = csv.name().isEmpty() ? "arrivals" : "arrivals." + csv.name();
                String message = "found " + csv.found() + "; " + csv.allowed();
                problems.add(new Problem(
                        where.toString(), line, column, KEY + "." + name, csv.found(), csv.allowed(), message));
            }
            throw new ScenarioException(problems);
        }
    }

    /** Of the block in which the arrivals stand: its first line is the next one that reads as theirs. */
    private static int linesAbove(String arrivals, int keyLine, List<String> lines) {
        String first = arrivals.lines().findFirst().orElse("").strip();
        for (int above = keyLine; above < lines.size(); above++) {
            if (lines.get(above).strip().equals(first)) {
                return above;
            }
        }
        return keyLine;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Plain parameters may be exact fractions; tables and classes are read as in a scenario. */
    private static Replay scheduler(Entries entries, InputFiles inputs, Path file, SchedulerCatalogue catalogue)
            throws ScenarioException {
        Spot spot = entries.spot(SCHEDULER);
        Node node = spot.node();
        Map<String, String> plain = new LinkedHashMap<>();
        if (node instanceof Node.Mapping mapping) {
            Map<String, Node.Entry> nested = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> {
                if (entry.value() instanceof Node.Scalar scalar && !key.equals(TYPE)) {
                    plain.put(key, scalar.text());
                } else {
                    nested.put(key, entry);
                }
            });
            node = new Node.Mapping(node.place(), nested);
        }
        Reading reading = new Reading(entries.problems(), inputs, List.of());
        Replay replay =
                Replay.through(SchedulerText.read(new Spot(node, spot.path()), reading, file.toString(), catalogue));
        plain.forEach(replay::parameter);
        return replay;
    }

    private static Map<String, Rational> weights(Node node) {
        Map<String, Rational> weights = new LinkedHashMap<>();
        if (!(node instanceof Node.Mapping mapping)) {
            throw new ReplayException("'weights' is a mapping of flows to numbers");
        }
        mapping.entries().forEach((flow, entry) -> {
            if (!(entry.value() instanceof Node.Scalar scalar)) {
                throw new ReplayException("the weight of flow '" + flow + "' is a number");
            }
            weights.put(flow, Rational.parse(scalar.text()));
        });
        return weights;
    }

    /** Something is wrong with the replay as a whole. */
    static ScenarioException wrong(Path file, String message) {
        return new ScenarioException(
                List.of(new Problem(file.toString(), 0, 0, KEY, "another replay", "a replay", message)));
    }

    /** Whatever stands there. */
    private static final class Tree implements Shape<Node> {
        @Override
        public @Nullable Node read(Spot spot, Reading reading) {
            return spot.node();
        }

        @Override
        public String words() {
            return "a mapping";
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            return Map.of();
        }
    }
}
