package pacewire.cli.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import pacewire.core.trace.Digest;
import pacewire.core.units.Rational;
import pacewire.testkit.replay.Outcome;
import pacewire.testkit.replay.ReplayResult;

/**
 * The packets of a replay as CSV, in the order in which they were sent or dropped; those that never left come last. Times are in
 * seconds, exactly. Of a packet that was dropped, {@code start} and {@code end} are when it was.
 */
record ReplayRecord(List<Row> rows) implements PacketRecord {
    static final String SUFFIX = ".golden.csv";

    private static final List<String> COLUMNS = List.of("id", "flow", "bytes", "arrival", "start", "end", "verdict");
    private static final String SENT = "sent";
    private static final String HELD = "held";
    private static final String DROPPED = "dropped:";
    private static final long HASH_PRIME = 0x100000001B3L;

    /** One packet; {@code start} and {@code end} are empty when it never left. */
    record Row(String id, String flow, String bytes, String arrival, String start, String end, String verdict) {
        private static Row of(List<String> cells) {
            if (cells.size() != COLUMNS.size()) {
                throw new IllegalArgumentException(cells + " is no row of " + String.join(",", COLUMNS));
            }
            return new Row(
                    cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5), cells.get(6));
        }

        private List<String> cells() {
            return List.of(id, flow, bytes, arrival, start, end, verdict);
        }

        boolean isSent() {
            return verdict.equals(SENT);
        }

        boolean isDropped() {
            return verdict.startsWith(DROPPED);
        }

        Rational startSeconds() {
            return Rational.parse(start);
        }

        /** The same for the same name, in every run and on every machine. */
        private long number() {
            long hash = 0;
            for (int i = 0; i < id.length(); i++) {
                hash = (hash + id.charAt(i) + 1) * HASH_PRIME;
            }
            return hash;
        }

        private int wholeBytes() {
            return Rational.parse(bytes).ceiling().intValueExact();
        }
    }

    static ReplayRecord of(ReplayResult result) {
        return new ReplayRecord(
                result.outcomes().stream().map(ReplayRecord::row).toList());
    }

    private static Row row(Outcome outcome) {
        String start = "";
        String end = "";
        if (outcome instanceof Outcome.Departure departure) {
            start = departure.start().toString();
            end = departure.end().toString();
        } else if (outcome instanceof Outcome.Drop drop) {
            start = drop.at().toString();
            end = start;
        }
        return new Row(
                outcome.id(),
                outcome.flow(),
                outcome.arrival().bytes().toString(),
                outcome.arrival().time().toString(),
                start,
                end,
                outcome.verdict());
    }

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        // The sink stays open: it is closed by whoever opened it.
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        csv.writeRecord(COLUMNS);
        for (Row row : rows) {
            csv.writeRecord(row.cells());
        }
        csv.flush();
        text.flush();
    }

    @Override
    public Pair read(InputStream in) throws IOException {
        List<Row> before = new ArrayList<>();
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().ofCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            boolean isHead = true;
            for (CsvRecord record : csv) {
                if (isHead && !record.getFields().equals(COLUMNS)) {
                    throw new IllegalArgumentException("the first line is not " + String.join(",", COLUMNS));
                }
                if (!isHead) {
                    before.add(Row.of(record.getFields()));
                }
                isHead = false;
            }
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        LogClock clock = clock(before, rows);
        return new Pair(packets(before, clock), packets(rows, clock));
    }

    /** The packets by themselves. */
    Packets packets() {
        return packets(rows, clock(rows, List.of()));
    }

    /** Ticks in which all times are whole. */
    private static LogClock clock(List<Row> some, List<Row> others) {
        BigInteger ticksPerSecond = BigInteger.ONE;
        Map<Long, String> names = new LinkedHashMap<>();
        for (Row row : Stream.concat(some.stream(), others.stream()).toList()) {
            names.put(row.number(), row.id());
            if (!row.start().isEmpty()) {
                BigInteger denominator = row.startSeconds().denominator();
                ticksPerSecond = ticksPerSecond.multiply(denominator).divide(ticksPerSecond.gcd(denominator));
            }
        }
        return new LogClock(ticksPerSecond, names);
    }

    private static Packets packets(List<Row> rows, LogClock clock) {
        DepartureLog departures = new DepartureLog(Integer.MAX_VALUE);
        DepartureLog drops = new DepartureLog(Integer.MAX_VALUE);
        for (Row row : rows) {
            if (row.isSent()) {
                departures.add(ticks(row, clock), departures.flowNumber(row.flow()), row.number(), row.wholeBytes());
            } else if (row.isDropped()) {
                String flow = row.flow() + Packets.REASON + row.verdict().substring(DROPPED.length());
                drops.add(ticks(row, clock), drops.flowNumber(flow), row.number(), row.wholeBytes());
            } else if (!row.verdict().equals(HELD)) {
                throw new IllegalArgumentException("'" + row.verdict() + "' is no verdict");
            }
        }
        return new Packets(clock, departures, drops, Map.of(), layers(rows));
    }

    private static long ticks(Row row, LogClock clock) {
        Rational ticks = row.startSeconds().times(Rational.of(clock.ticksPerSecond(), BigInteger.ONE));
        return ticks.numerator().longValueExact();
    }

    private static Map<String, String> layers(List<Row> rows) {
        Digest order = new Digest();
        Digest times = new Digest();
        Digest drops = new Digest();
        for (Row row : rows) {
            if (row.isSent()) {
                LayerDigests.update(order, row.flow());
                LayerDigests.update(order, row.id());
                LayerDigests.update(order, row.bytes());
                LayerDigests.update(times, row.start());
                LayerDigests.update(times, row.end());
            } else {
                row.cells().forEach(cell -> LayerDigests.update(drops, cell));
            }
        }
        Map<String, String> layers = new LinkedHashMap<>();
        layers.put(Layer.ORDER.key(), order.toHex());
        layers.put(Layer.TIMES.key(), times.toHex());
        layers.put(Layer.DROPS.key(), drops.toHex());
        return layers;
    }
}
