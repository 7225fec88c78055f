package pacewire.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one command left: its exit code and its two streams. */
record CommandRun(int code, String out, String err) {
    /** Bare characters, and stretches in single quotes; a quote itself is an escaped one. */
    private static final Pattern SHELL_WORD = Pattern.compile("(?:[^\\s'\\\\]|\\\\'|'[^']*')+");

    /** Runs a command with nobody watching. */
    static CommandRun of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Pacewire.run(new Console(out, err, false, () -> 0, () -> false), arguments);
        return new CommandRun(code, text(out), text(err));
    }

    /** Runs a command as it is printed, {@code pacewire} and all, after a shell took it apart. */
    static CommandRun ofShell(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = SHELL_WORD.matcher(command);
        while (matcher.find()) {
            words.add(matcher.group().replace("'\\''", "\0").replace("'", "").replace('\0', '\''));
        }
        return of(words.subList(1, words.size()).toArray(String[]::new));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
