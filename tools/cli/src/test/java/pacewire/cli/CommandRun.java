package pacewire.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What one command left: its exit code and its two streams. */
record CommandRun(int code, String out, String err) {
    /** Runs a command with nobody watching. */
    static CommandRun of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Pacewire.run(new Console(out, err, false, () -> 0, () -> false), arguments);
        return new CommandRun(code, text(out), text(err));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
