package pacewire.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What is said of a jar that offers no packet scheduler, or a broken one. */
class PluginOptionTest {
    private static final String SERVICES = "META-INF/services/pacewire.model.sched.SchedulerPlugin";

    @TempDir
    private Path folder;

    @Test
    void aJarThatIsNotThere() {
        assertWrong(folder.resolve("none.jar"), "there is no such jar");
    }

    @Test
    void aFileThatIsNoJar() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "hello");

        assertWrong(text, "cannot be read as a jar");
    }

    @Test
    void aJarWithoutPlugIn() throws IOException {
        assertWrong(jar("readme.txt", "hello"), "offers no packet scheduler: it has no " + SERVICES);
    }

    @Test
    void aPlugInThatIsNotThere() throws IOException {
        assertWrong(jar(SERVICES, "mine.Gone"), "Provider mine.Gone not found");
    }

    @Test
    void aPlugInThatFails() throws IOException {
        assertWrong(
                PluginJar.offering("List.of(fifo).subList(1, 3)", folder),
                "cannot be used: mine.Mine.schedulers() gives no list: java.lang.IndexOutOfBoundsException");
    }

    @Test
    void aPlugInThatOffersNothing() throws IOException {
        assertWrong(
                PluginJar.offering("List.of()", folder), "names no class of the jar, or one that has an empty list");
    }

    @Test
    void aNameThatIsTaken() throws IOException {
        assertWrong(PluginJar.offering("List.of(fifo)", folder), "there is a packet scheduler 'fifo' already");
    }

    @Test
    void aFactoryThatMakesNothing() throws IOException {
        Path jar = PluginJar.offering("List.of(SchedulerSpec.named(\"none\").madeBy((setup, port) -> null))", folder);

        CommandRun run = CommandRun.of("prove", "none", "--cases", "1", "--plugin", jar.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("pacewire: " + jar + ": the factory of packet scheduler 'none' makes none\n");
    }

    @Test
    void aFailureInsideTheJarIsNotCalledOurs() throws IOException {
        Path jar = PluginJar.offering(
                "List.of(SchedulerSpec.named(\"bad\").madeBy((setup, port) -> { throw new IllegalStateException(\"ouch\"); }))",
                folder);

        CommandRun run = CommandRun.of("prove", "bad", "--cases", "1", "--plugin", jar.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("pacewire: the plug-in failed: java.lang.IllegalStateException: ouch\n"
                        + "It arose in mine.jar: mine.Mine.")
                .contains("(Mine.java:");
    }

    private static void assertWrong(Path jar, String why) {
        CommandRun run = CommandRun.of("schedulers", "--plugin", jar.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("pacewire: " + jar).contains(why);
    }

    private Path jar(String entry, String text) throws IOException {
        Path jar = folder.resolve("some.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(text.getBytes(UTF_8));
        }
        return jar;
    }
}
