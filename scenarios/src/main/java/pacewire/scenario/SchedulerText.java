package pacewire.scenario;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.scenario.format.InputFiles;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.Reading;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.Variants;
import pacewire.scenario.format.YamlTree;
import pacewire.scenario.format.YamlWriter;

/** Reads a packet scheduler that stands by itself, as on the command line, the way a scenario file has it. */
public final class SchedulerText {
    /** What problems call the text. */
    private static final String SOURCE = "--scheduler";

    private SchedulerText() {}

    /**
     * Reads a packet scheduler.
     *
     * @param text a name such as "drr", or YAML such as "{type: drr, quantum: 500 B}", with tables and classes
     * @param parameters changes such as "quantum=500 B" or "classes.video.rate=5 Mbps", as a scenario's {@code --set}
     * @throws ScenarioException when anything is wrong, with all that is wrong
     */
    public static SchedulerSetup read(String text, List<String> parameters, SchedulerCatalogue catalogue)
            throws ScenarioException {
        Problems problems = new Problems();
        Node root = tree(text, parameters, problems);
        InputFiles inputs = new InputFiles(Path.of("").toAbsolutePath());
        return read(Spot.top(root), new Reading(problems, inputs, List.of()), SOURCE, catalogue);
    }

    /**
     * Reads a packet scheduler that stands somewhere in a file.
     *
     * @param spot a name, or a mapping
     * @param source the file, as its problems call it
     * @throws ScenarioException when anything is wrong, with all that is wrong in the reading so far
     */
    public static SchedulerSetup read(Spot spot, Reading reading, String source, SchedulerCatalogue catalogue)
            throws ScenarioException {
        Node node = spot.node() instanceof Node.Scalar name ? ofType(name) : spot.node();
        SchedulerSetup setup = SchedulerFormat.of(catalogue).read(new Spot(node, spot.path()), reading);
        if (setup == null || reading.problems().count() > 0) {
            throw new ScenarioException(reading.problems().inOrderOf(source));
        }
        return setup;
    }

    /** The same without changes. */
    public static SchedulerSetup read(String text, SchedulerCatalogue catalogue) throws ScenarioException {
        return read(text, List.of(), catalogue);
    }

    /**
     * The canonical form of what {@link #read} reads: in YAML, every default filled in.
     *
     * @throws ScenarioException when anything is wrong, with all that is wrong
     */
    public static String resolve(String text, List<String> parameters, SchedulerCatalogue catalogue)
            throws ScenarioException {
        read(text, parameters, catalogue);
        return YamlWriter.write(SchedulerFormat.of(catalogue).resolve(tree(text, parameters, new Problems())));
    }

    private static Node tree(String text, List<String> parameters, Problems problems) throws ScenarioException {
        Node written = YamlTree.read(SOURCE, text, problems);
        if (written == null) {
            throw new ScenarioException(problems.inOrderOf(SOURCE));
        }
        Node root = written instanceof Node.Scalar name ? ofType(name) : written;
        Overrides changes = new Overrides(root, "--param", "a parameter is like quantum=500B", problems);
        parameters.forEach(changes::apply);
        return root;
    }

    private static Node ofType(Node.Scalar name) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        entries.put(Variants.TYPE, new Node.Entry(name.place(), name));
        return new Node.Mapping(name.place(), entries);
    }
}
