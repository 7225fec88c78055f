package pacewire.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.InputFiles;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problem;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.Reading;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.YamlTree;
import pacewire.scenario.format.YamlWriter;

/** Reads scenario files. */
public final class ScenarioReader {
    private ScenarioReader() {}

    /**
     * Reads and validates a scenario and every file that it names.
     *
     * @param file the scenario file
     * @param overrides texts such as "server.cores=8", applied to the file before it is validated; a client group is
     *     addressed by its index ("clients[0].count") or its name ("clients.viewers.count")
     * @param seed replaces the file's seed
     * @throws ScenarioException when anything is wrong, with all that is wrong
     */
    public static Scenario read(Path file, List<String> overrides, OptionalLong seed) throws ScenarioException {
        return read(file, overrides, seed, SchedulerCatalogue.builtIn());
    }

    /**
     * The same with the packet schedulers of a catalogue.
     *
     * @throws ScenarioException when anything is wrong, with all that is wrong
     */
    public static Scenario read(Path file, List<String> overrides, OptionalLong seed, SchedulerCatalogue catalogue)
            throws ScenarioException {
        return parse(file, text(file), overrides, seed, catalogue);
    }

    /**
     * Validates a scenario that a program has written, as if its text stood in a file.
     *
     * @param file stands for the text in messages; what the text names is looked up from its folder
     * @param overrides as in {@link #read}
     * @throws ScenarioException when anything is wrong, with all that is wrong
     */
    public static Scenario parse(Path file, String text, List<String> overrides) throws ScenarioException {
        return parse(file, text, overrides, OptionalLong.empty(), SchedulerCatalogue.builtIn());
    }

    private static Scenario parse(
            Path file, String text, List<String> overrides, OptionalLong seed, SchedulerCatalogue catalogue)
            throws ScenarioException {
        Problems problems = new Problems();
        Node root = YamlTree.read(file.toString(), text, problems);
        if (root == null) {
            throw new ScenarioException(problems.inOrderOf(file.toString()));
        }
        Overrides changes = new Overrides(root, problems);
        overrides.forEach(changes::apply);
        seed.ifPresent(changes::applySeed);
        Path folder = file.toAbsolutePath().getParent();
        InputFiles inputs = new InputFiles(folder == null ? file.toAbsolutePath() : folder);
        Section<Entries> format = ScenarioFormat.root(catalogue);
        Entries entries = format.read(Spot.top(root), new Reading(problems, inputs, groupNames(root)));
        if (entries == null) {
            throw new ScenarioException(problems.inOrderOf(file.toString()));
        }
        return new ScenarioBinder(entries)
                .bind(() -> source(file, format.resolve(root), inputs))
                .orElseThrow(() -> new ScenarioException(problems.inOrderOf(file.toString())));
    }

    /** The groups as they are written, for whatever names one before it is known whether they are right. */
    private static List<String> groupNames(Node root) {
        List<String> names = new ArrayList<>();
        if (at(root, ScenarioFormat.CLIENTS) instanceof Node.Sequence groups) {
            for (Node group : groups.items()) {
                names.add(at(group, ClientsFormat.GROUP) instanceof Node.Scalar name ? name.text() : "");
            }
        }
        return names;
    }

    private static @Nullable Node at(Node node, Field<?> field) {
        Node.Entry entry =
                node instanceof Node.Mapping mapping ? mapping.entries().get(field.key()) : null;
        return entry == null ? null : entry.value();
    }

    private static Scenario.Source source(Path file, Node root, InputFiles inputs) {
        String resolved = YamlWriter.write(root);
        return new Scenario.Source(
                String.valueOf(file.getFileName()), resolved, SourceDigest.sha256(resolved, inputs.contents()));
    }

    private static String text(Path file) throws ScenarioException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "no file", "there is no such file");
        } catch (IOException broken) {
            boolean isFolder = Files.isDirectory(file);
            throw unreadable(
                    file,
                    isFolder ? "a folder" : "an unreadable file",
                    isFolder ? "this is a folder, not a file" : "this file cannot be read: " + broken.getMessage());
        }
    }

    private static ScenarioException unreadable(Path file, String found, String message) {
        return new ScenarioException(
                List.of(new Problem(file.toString(), 0, 0, "", found, "a scenario file", message)));
    }
}
