package pacewire.scenario.input;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import pacewire.scenario.format.MalformedLineException;

/**
 * A web server's log in the common log format or anything that begins like it, such as the combined format (Apache HTTP
 * Server, mod_log_config). What follows the size is not read: real logs hold cut and unbalanced user agents.
 */
public final class AccessLogFile {
    private static final Pattern LINE = Pattern.compile(
            "\\S+ \\S+ .+? \\[([^\\]]+)] " // client, identity, user, time
                    + "\"((?:[^\"\\\\]++|\\\\.)*+)\" [0-9]{3} ([0-9]{1,15}|-)(?: .*)?"); // request line, status, bytes,
    // the rest
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final String ALLOWED =
            "a line is in the common or combined log format: client identity user [time] \"request\" status bytes …";

    private AccessLogFile() {}

    /**
     * A request of the log.
     *
     * @param second when it was answered, in seconds since 1970
     * @param path what was asked for
     * @param bytes size of the answer; 0 where the log has "-"
     */
    public record LoggedRequest(long second, String path, long bytes) {}

    /** Reads the lines of a log; the requests are sorted by time, those of one second in the order of the log. */
    public static List<LoggedRequest> parse(List<String> lines) throws MalformedLineException {
        List<LoggedRequest> requests = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                requests.add(request(lines.get(i), i + 1));
            }
        }
        if (requests.isEmpty()) {
            throw new MalformedLineException(0, "no request", "an access log has at least one line");
        }
        requests.sort(Comparator.comparingLong(LoggedRequest::second));
        return List.copyOf(requests);
    }

    private static LoggedRequest request(String line, int number) throws MalformedLineException {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new MalformedLineException(number, Lines.quoted(line), ALLOWED);
        }
        String size = matcher.group(3);
        return new LoggedRequest(
                second(matcher.group(1), number), path(matcher.group(2)), size.equals("-") ? 0 : Long.parseLong(size));
    }

    private static long second(String time, int number) throws MalformedLineException {
        try {
            return OffsetDateTime.parse(time, TIME).toEpochSecond();
        } catch (DateTimeParseException malformed) {
            throw new MalformedLineException(number, "'" + time + "'", "a time is like [17/May/2015:10:05:03 +0000]");
        }
    }

    /** The second word of a request line such as "GET /index.html HTTP/1.1"; the whole of a line that is no request. */
    private static String path(String requestLine) {
        String[] words = requestLine.split(" ", -1);
        return words.length > 1 ? words[1] : requestLine;
    }
}
