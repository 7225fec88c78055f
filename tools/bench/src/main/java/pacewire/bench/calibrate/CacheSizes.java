package pacewire.bench.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import pacewire.core.units.DataSize;
import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;

/**
 * The sizes of the first processor's caches, as Linux tells them: a folder {@code index0}, {@code index1} and so on for each
 * cache, with files {@code level}, {@code type} (Data, Instruction, Unified) and {@code size} (such as 48K), see
 * Documentation/ABI/testing/sysfs-devices-system-cpu. What is not told is not known.
 */
public final class CacheSizes {
    private static final Path FOLDER = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMG]?)");

    private CacheSizes() {}

    /** Those of this computer; empty where the system does not tell. */
    public static List<Cost> ofThisComputer() {
        return in(FOLDER);
    }

    static List<Cost> in(Path folder) {
        List<Cost> found = new ArrayList<>();
        size(folder, "1", "Data").ifPresent(cache -> found.add(cost(CostItem.L1_SIZE, cache, folder)));
        size(folder, "2", "Unified").ifPresent(cache -> found.add(cost(CostItem.L2_SIZE, cache, folder)));
        size(folder, "3", "Unified").ifPresent(cache -> found.add(cost(CostItem.L3_SIZE, cache, folder)));
        return found;
    }

    private static Cost cost(CostItem item, Cache cache, Path folder) {
        return new Cost(
                item,
                cache.bytes(),
                "measured: " + folder.resolve(cache.name()).toString().replace('\\', '/') + " of the system");
    }

    private record Cache(String name, long bytes) {}

    private static Optional<Cache> size(Path folder, String level, String type) {
        try (Stream<Path> caches = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return caches.sorted()
                    .filter(cache -> level.equals(text(cache, "level")) && type.equals(text(cache, "type")))
                    .flatMap(cache -> bytes(text(cache, "size")).stream()
                            .mapToObj(bytes -> new Cache(String.valueOf(cache.getFileName()), bytes)))
                    .findFirst();
        } catch (IOException untold) {
            return Optional.empty();
        }
    }

    /** The text of one of a cache's files; empty when it cannot be read. */
    private static String text(Path cache, String name) {
        try {
            return Files.readString(cache.resolve(name)).strip();
        } catch (IOException untold) {
            return "";
        }
    }

    private static OptionalLong bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (matcher.group(2)) {
            case "K" -> DataSize.KIB;
            case "M" -> DataSize.MIB;
            case "G" -> DataSize.KIB * DataSize.MIB;
            default -> 1;
        };
        return OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
    }
}
