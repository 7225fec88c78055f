package pacewire.scenario.input;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import pacewire.model.os.storage.FrameTrace;
import pacewire.scenario.format.MalformedLineException;

/**
 * Recorded video as the trace files of Cisco's syncodecs (video_traces/) have it: a frame per line in five columns, of which
 * two are used. Lines with % are comments. Time stamps must ascend: a frame is sent in the time up to the next one's
 * stamp, so two frames of one instant would leave no time for the first.
 */
public final class FrameTraceFile {
    private static final Pattern FRAME =
            Pattern.compile("\\s*[0-9]+\\s+\\S+\\s+\\S+\\s+([0-9]{1,6}(?:\\.[0-9]{0,12})?)\\s+([0-9]{1,9})\\s*");
    private static final String ALLOWED =
            "a frame is: number, type, an unused column, time stamp in s, size in bytes (comments begin with %)";
    /** Seconds to picoseconds, in powers of ten. */
    private static final int PS_IN_SECOND = 12;

    private FrameTraceFile() {}

    /** Reads the lines of a trace; the first frame comes to stand at 0. */
    public static FrameTrace parse(List<String> lines) throws MalformedLineException {
        List<Long> stampsPs = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.stripLeading().startsWith("%")) {
                Matcher frame = frame(line, i + 1);
                stampsPs.add(new BigDecimal(frame.group(1))
                        .movePointRight(PS_IN_SECOND)
                        .longValueExact());
                sizes.add(Integer.valueOf(frame.group(2)));
                checkFrame(line, i + 1, stampsPs, sizes);
            }
        }
        if (sizes.size() < 2) {
            throw new MalformedLineException(0, "frames: " + sizes.size(), "a recorded video has at least two");
        }
        long firstPs = stampsPs.get(0);
        return new FrameTrace(
                stampsPs.stream().mapToLong(stamp -> stamp - firstPs).toArray(),
                sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Matcher frame(String line, int number) throws MalformedLineException {
        Matcher frame = FRAME.matcher(line);
        if (!frame.matches()) {
            throw new MalformedLineException(number, Lines.quoted(line), ALLOWED);
        }
        return frame;
    }

    private static void checkFrame(String line, int number, List<Long> stampsPs, List<Integer> sizes)
            throws MalformedLineException {
        int last = sizes.size() - 1;
        if (sizes.get(last) == 0) {
            throw new MalformedLineException(number, Lines.quoted(line), "a frame has at least one byte");
        }
        if (last > 0 && stampsPs.get(last) <= stampsPs.get(last - 1)) {
            throw new MalformedLineException(
                    number, Lines.quoted(line), "time stamps ascend, and this one is not after the one before it");
        }
    }
}
