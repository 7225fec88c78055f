package pacewire.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

/** Jars of users. */
final class PluginJar {
    static final String SCHEDULER = "queue-of-mine";

    private static final String SOURCE = """
            package mine;

            import java.util.List;

            import pacewire.model.sched.PacketSchedulers;
            import pacewire.model.sched.SchedulerPlugin;
            import pacewire.model.sched.SchedulerSetup;
            import pacewire.model.sched.SchedulerSpec;

            public final class Mine implements SchedulerPlugin {
                @Override
                public List<SchedulerSpec> schedulers() {
                    SchedulerSpec fifo = PacketSchedulers.find("fifo").orElseThrow();
                    return List.of(SchedulerSpec.named("queue-of-mine")
                            .summary("A queue.")
                            .source("its user")
                            .madeBy((setup, port) -> SchedulerSetup.defaults(fifo).create(port)));
                }
            }
            """;

    private PluginJar() {}

    /** Compiles and packs, in a folder, one packet scheduler, {@value #SCHEDULER}, that is a fifo by another name. */
    static Path in(Path folder) throws IOException {
        return of(SOURCE, folder);
    }

    /** One that offers a list, as an expression in Java. */
    static Path offering(String list, Path folder) throws IOException {
        int statement = SOURCE.indexOf("return List.of(");
        int end = SOURCE.indexOf("    }\n}");
        return of(SOURCE.substring(0, statement) + "return " + list + ";\n" + SOURCE.substring(end), folder);
    }

    private static Path of(String text, Path folder) throws IOException {
        Path source = folder.resolve("mine/Mine.java");
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(source, text);
        int wrong = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests need a JDK")
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        System.err,
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        if (wrong != 0) {
            throw new IllegalStateException("the packet scheduler of the test does not compile");
        }
        Path jar = folder.resolve("mine.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("mine/Mine.class"));
            out.write(Files.readAllBytes(folder.resolve("mine/Mine.class")));
            out.putNextEntry(new JarEntry("META-INF/services/pacewire.model.sched.SchedulerPlugin"));
            out.write("mine.Mine\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
