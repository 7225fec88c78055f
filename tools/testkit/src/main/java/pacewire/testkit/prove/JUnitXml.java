package pacewire.testkit.prove;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Report cards as JUnit XML, which continuous integration reads: a suite for each packet scheduler, a test for each property. */
public final class JUnitXml {
    private JUnitXml() {}

    /**
     * A report card.
     *
     * @param howToSeeIt commands that show how a property breaks, by its name
     */
    public record Suite(ReportCard card, BiFunction<String, Breach, List<String>> howToSeeIt) {}

    /** The document. */
    public static String of(List<Suite> suites) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Suite suite : suites) {
                write(xml, suite);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, Suite suite) throws XMLStreamException {
        ReportCard card = suite.card();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "pacewire.prove." + card.scheduler());
        xml.writeAttribute("tests", String.valueOf(card.results().size()));
        xml.writeAttribute("failures", String.valueOf(card.brokenProperties().size()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "skipped",
                String.valueOf(
                        card.results().stream().filter(JUnitXml::isSkipped).count()));
        for (PropertyResult result : card.results()) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", "pacewire.prove." + card.scheduler());
            xml.writeAttribute("name", result.kind().name());
            Breach breach = result.breach();
            if (breach != null) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", breach.finding().message());
                List<String> lines = new ArrayList<>(CardText.details(breach));
                lines.addAll(suite.howToSeeIt().apply(result.kind().name(), breach));
                xml.writeCharacters(String.join("\n", lines));
                xml.writeEndElement();
            } else if (isSkipped(result)) {
                xml.writeStartElement("skipped");
                xml.writeAttribute("message", CardText.verdict(result));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static boolean isSkipped(PropertyResult result) {
        return !result.isBroken() && result.heldCases() == 0;
    }
}
