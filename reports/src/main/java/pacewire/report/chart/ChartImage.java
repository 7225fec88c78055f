package pacewire.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.apache.batik.svggen.DefaultErrorHandler;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.DefaultStyleHandler;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import pacewire.scenario.result.RunResult;

/** A chart drawn: as PNG, and as SVG for a file or for the inside of a page. */
public final class ChartImage {
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

    /** The fonts that the sizes were measured with come first; Verdana has the same widths as DejaVu Sans. */
    private static final String SVG_FONTS = "DejaVu Sans, Verdana, sans-serif";

    private static final String FONT_FAMILY = "font-family";
    private static final String LINE_FEED = "\n";

    private final String stem;
    private final JFreeChart drawing;

    private ChartImage(String stem, JFreeChart drawing) {
        this.stem = stem;
        this.drawing = drawing;
    }

    /**
     * Draws a chart of a run.
     *
     * @throws MissingFontException when this computer has no fonts
     */
    public static ChartImage of(ResultChart chart, RunResult result) {
        requireFonts();
        return new ChartImage(chart.stem(), chart.draw(result));
    }

    /** The same of a drawing at hand; {@code stem} is what its identifiers begin with. */
    static ChartImage of(String stem, JFreeChart drawing) {
        requireFonts();
        return new ChartImage(stem, drawing);
    }

    /** Writes it as PNG of {@value ChartTheme#WIDTH} by {@value ChartTheme#HEIGHT} pixels. */
    public void writePng(OutputStream out) throws IOException {
        BufferedImage image = new BufferedImage(ChartTheme.WIDTH, ChartTheme.HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, ChartTheme.WIDTH, ChartTheme.HEIGHT);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        drawing.draw(canvas, area());
        canvas.dispose();
        PngFile.write(image, out);
    }

    /** An SVG element that scales with its surroundings; its identifiers are its own among the charts of a page. */
    public String svg() {
        SVGGraphics2D canvas = new SVGGraphics2D(context(), false);
        drawing.draw(canvas, area());
        Element root = canvas.getRoot();
        root.setAttribute("width", Integer.toString(ChartTheme.WIDTH));
        root.setAttribute("height", Integer.toString(ChartTheme.HEIGHT));
        root.setAttribute("viewBox", "0 0 " + ChartTheme.WIDTH + " " + ChartTheme.HEIGHT);
        nameFonts(root);
        StringWriter text = new StringWriter();
        try {
            canvas.stream(root, text, false, false);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        String svg = text.toString();
        // What stands before the element names a DTD on the Internet, which no viewer needs.
        String element = svg.substring(svg.indexOf("<svg"));
        return LINE_FEED.equals(System.lineSeparator()) ? element : element.replace(System.lineSeparator(), LINE_FEED);
    }

    /** In the tree, not in the text: there it would take as long as all the rest of the writing. */
    private static void nameFonts(Element element) {
        if (element.getAttribute(FONT_FAMILY).equals("sans-serif")) {
            element.setAttribute(FONT_FAMILY, SVG_FONTS);
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                nameFonts(inner);
            }
        }
    }

    private SVGGeneratorContext context() {
        SVGGeneratorContext context = new ChartContext(emptyDocument());
        context.setIDGenerator(new PrefixedIds(stem));
        context.setExtensionHandler(new DefaultExtensionHandler());
        context.setImageHandler(new ImageHandlerBase64Encoder());
        context.setStyleHandler(new DefaultStyleHandler());
        context.setErrorHandler(new DefaultErrorHandler());
        return context;
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG_NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own XML parser is missing", e);
        }
    }

    private static Rectangle2D area() {
        return new Rectangle2D.Double(0, 0, ChartTheme.WIDTH, ChartTheme.HEIGHT);
    }

    /** Without this a computer without fonts fails deep inside AWT, in a different way on every JDK. */
    private static void requireFonts() {
        try {
            if (new Font(Font.SANS_SERIF, Font.PLAIN, 13).canDisplayUpTo("0 ms") >= 0) {
                throw new IllegalStateException("no font has digits");
            }
        } catch (RuntimeException | LinkageError | InternalError fontless) {
            throw new MissingFontException(fontless);
        }
    }

    /** As the default one, but for how it writes numbers. */
    private static final class ChartContext extends SVGGeneratorContext {
        ChartContext(Document document) {
            super(document);
            decimalFormat = CoordinateFormat.INSTANCE;
        }
    }

    private static final class PrefixedIds extends SVGIDGenerator {
        private final String prefix;

        PrefixedIds(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String generateID(String kind) {
            return prefix + "-" + super.generateID(kind);
        }
    }
}
