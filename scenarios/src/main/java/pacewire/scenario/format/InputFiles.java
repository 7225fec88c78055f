package pacewire.scenario.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The files that a scenario names, each read once. Paths are relative to the scenario's folder. */
public final class InputFiles {
    private final Path folder;
    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    /** Files named relative to a folder. */
    public InputFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The text of a file. Bytes that are no UTF-8 become replacement characters: logs of the real world hold some.
     *
     * @param spot where the scenario names the file
     * @return null when it cannot be read, with the reason among the problems
     */
    public @Nullable String text(Spot spot, String name, Problems problems) {
        byte[] known = contents.get(name);
        if (known == null) {
            known = bytes(spot, name, problems);
            if (known == null) {
                return null;
            }
            contents.put(name, known);
        }
        return new String(known, StandardCharsets.UTF_8);
    }

    /** Contents by name as written, in the order first read. */
    public Map<String, byte[]> contents() {
        return contents;
    }

    private byte @Nullable [] bytes(Spot spot, String name, Problems problems) {
        try {
            Path path = folder.resolve(name);
            if (Files.isDirectory(path)) {
                problems.add(spot, "this is a folder, not a file");
                return null;
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException missing) {
            problems.add(spot, "there is no such file (paths are relative to the scenario's folder)");
        } catch (InvalidPathException invalid) {
            problems.add(spot, "this is no path of a file");
        } catch (AccessDeniedException denied) {
            problems.add(spot, "this file may not be read");
        } catch (IOException broken) {
            problems.add(spot, "this file cannot be read: " + broken.getMessage());
        }
        return null;
    }
}
