package pacewire.testkit.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.core.units.UnitException;

/**
 * Files of arrivals: CSV with the columns {@code id,flow,arrival,bytes} and, where wanted, {@code
 * weight,priority,deadline,eligible,rate,dscp,ecn}, in any order. An empty cell of an optional column is one that is left out.
 * Times are "5 us" or plain seconds, lengths "1500 B" or plain bytes, rates "1 Gbps" or plain bytes a second; plain numbers are
 * decimals or fractions. Rows may stand in any order; packets of one instant are offered in the order of the file. Lines that
 * begin with {@code #} are comments.
 */
public final class ArrivalsCsv {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final List<String> lines;
    private final List<CsvProblem> problems = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    /** Place in a row by column; empty until the head was read. */
    private final Map<ArrivalColumn, Integer> places = new LinkedHashMap<>();

    private int cellsInHead;

    private ArrivalsCsv(String file, String text) {
        this.file = file;
        lines = text.lines().toList();
    }

    /**
     * Reads a file. Bytes that are no UTF-8 become replacement characters.
     *
     * @throws ArrivalsException when anything is wrong, with all that is wrong
     * @throws IOException when it cannot be read
     */
    public static List<Arrival> read(Path file) throws ArrivalsException, IOException {
        return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     * @throws ArrivalsException when anything is wrong, with all that is wrong
     */
    public static List<Arrival> parse(String file, String text) throws ArrivalsException {
        String content = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        ArrivalsCsv csv = new ArrivalsCsv(file, content);
        csv.readAll(content);
        if (!csv.problems.isEmpty()) {
            throw new ArrivalsException(csv.problems);
        }
        return csv.arrivals;
    }

    /** Writes arrivals so that {@link #read} gives them again, with the columns that they need; ends no stream. */
    public static void write(List<Arrival> arrivals, Writer out) throws IOException {
        List<ArrivalColumn> columns = Arrays.stream(ArrivalColumn.values())
                .filter(column -> column.isRequired()
                        || arrivals.stream()
                                .anyMatch(arrival -> !column.of(arrival).isEmpty()))
                .toList();
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord(columns.stream().map(ArrivalColumn::key).toList());
        for (Arrival arrival : arrivals) {
            csv.writeRecord(columns.stream().map(column -> column.of(arrival)).toList());
        }
        csv.flush();
    }

    private void readAll(String text) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                if (cellsInHead == 0) {
                    head(row);
                } else if (!places.isEmpty()) {
                    row(row);
                }
            }
        } catch (CsvParseException broken) {
            problems.add(new CsvProblem(
                    file, 0, 0, "", "no CSV: " + broken.getMessage(), "a cell that begins with a quote ends with one"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (cellsInHead == 0 && problems.isEmpty()) {
            problems.add(
                    new CsvProblem(file, 0, 0, "", "nothing", "a file of arrivals begins with a row of column names"));
        }
    }

    private void head(CsvRecord row) {
        List<String> cells = row.getFields();
        cellsInHead = cells.size();
        int before = problems.size();
        for (int place = 0; place < cells.size(); place++) {
            name(row, place, cells.get(place).strip());
        }
        for (ArrivalColumn column : ArrivalColumn.values()) {
            if (column.isRequired() && !places.containsKey(column)) {
                problems.add(new CsvProblem(
                        file,
                        line(row),
                        0,
                        column.key(),
                        "no such column",
                        "the columns id, flow, arrival and bytes are required"));
            }
        }
        if (problems.size() > before) {
            places.clear(); // rows would be misread
        }
    }

    private void name(CsvRecord row, int place, String key) {
        @Nullable ArrivalColumn column = ArrivalColumn.named(key).orElse(null);
        if (column == null) {
            problem(row, place, "", "'" + key + "'", "a column is one of: " + ArrivalColumn.names());
        } else if (places.putIfAbsent(column, place) != null) {
            problem(row, place, key, "'" + key + "' again", "a column stands once");
        }
    }

    private void row(CsvRecord row) {
        if (row.getFieldCount() != cellsInHead) {
            problems.add(new CsvProblem(
                    file, line(row), 0, "", row.getFieldCount() + " cells", "the head has " + cellsInHead));
            return;
        }
        int before = problems.size();
        // Stands for a packet until the required cells are in.
        Arrival arrival =
                Arrival.of(cell(row, ArrivalColumn.ID), cell(row, ArrivalColumn.FLOW), Rational.ZERO, Rational.ONE);
        for (ArrivalColumn column : places.keySet()) {
            arrival = read(row, column, arrival);
        }
        if (problems.size() == before) {
            arrivals.add(arrival);
        }
    }

    private Arrival read(CsvRecord row, ArrivalColumn column, Arrival arrival) {
        String cell = cell(row, column);
        int place = places.getOrDefault(column, 0);
        if (cell.isEmpty()) {
            if (column.isRequired()) {
                problem(row, place, column.key(), "nothing", "this is " + column.allowed());
            }
            return arrival;
        }
        try {
            return column.in(arrival, cell);
        } catch (UnitException | ArithmeticException wrong) {
            problem(row, place, column.key(), "'" + cell + "'", "this is " + column.allowed());
            return arrival;
        }
    }

    private String cell(CsvRecord row, ArrivalColumn column) {
        return row.getField(places.getOrDefault(column, 0)).strip();
    }

    private void problem(CsvRecord row, int place, String name, String found, String allowed) {
        problems.add(new CsvProblem(file, line(row), characterOf(row, place), name, found, allowed));
    }

    private static int line(CsvRecord row) {
        return Math.toIntExact(row.getStartingLineNumber());
    }

    /** Where a cell begins in its line, from 1; 0 when it is not in the line in which its row begins. */
    private int characterOf(CsvRecord row, int place) {
        String line = lines.get(line(row) - 1);
        int cell = 0;
        boolean isQuoted = false;
        for (int at = 0; at <= line.length(); at++) {
            if (cell == place) {
                return at + 1;
            }
            char character = at < line.length() ? line.charAt(at) : ',';
            isQuoted ^= character == '"';
            cell += character == ',' && !isQuoted ? 1 : 0;
        }
        return 0;
    }
}
