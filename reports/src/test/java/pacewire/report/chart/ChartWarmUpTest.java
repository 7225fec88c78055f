package pacewire.report.chart;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChartWarmUpTest {
    /** In a run a failure would go unnoticed, and so would the loss of time. White words and a white line on black. */
    @Test
    void wordsAndALineAreDrawn() {
        BufferedImage image = ChartWarmUp.load();

        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        int black = 0xFF000000;
        assertThat(IntStream.of(pixels).filter(pixel -> pixel != black).count()).isGreaterThan(image.getWidth());
    }
}
