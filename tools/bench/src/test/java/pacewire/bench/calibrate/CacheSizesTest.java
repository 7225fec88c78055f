package pacewire.bench.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class CacheSizesTest {
    @TempDir
    private Path folder;

    @Test
    void eachLevelIsReadAndThatOfInstructionsLeftOut() throws IOException {
        cache("index0", "1", "Data", "48K");
        cache("index1", "1", "Instruction", "32K");
        cache("index2", "2", "Unified", "2M");
        cache("index3", "3", "Unified", "262144K");

        assertThat(CacheSizes.in(folder))
                .extracting(Cost::item, Cost::value)
                .containsExactly(
                        tuple(CostItem.L1_SIZE, 48L << 10),
                        tuple(CostItem.L2_SIZE, 2L << 20),
                        tuple(CostItem.L3_SIZE, 256L << 20));
        assertThat(CacheSizes.in(folder).get(1).source())
                .startsWith("measured: ")
                .endsWith("index2 of the system");
    }

    @Test
    void whatIsNotToldOrMakesNoSenseIsLeftOut() throws IOException {
        assertThat(CacheSizes.in(folder.resolve("nowhere"))).isEmpty();
        cache("index0", "1", "Data", "lots");
        cache("index2", "2", "Unified", "1024");
        Files.createDirectories(folder.resolve("power"));

        assertThat(CacheSizes.in(folder))
                .extracting(Cost::item, Cost::value)
                .containsExactly(tuple(CostItem.L2_SIZE, 1024L));
    }

    private void cache(String name, String level, String type, String size) throws IOException {
        Path cache = Files.createDirectories(folder.resolve(name));
        Files.writeString(cache.resolve("level"), level + "\n");
        Files.writeString(cache.resolve("type"), type + "\n");
        Files.writeString(cache.resolve("size"), size + "\n");
    }
}
