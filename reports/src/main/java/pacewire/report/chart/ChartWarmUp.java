package pacewire.report.chart;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;

/**
 * Draws a few words and a line, so that Java has found the fonts of this computer when the first chart of a run is drawn. A whole
 * chart of nothing would save more of the time that follows, but no more than it takes itself.
 */
public final class ChartWarmUp {
    private static final int PIXELS = 64;

    private ChartWarmUp() {}

    /** Draws them, in white on black. */
    public static BufferedImage load() {
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (Font font : new Font[] {ChartTheme.SMALL, ChartTheme.TITLE}) {
            canvas.setFont(font);
            canvas.drawString("0 ms", 0, PIXELS / 2);
        }
        canvas.draw(new Line2D.Double(0, 0, PIXELS, PIXELS / 2.0));
        canvas.dispose();
        return image;
    }
}
