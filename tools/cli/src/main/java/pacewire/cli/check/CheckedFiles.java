package pacewire.cli.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The scenarios and replays that a command line names.
 *
 * @param files in the order named; those of a folder, and of the folders in it, by path
 * @param orphans goldens in folders whose scenario or replay is not there
 */
public record CheckedFiles(List<Path> files, List<Path> orphans) {
    private static final String YAML = ".yaml";

    /**
     * Finds the files.
     *
     * @param named files are taken as they are; of folders every {@code .yaml} that is no golden
     */
    public static CheckedFiles of(List<Path> named) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        List<Path> orphans = new ArrayList<>();
        for (Path path : named) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            for (Path found : yamlBelow(path)) {
                if (!isGolden(found)) {
                    files.add(found);
                } else if (!Files.exists(ofGolden(found))) {
                    orphans.add(found);
                }
            }
        }
        return new CheckedFiles(List.copyOf(files), List.copyOf(orphans));
    }

    /** Whether a file is a golden by its name. */
    public static boolean isGolden(Path file) {
        return file.toString().endsWith(GoldenFiles.SUFFIX);
    }

    private static List<Path> yamlBelow(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(YAML))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Path ofGolden(Path golden) {
        String name = String.valueOf(golden.getFileName());
        return golden.resolveSibling(name.substring(0, name.length() - GoldenFiles.SUFFIX.length()) + YAML);
    }
}
