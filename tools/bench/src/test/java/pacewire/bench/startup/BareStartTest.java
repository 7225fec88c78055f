package pacewire.bench.startup;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BareStartTest {
    @TempDir
    private Path folder;

    @Test
    void itReadsTheScenarioAndLeavesAPictureOfAChartsSize() throws IOException {
        Path scenario = Files.writeString(folder.resolve("small.yaml"), "scenario: Small\nduration: 1 s\n");
        Path picture = folder.resolve("chart.png");

        BareStart.main(new String[] {scenario.toString(), picture.toString()});

        BufferedImage chart = ImageIO.read(picture.toFile());
        assertThat(chart.getWidth()).isEqualTo(900);
        assertThat(chart.getHeight()).isEqualTo(506);
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertThatThrownBy(() -> BareStart.main(new String[] {"small.yaml"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PNG");
    }
}
