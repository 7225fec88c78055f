package pacewire.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import pacewire.cli.check.Acceptance;
import pacewire.cli.check.CheckText;
import pacewire.cli.check.Checked;
import pacewire.cli.check.CheckedFiles;
import pacewire.cli.check.Checker;
import pacewire.cli.check.JUnitXml;

/** {@code pacewire check}. */
@Command(
        description = {
            "Runs scenarios and replays, compares what they do with what is recorded in the golden beside each, and judges"
                    + " their expectations. Says what changed: order, times, drops, flows, contracts, metrics."
        },
        footer = {
            "",
            "Examples:",
            "  pacewire check scenarios/library",
            "  pacewire check my.yaml --accept --reason 'ties go to the flow that waited longer'"
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE|FOLDER",
            arity = "1..*",
            description = "Scenarios and replays; of a folder, every .yaml in it and below that is no golden.")
    private List<Path> named = new ArrayList<>();

    @Option(
            names = "--accept",
            description =
                    "Take what differs from its golden, or has none, for right from now on. The golden is written anew,"
                            + " and who, when, why and what stand in the ledger beside it.")
    private boolean isAccepted;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; required by --accept.")
    private @Nullable String reason;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the outcome as JUnit XML, too.")
    private @Nullable Path junit;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Files to run at the same time (default: the processors that there are).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Acceptance acceptance = acceptance();
        CheckedFiles files = files();
        List<Checked> all = checkAll(files.files(), acceptance);
        if (format.isJson()) {
            printJson(all, files.orphans());
        } else {
            printTotals(all, files.orphans());
        }
        if (junit != null) {
            writeJUnit(all, junit);
        }
        return exitCode(all, files.orphans());
    }

    private @Nullable Acceptance acceptance() {
        if (!isAccepted) {
            if (reason != null) {
                throw new WrongInputException("--reason says why to --accept, which is not there");
            }
            return null;
        }
        if (reason == null || reason.isBlank()) {
            throw new WrongInputException("--accept wants a --reason: it goes into the ledger beside the golden");
        }
        return new Acceptance(WhoAmI.name(), LocalDate.now(Clock.systemUTC()), reason.strip());
    }

    private CheckedFiles files() throws IOException {
        if (jobs < 1) {
            throw new WrongInputException("--jobs is " + jobs + ", not at least 1");
        }
        for (Path path : named) {
            if (!Files.exists(path)) {
                throw new WrongInputException(path + ": there is no such file or folder");
            }
            if (CheckedFiles.isGolden(path)) {
                throw new WrongInputException(path + " is a golden; name the scenario or replay that it belongs to");
            }
        }
        CheckedFiles files = CheckedFiles.of(named);
        if (files.files().isEmpty()) {
            throw new WrongInputException("there is no scenario and no replay in " + named);
        }
        return files;
    }

    /** Several at a time; told in the order of the files. */
    private List<Checked> checkAll(List<Path> files, @Nullable Acceptance acceptance) {
        Checker checker = new Checker(
                plugins.catalogue(),
                (nowPs, endPs, eventsFired) -> console.checkInterrupted(),
                console::nanoTime,
                acceptance);
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(jobs, files.size()));
        try {
            List<Future<Checked>> running = files.stream()
                    .map(file -> pool.submit(() -> checker.check(file)))
                    .toList();
            List<Checked> all = new ArrayList<>();
            for (Future<Checked> one : running) {
                Checked checked = await(one);
                all.add(checked);
                if (!format.isJson()) {
                    print(checked);
                }
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Checked await(Future<Checked> one) {
        try {
            return one.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException("interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (failed.getCause() instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void print(Checked checked) {
        console.out().println(checked.file() + ": " + checked.headline());
        CheckText.details(checked, CheckText.FEW).forEach(line -> console.out().println("  " + line));
        console.out().flush();
    }

    private void printTotals(List<Checked> all, List<Path> orphans) {
        orphans.forEach(orphan -> console.out().println(orphan + ": " + complaint()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Checked.Status status : Checked.Status.values()) {
            int count = (int)
                    all.stream().filter(checked -> checked.status() == status).count();
            if (count > 0) {
                counts.put(status.word(), count);
            }
        }
        List<String> words = new ArrayList<>();
        counts.forEach((word, count) -> words.add(count + " " + word));
        console.out().println(all.size() + " checked: " + String.join(", ", words));
    }

    private static String complaint() {
        return "a golden of nothing: the file that it belongs to is not there";
    }

    private void printJson(List<Checked> all, List<Path> orphans) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("files", all.stream().map(CheckText::tree).toList());
        tree.put("orphans", orphans.stream().map(Path::toString).toList());
        Json.print(console.out(), tree);
    }

    private static void writeJUnit(List<Checked> all, Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            JUnitXml.write(all, out);
        }
    }

    private static int exitCode(List<Checked> all, List<Path> orphans) {
        if (has(all, Checked.Status.UNREADABLE)) {
            return ExitCode.UNFINISHED;
        }
        if (has(all, Checked.Status.WRONG_INPUT)) {
            return ExitCode.WRONG_INPUT;
        }
        boolean isFine = orphans.isEmpty()
                && all.stream().allMatch(checked -> checked.status().isFine());
        return isFine ? ExitCode.DONE : ExitCode.EXPECTATION_FAILED;
    }

    private static boolean has(List<Checked> all, Checked.Status status) {
        return all.stream().anyMatch(checked -> checked.status() == status);
    }
}
