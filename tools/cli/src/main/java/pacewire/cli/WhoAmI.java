package pacewire.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The name of whoever runs the command: as git knows it, or else as the operating system does. */
final class WhoAmI {
    private static final int PATIENCE_SECONDS = 5;

    private WhoAmI() {}

    static String name() {
        String fromGit = gitUser();
        if (!fromGit.isEmpty()) {
            return fromGit;
        }
        return Objects.requireNonNullElse(System.getenv("USER"), "somebody");
    }

    /** Empty when there is no git, or it knows no name. */
    private static String gitUser() {
        try {
            Process git = new ProcessBuilder("git", "config", "user.name")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? name : "";
        } catch (IOException noGit) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
