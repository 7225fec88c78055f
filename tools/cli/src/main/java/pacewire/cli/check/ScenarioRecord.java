package pacewire.cli.check;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import pacewire.core.units.SimTime;

/** The packets of a scenario's run as compressed text: {@code zcat} shows it. */
record ScenarioRecord(Packets packets) implements PacketRecord {
    static final String SUFFIX = ".golden.record.gz";

    private static final String FIRST_LINE = "pacewire packet record 1";
    private static final List<String> EXPLANATION = List.of(
            "# flows: name and what it did. drops and departures: GAP FLOW[#PACKET] [BYTES]",
            "#   GAP     picoseconds since the line before",
            "#   PACKET  left out when it is the one after the flow's last, or 0 at first",
            "#   BYTES   left out when they are those of the flow's last",
            "#   = D N   N lines like those that begin D lines before",
            "#   @ COUNT TIME ORDER TIMES  digests so far, where the packets are too many to stand here");
    private static final String FLOWS = "[flows]";
    private static final String DROPS = "[drops]";
    private static final String DEPARTURES = "[departures]";
    private static final String END = "[end]";

    /** The packets of a run, with their digests. */
    static Packets packets(DepartureLog departures, DepartureLog drops, Map<String, Map<String, String>> flows) {
        return new Packets(LogClock.PICOSECONDS, departures, drops, flows, LayerDigests.of(departures, drops, flows));
    }

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        // The sink stays open: it is closed by whoever opened it.
        GZIPOutputStream compressed = new GZIPOutputStream(out);
        PrintWriter text =
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(compressed, StandardCharsets.UTF_8)), false);
        line(text, FIRST_LINE);
        EXPLANATION.forEach(line -> line(text, line));
        line(text, FLOWS);
        packets.flows().forEach((flow, values) -> line(text, flowLine(flow, values)));
        line(text, DROPS);
        DepartureText.write(packets.drops(), line -> line(text, line));
        line(text, DEPARTURES);
        DepartureText.write(packets.departures(), line -> line(text, line));
        line(text, END);
        text.flush();
        compressed.finish();
        if (text.checkError()) {
            throw new IOException("the record could not be written");
        }
    }

    @Override
    public Pair read(InputStream in) throws IOException {
        try (BufferedReader text =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            if (!FIRST_LINE.equals(text.readLine())) {
                throw new IllegalArgumentException("this is no packet record");
            }
            Map<String, List<String>> sections = sections(text);
            Packets before = packets(
                    DepartureText.read(lines(sections, DEPARTURES)),
                    DepartureText.read(lines(sections, DROPS)),
                    flows(lines(sections, FLOWS)));
            return new Pair(before, packets);
        }
    }

    private static Map<String, List<String>> sections(BufferedReader text) throws IOException {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            if (line.startsWith("[")) {
                section = new ArrayList<>();
                sections.put(line, section);
            } else if (!line.startsWith("#")) {
                section.add(line);
            }
        }
        if (!sections.containsKey(END)) {
            throw new IllegalArgumentException("the packet record ends too soon");
        }
        return sections;
    }

    private static Iterator<String> lines(Map<String, List<String>> sections, String name) {
        List<String> lines = sections.get(name);
        if (lines == null) {
            throw new IllegalArgumentException("the packet record has no section " + name);
        }
        return lines.iterator();
    }

    private static String flowLine(String flow, Map<String, String> values) {
        StringBuilder line = new StringBuilder(flow);
        values.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }

    private static Map<String, Map<String, String>> flows(Iterator<String> lines) {
        Map<String, Map<String, String>> flows = new LinkedHashMap<>();
        lines.forEachRemaining(line -> {
            String[] words = line.split(" ", -1);
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 1; i < words.length; i++) {
                int sign = words[i].indexOf('=');
                if (sign < 0) {
                    throw new IllegalArgumentException("'" + line + "' is no line of a flow");
                }
                values.put(words[i].substring(0, sign), words[i].substring(sign + 1));
            }
            flows.put(words[0], values);
        });
        return flows;
    }

    /** The same line ends everywhere. */
    private static void line(PrintWriter text, String line) {
        text.write(line);
        text.write('\n');
    }

    /** A time in microseconds, exact. */
    static String us(long ps) {
        return java.math.BigDecimal.valueOf(ps)
                .divide(java.math.BigDecimal.valueOf(SimTime.MICROSECOND))
                .stripTrailingZeros()
                .toPlainString();
    }
}
