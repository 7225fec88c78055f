package pacewire.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of style that a program can check, over the source text of the whole house. */
class TidyTest {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("pacewire.root")));
    private static final List<String> MODULES =
            List.of("sim-core", "sim-models", "scenarios", "reports", "tools/bench", "tools/cli");
    private static final int LONGEST_CLASS = 400;
    private static final int LONGEST_METHOD = 60;
    /** Far below what there is, so that a rule which sees nothing fails. */
    private static final int FEWEST_FILES = 150;

    @Test
    void classesAndMethodsAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        int files = scan(sources("src/main/java"), tooLong);

        assertThat(files).isGreaterThan(FEWEST_FILES);
        assertThat(tooLong).isEmpty();
    }

    @Test
    void theLongestMethodIsFoundToBeLong() throws IOException {
        Path file = Files.createTempFile("Long", ".java");
        Files.writeString(file, "class Long { void run() {" + "\n".repeat(LONGEST_METHOD) + "} }");
        List<String> tooLong = new ArrayList<>();

        scan(List.of(file), tooLong);
        Files.delete(file);

        assertThat(tooLong).singleElement().asString().contains("run has 61 lines");
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(linesWith(sources("src"), Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b")))
                .isEmpty();
    }

    @Test
    void testsAreSwitchedOnAndDoNotSleep() throws IOException {
        assertThat(linesWith(sources("src/test"), Pattern.compile("@Dis" + "abled|Thread\\.sl" + "eep")))
                .isEmpty();
    }

    @Test
    void onlyTheCommandLinePrints() throws IOException {
        List<Path> libraries = sources("src/main/java").stream()
                .filter(file -> !file.startsWith(ROOT.resolve("tools")))
                .toList();

        assertThat(linesWith(libraries, Pattern.compile("System\\.(out|err)\\b|printStackTrace")))
                .isEmpty();
    }

    @Test
    void noWordOfTheLocaleOfTheMachine() throws IOException {
        assertThat(
                        linesWith(
                                sources("src/main/java"),
                                Pattern.compile(
                                        "String\\.format\\(\"[^\"]*%[-+0-9.,]*[dfeg]|\\.formatted\\(|to(Lower|Upper)Case\\(\\)")))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        List<String> unmarked = new ArrayList<>();
        for (Path source : sources("src/main/java")) {
            Path info = source.resolveSibling("package-info.java");
            if (!Files.exists(info) || !Files.readString(info).matches("(?s)/\\*\\*.*@org\\.jspecify.*NullMarked.*")) {
                unmarked.add(ROOT.relativize(source.getParent()).toString());
            }
        }

        assertThat(unmarked).isEmpty();
    }

    private static List<Path> sources(String folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            Path root = ROOT.resolve(module).resolve(folder);
            if (Files.exists(root)) {
                try (Stream<Path> tree = Files.walk(root)) {
                    tree.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(FEWEST_FILES / 3);
        return files;
    }

    private static List<String> linesWith(List<Path> files, Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (pattern.matcher(line).find()) {
                    found.add(ROOT.relativize(file) + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    /** Parses files and lists what is too long in them; returns the number of files. */
    private static int scan(List<Path> files, List<String> tooLong) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests need a JDK");
        int scanned = 0;
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new LengthScanner(unit, positions, tooLong).scan(unit, null);
                scanned++;
            }
        }
        return scanned;
    }

    /** Finds what has more lines than it should. */
    private static final class LengthScanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;

        LengthScanner(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            check(type, "class " + type.getSimpleName(), LONGEST_CLASS);
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            check(method, method.getName().toString(), LONGEST_METHOD);
            return super.visitMethod(method, null);
        }

        private void check(Tree tree, String name, int most) {
            long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
            long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
            long lines = last - first + 1;
            if (lines > most) {
                tooLong.add(unit.getSourceFile().getName() + ": " + name + " has " + lines + " lines");
            }
        }
    }
}
