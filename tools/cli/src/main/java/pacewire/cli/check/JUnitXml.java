package pacewire.cli.check;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import pacewire.cli.check.Checked.Status;

/** What JUnit leaves and every CI server reads: a test suite, one test case a file. */
public final class JUnitXml {
    private static final double NANOS_PER_SECOND = 1e9;

    private JUnitXml() {}

    public static void write(List<Checked> all, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "pacewire check");
            xml.writeAttribute("tests", Integer.toString(all.size()));
            xml.writeAttribute("failures", count(all, false));
            xml.writeAttribute("errors", count(all, true));
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute(
                    "time", seconds(all.stream().mapToLong(Checked::wallNanos).sum()));
            for (Checked checked : all) {
                writeCase(checked, xml);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }

    private static void writeCase(Checked checked, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "pacewire.check");
        xml.writeAttribute("name", checked.file().toString());
        xml.writeAttribute("time", seconds(checked.wallNanos()));
        if (!checked.status().isFine()) {
            xml.writeStartElement(isError(checked) ? "error" : "failure");
            xml.writeAttribute("message", checked.headline());
            xml.writeAttribute("type", checked.status().name());
            xml.writeCharacters(printable(String.join("\n", CheckText.details(checked, Integer.MAX_VALUE))));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static boolean isError(Checked checked) {
        return checked.status() == Status.WRONG_INPUT || checked.status() == Status.UNREADABLE;
    }

    private static String count(List<Checked> all, boolean areErrors) {
        return Long.toString(all.stream()
                .filter(checked -> !checked.status().isFine())
                .filter(checked -> isError(checked) == areErrors)
                .count());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
    }

    /** XML 1.0 has no way to write other control characters. */
    private static String printable(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }
}
