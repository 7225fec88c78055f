package pacewire.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another program that does the same work and says in JSON how fast it was: in one line, such as
 * {@code {"packets_per_s": 4200000}}, or as {@code pacewire bench --format json} does, so that two versions of Pacewire can
 * be compared.
 */
public final class Rival {
    private static final Pattern SHELL_TIME = Pattern.compile("([0-9]+)m([0-9.]+)s");

    /** The shell counts in hundredths of a second; what took less took one. */
    private static final double LEAST_CPU_SECONDS = 0.01;

    private final String command;
    private final String plainKey;
    private final String ownKey;
    private final List<Turn> turns = new ArrayList<>();

    /**
     * A run of the program.
     *
     * @param perSecond what it said
     * @param cpuShare CPU time that it took for each second that it ran: less than 1 when others took the core away
     */
    public record Turn(double perSecond, double cpuShare) {
        /** What it would have said with a core for itself, if it has one thread. */
        public double perCpuSecond() {
            return perSecond / cpuShare;
        }
    }

    private Rival(String command, String plainKey, String ownKey) {
        this.command = command;
        this.plainKey = plainKey;
        this.ownKey = ownKey;
    }

    /**
     * A program that counts events.
     *
     * @param command for the shell
     */
    public static Rival inEvents(String command) {
        return new Rival(command, "events_per_s", "eventsPerSecond");
    }

    /**
     * A program that counts packets.
     *
     * @param command for the shell
     */
    public static Rival inPackets(String command) {
        return new Rival(command, "packets_per_s", "packetsPerSecond");
    }

    /** As it was given. */
    public String command() {
        return command;
    }

    /** Its runs, in their order. */
    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    /**
     * Takes a turn: runs the program to its end.
     *
     * @throws WorkloadException when it fails, or does not say how fast it was
     */
    public void takeTurn() {
        try {
            Path times = Files.createTempFile("pacewire-bench", ".times");
            try {
                long start = System.nanoTime();
                double perSecond = rate(output(times));
                double wallSeconds = (System.nanoTime() - start) / 1e9;
                turns.add(new Turn(perSecond, cpuSeconds(Files.readAllLines(times)) / wallSeconds));
            } finally {
                Files.delete(times);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs the program and returns what it printed; the shell leaves its {@code times} in a file. */
    private String output(Path times) throws IOException {
        String script = "(" + command + "\n); code=$?; times > '" + times + "'; exit $code";
        Process process = new ProcessBuilder("sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new WorkloadException("the program '" + command + "' ended with exit code " + code);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WorkloadException("interrupted while '" + command + "' ran", interrupted);
        }
        return output;
    }

    /** CPU time of the shell's children: the second line of {@code times}, user and system, such as "0m1.50s 0m0.02s". */
    private static double cpuSeconds(List<String> times) {
        double seconds = 0;
        Matcher matcher = SHELL_TIME.matcher(times.get(1));
        while (matcher.find()) {
            seconds += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
        }
        return Math.max(seconds, LEAST_CPU_SECONDS);
    }

    private double rate(String output) {
        int start = output.startsWith("{") ? 0 : -1;
        start = Math.max(start, output.lastIndexOf("\n{") + 1);
        try {
            JsonNode json = new JsonMapper().readTree(output.substring(Math.max(0, start)));
            JsonNode rate = json.has(ownKey) ? json.get(ownKey).get("median") : json.get(plainKey);
            if (rate != null && rate.isNumber() && rate.asDouble() > 0) {
                return rate.asDouble();
            }
        } catch (JacksonException notJson) {
            throw new WorkloadException(complaint(), notJson);
        }
        throw new WorkloadException(complaint());
    }

    private String complaint() {
        return "the program '" + command + "' did not end with a line of JSON that holds a positive \"" + plainKey
                + "\"";
    }
}
