package pacewire.model.os.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/** The files of a server, by name and by number. */
public final class FileSystem {
    /**
     * A file.
     *
     * @param sizeBytes at least 0
     * @param frames the recorded video it holds; null for plain data
     */
    public record ServerFile(
            String name, long sizeBytes, @Nullable FrameTrace frames) {}

    private final List<ServerFile> files;
    private final Map<String, Integer> numbers = new HashMap<>();

    public FileSystem(List<ServerFile> files) {
        this.files = List.copyOf(files);
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

    /** The file with a number. */
    public ServerFile file(int number) {
        return files.get(number);
    }

    /** How many there are; their numbers run from 0. */
    public int count() {
        return files.size();
    }

    /** Sizes in bytes, by number. */
    public long[] sizes() {
        return files.stream().mapToLong(ServerFile::sizeBytes).toArray();
    }
}
