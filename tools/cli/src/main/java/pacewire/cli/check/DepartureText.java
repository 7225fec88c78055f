package pacewire.cli.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Departures as lines of text, short because traffic is regular: {@code GAP FLOW[#PACKET] [BYTES]}. The gap is the time since the
 * departure before; the packet's number is left out when it is one more than that of the flow's packet before (or 0), and the
 * length when it is that of the flow's packet before. {@code = D N} stands for N lines that are the same as those that begin D
 * lines before. {@code @ COUNT TIME ORDER TIMES} is a checkpoint.
 *
 * <p>Repetitions are found as LZ77 does (Ziv and Lempel 1977), over lines instead of bytes: with hundreds of paced flows the
 * pattern repeats after thousands of bytes, where the 32 KiB window of DEFLATE hardly reaches. Compressed afterwards, a departure
 * of the library takes a tenth of a byte to one and a half.
 */
final class DepartureText {
    private static final String REPEAT = "= ";
    private static final String CHECKPOINT = "@ ";
    private static final char NUMBER = '#';

    private DepartureText() {}

    /** Writes a log, line by line. */
    static void write(DepartureLog log, Consumer<String> lines) {
        String[] plain = plainLines(log);
        int[] ids = idsOf(plain);
        LineRepeats repeats = new LineRepeats(ids);
        int next = 0;
        while (next < ids.length) {
            int from = repeats.earlier(next);
            int length = from < 0 ? 1 : repeats.length(from, next);
            lines.accept(from < 0 ? plain[next] : REPEAT + (next - from) + " " + length);
            repeats.learn(next, next + length);
            next += length;
        }
        for (DepartureLog.Checkpoint checkpoint : log.checkpoints()) {
            lines.accept(CHECKPOINT + checkpoint.count() + " " + checkpoint.time() + " " + checkpoint.order() + " "
                    + checkpoint.times());
        }
    }

    private static String[] plainLines(DepartureLog log) {
        String[] lines = new String[log.kept()];
        FlowStates states = new FlowStates();
        long last = 0;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            int flow = log.flowNumberAt(i);
            line.setLength(0);
            line.append(log.timeAt(i) - last).append(' ').append(log.flowAt(i));
            if (log.packetAt(i) != states.expectedPacket(flow)) {
                line.append(NUMBER).append(log.packetAt(i));
            }
            if (log.bytesAt(i) != states.expectedBytes(flow)) {
                line.append(' ').append(log.bytesAt(i));
            }
            states.passed(flow, log.packetAt(i), log.bytesAt(i));
            last = log.timeAt(i);
            lines[i] = line.toString();
        }
        return lines;
    }

    /** Equal lines get equal numbers. */
    private static int[] idsOf(String[] lines) {
        Map<String, Integer> known = new HashMap<>();
        int[] ids = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            Integer id = known.putIfAbsent(lines[i], known.size());
            ids[i] = id == null ? known.size() - 1 : id;
        }
        return ids;
    }

    /**
     * Reads a log back.
     *
     * @throws IllegalArgumentException when a line is none of these
     */
    static DepartureLog read(Iterator<String> lines) {
        DepartureLog log = new DepartureLog(Integer.MAX_VALUE);
        List<Line> plain = new ArrayList<>();
        FlowStates states = new FlowStates();
        long last = 0;
        while (lines.hasNext()) {
            String text = lines.next();
            if (text.startsWith(CHECKPOINT)) {
                log.addCheckpoint(checkpoint(text));
                continue;
            }
            int first = plain.size();
            expand(text, plain, log);
            for (Line line : plain.subList(first, plain.size())) {
                last = Math.addExact(last, line.gap());
                long packet = line.packet() == Line.EXPECTED ? states.expectedPacket(line.flow()) : line.packet();
                int bytes = line.bytes() == Line.EXPECTED ? states.expectedBytes(line.flow()) : line.bytes();
                log.add(last, line.flow(), packet, bytes);
                states.passed(line.flow(), packet, bytes);
            }
        }
        return log;
    }

    private static void expand(String text, List<Line> plain, DepartureLog log) {
        if (!text.startsWith(REPEAT)) {
            plain.add(Line.parse(text, log));
            return;
        }
        String[] words = words(text, 3, 3);
        int from = plain.size() - Integer.parseInt(words[1]);
        int length = Integer.parseInt(words[2]);
        if (from < 0 || from >= plain.size()) {
            throw new IllegalArgumentException("nothing stands where '" + text + "' points");
        }
        for (int i = 0; i < length; i++) {
            plain.add(plain.get(from + i));
        }
    }

    private static DepartureLog.Checkpoint checkpoint(String text) {
        String[] words = words(text, 5, 5);
        return new DepartureLog.Checkpoint(Long.parseLong(words[1]), Long.parseLong(words[2]), words[3], words[4]);
    }

    private static String[] words(String text, int fewest, int most) {
        String[] words = text.split(" ", -1);
        if (words.length < fewest || words.length > most) {
            throw new IllegalArgumentException("'" + text + "' is no line of a record");
        }
        return words;
    }

    /** A line as it stands; {@link #EXPECTED} where it leaves something out. */
    private record Line(long gap, int flow, long packet, int bytes) {
        /** No packet has this number, and none this length. */
        static final int EXPECTED = Integer.MIN_VALUE;

        static Line parse(String text, DepartureLog log) {
            String[] words = words(text, 2, 3);
            int sign = words[1].indexOf(NUMBER);
            String flow = sign < 0 ? words[1] : words[1].substring(0, sign);
            return new Line(
                    Long.parseLong(words[0]),
                    log.flowNumber(flow),
                    sign < 0 ? EXPECTED : Long.parseLong(words[1].substring(sign + 1)),
                    words.length < 3 ? EXPECTED : Integer.parseInt(words[2]));
        }
    }

    /** What each flow's next packet would be, if all goes on as before. */
    private static final class FlowStates {
        private long[] nextPacket = new long[16];
        private int[] bytes = new int[16];

        long expectedPacket(int flow) {
            return flow < nextPacket.length ? nextPacket[flow] : 0;
        }

        int expectedBytes(int flow) {
            return flow < bytes.length ? bytes[flow] : 0;
        }

        void passed(int flow, long packet, int length) {
            if (flow >= bytes.length) {
                int capacity = Math.max(flow + 1, 2 * bytes.length);
                nextPacket = Arrays.copyOf(nextPacket, capacity);
                bytes = Arrays.copyOf(bytes, capacity);
            }
            nextPacket[flow] = packet + 1;
            bytes[flow] = length;
        }
    }
}
