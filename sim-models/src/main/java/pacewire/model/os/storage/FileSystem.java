package pacewire.model.os.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/** The files of a server, by name and by number, and how they change. */
public final class FileSystem {
    /**
     * A file.
     *
     * @param sizeBytes at least 0
     * @param frames the recorded video it holds; null for plain data
     */
    public record ServerFile(
            String name, long sizeBytes, @Nullable FrameTrace frames) {}

    /**
     * What a file was from some instant on.
     *
     * @param version of its content: how often it had been written anew
     * @param bytes its length
     */
    public record FileState(int version, long bytes) {}

    private final ServerFile[] files;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[] versions;
    /** What the files that were changed had been before, and are, each state once in the order of time. */
    private final Map<Integer, List<FileState>> changed = new HashMap<>();

    private int changes;

    public FileSystem(List<ServerFile> files) {
        this.files = files.toArray(new ServerFile[0]);
        versions = new int[files.size()];
        for (int i = 0; i < files.size(); i++) {
            if (numbers.put(files.get(i).name(), i) != null) {
                throw new IllegalArgumentException(
                        "two files have the name " + files.get(i).name());
            }
        }
    }

    /** The number of the file with a name. */
    public OptionalInt find(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The file with a number, as it is now. */
    public ServerFile file(int number) {
        return files[number];
    }

    /** How many there are; their numbers run from 0. */
    public int count() {
        return files.length;
    }

    /** Sizes in bytes, by number, as they are now. */
    public long[] sizes() {
        return Arrays.stream(files).mapToLong(ServerFile::sizeBytes).toArray();
    }

    /** Bytes that a file has now. */
    public long sizeOf(int number) {
        return files[number].sizeBytes();
    }

    /** How often a file was written anew so far: the version of the content that is read now. */
    public int versionOf(int number) {
        return versions[number];
    }

    /** All that a file has been so far, the present last. */
    public List<FileState> statesOf(int number) {
        return changed.getOrDefault(number, List.of(present(number)));
    }

    /** How often any file was changed so far. */
    public int changes() {
        return changes;
    }

    /** Writes a file anew in place: every byte is another from now on, also in the pages that are in memory. */
    public void overwrite(int number) {
        change(number, versions[number] + 1, sizeOf(number));
    }

    /**
     * Cuts the end of a file off.
     *
     * @param bytes its new length, 0 to the present one
     */
    public void truncate(int number, long bytes) {
        if (bytes < 0 || bytes > sizeOf(number)) {
            throw new IllegalArgumentException(
                    "file " + number + " of " + sizeOf(number) + " B is not cut to " + bytes);
        }
        change(number, versions[number], bytes);
    }

    private void change(int number, int newVersion, long newBytes) {
        List<FileState> states = changed.computeIfAbsent(number, first -> new ArrayList<>(List.of(present(number))));
        versions[number] = newVersion;
        files[number] = new ServerFile(files[number].name(), newBytes, files[number].frames());
        changes++;
        states.add(present(number));
    }

    private FileState present(int number) {
        return new FileState(versions[number], sizeOf(number));
    }
}
