package pacewire.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Does what the page docs/guide/your-own-scheduler.md says, and gets what it shows. */
class OwnSchedulerGuideTest {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("pacewire.root")));
    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->\n```[a-z]*\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```\n", Pattern.DOTALL);
    /** An argument, in quotes when it has spaces. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private static final String PROMPT = "$ pacewire ";
    private static final String LEFT_OUT = "...";

    @TempDir
    private Path project;

    private String page = "";

    @BeforeEach
    void makeTheProject() throws IOException {
        page = Files.readString(ROOT.resolve("docs/guide/your-own-scheduler.md"));
        Matcher files = FILE.matcher(page);
        while (files.find()) {
            Path file = project.resolve(files.group(1));
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, files.group(2));
        }
        Files.copy(
                ROOT.resolve("scenarios/library/application-pacing.yaml"), project.resolve("application-pacing.yaml"));
    }

    @Test
    void everyCommandPrintsWhatThePageShows() throws IOException {
        compile("src/main/java", "target/classes");
        compile("src/test/java", "target/test-classes");
        pack();
        int commands = 0;
        Matcher blocks = CONSOLE.matcher(page);
        while (blocks.find()) {
            for (String session : blocks.group(1).split("(?m)^(?=\\$ )", -1)) {
                if (!session.isEmpty()) {
                    runAndCompare(session);
                    commands++;
                }
            }
        }

        assertThat(commands).isEqualTo(5);
    }

    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        Matcher version = Pattern.compile("<artifactId>pacewire</artifactId><version>([^<]+)</version>")
                .matcher(Files.readString(ROOT.resolve("tools/cli/pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(page)
                .contains("<artifactId>sim-models</artifactId><version>" + version.group(1) + "</version>")
                .contains("<artifactId>testkit</artifactId><version>" + version.group(1) + "</version>");
    }

    /** Maven's own choice of plug-ins depends on its version: 3.8 has a compiler that does not know "release". */
    @Test
    void thePlugInsOfMavenAreThoseOfTheBuild() throws IOException {
        String build = Files.readString(ROOT.resolve("pom.xml")).replaceAll(">\\s+<", "><");
        Matcher plugins =
                Pattern.compile("<plugin>(<artifactId>.*</version>)</plugin>").matcher(page);
        int count = 0;
        while (plugins.find()) {
            assertThat(build).contains(plugins.group(1));
            count++;
        }

        assertThat(count).isEqualTo(4);
    }

    private void compile(String sources, String classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests need a JDK");
        Path target = project.resolve(classes);
        Files.createDirectories(target);
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-d",
                target.toString(),
                "-cp",
                project.resolve("target/classes")
                        + System.getProperty("path.separator")
                        + System.getProperty("java.class.path")));
        try (Stream<Path> tree = Files.walk(project.resolve(sources))) {
            tree.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }

        assertThat(compiler.run(null, OutputStream.nullOutputStream(), System.err, arguments.toArray(new String[0])))
                .isZero();
    }

    private void pack() throws IOException {
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(project.resolve("target/my-scheduler-1.0.jar")))) {
            for (String folder : List.of("target/classes", "src/main/resources")) {
                Path root = project.resolve(folder);
                try (Stream<Path> tree = Files.walk(root)) {
                    for (Path file : tree.filter(Files::isRegularFile).toList()) {
                        jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
                        jar.write(Files.readAllBytes(file));
                    }
                }
            }
        }
    }

    private void runAndCompare(String session) {
        List<String> lines = session.lines().toList();
        assertThat(lines.get(0)).startsWith(PROMPT);
        List<String> arguments = arguments(lines.get(0).substring(PROMPT.length()));

        CommandRun run = CommandRun.of(arguments.toArray(new String[0]));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        Stream<String> shown = lines.stream().skip(1).filter(line -> !line.equals(LEFT_OUT));
        assertThat(run.out().replace(project + "/", "").lines().toList()).containsSubsequence(shown.toList());
    }

    /** The user stands in the project's folder; this process does not. */
    private List<String> arguments(String line) {
        List<String> arguments = new ArrayList<>();
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            String word = words.group(1) == null ? words.group(2) : words.group(1);
            boolean isFile = word.toLowerCase(Locale.ROOT).matches("[a-z0-9./-]+\\.(jar|yaml|csv)");
            arguments.add(isFile ? project.resolve(word).toString() : word);
        }
        if (arguments.get(0).equals("run")) {
            arguments.addAll(List.of("--out", project.resolve("results").toString()));
        }
        return arguments;
    }
}
