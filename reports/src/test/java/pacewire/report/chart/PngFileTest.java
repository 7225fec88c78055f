package pacewire.report.chart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The judge is the JDK's own reader. */
class PngFileTest {
    @ParameterizedTest(name = "{0} by {1} pixels, seed {2}")
    @CsvSource({"1, 1, 1", "1, 7, 2", "7, 1, 3", "3, 2, 4", "255, 257, 5", "900, 506, 6"})
    void aReaderFindsEveryPixelAsItWas(int width, int height, long seed) throws IOException {
        BufferedImage image = noise(width, height, seed);

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(written(image)));

        assertThat(pixels(read)).isEqualTo(pixels(image));
    }

    @Test
    void anEvenSurfaceTakesNextToNoSpace() throws IOException {
        // 506 rows of one filter byte and 3,600 bytes of pixels: deflate's longest match is 258 bytes, in less than
        // one.
        assertThat(written(new BufferedImage(900, 506, BufferedImage.TYPE_INT_RGB)))
                .hasSizeLessThan(506 * 3_601 / 258);
    }

    @Test
    void theHeaderSaysSizeDepthAndTrueColourWithAlpha() throws IOException {
        byte[] png = written(new BufferedImage(900, 506, BufferedImage.TYPE_INT_RGB));

        // ISO/IEC 15948, 5.2 and 11.2.2: signature, length 13, IHDR, width 0x384, height 0x1FA, 8 bits, colour type 6.
        assertThat(png)
                .startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R')
                .containsSequence(0, 0, 3, 0x84, 0, 0, 1, 0xFA, 8, 6, 0, 0, 0);
        assertThat(new String(png, png.length - 8, 4, StandardCharsets.ISO_8859_1))
                .isEqualTo("IEND");
    }

    @Test
    void anImageWithTransparencyIsRefused() {
        BufferedImage transparent = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);

        assertThatThrownBy(() -> PngFile.write(transparent, new ByteArrayOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] written(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PngFile.write(image, out);
        return out.toByteArray();
    }

    private static BufferedImage noise(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
