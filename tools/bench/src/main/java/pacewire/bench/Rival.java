package pacewire.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another program that does the same work and says in JSON how fast it was: in one line, such as
 * {@code {"packets_per_s": 4200000}}, or as {@code pacewire bench --format json} does, so that two versions of Pacewire can
 * be compared.
 */
public final class Rival {
    private final String command;
    private final String plainKey;
    private final String ownKey;
    private final List<Double> perSecond = new ArrayList<>();

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

    /** What each turn said, in their order. */
    public List<Double> perSecond() {
        return List.copyOf(perSecond);
    }

    /**
     * Takes a turn: runs the program to its end.
     *
     * @throws WorkloadException when it fails, or does not say how fast it was
     */
    public void takeTurn() {
        perSecond.add(rate(output()));
    }

    private String output() {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new WorkloadException("the program '" + command + "' ended with exit code " + code);
            }
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WorkloadException("interrupted while '" + command + "' ran");
        }
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
