package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.report.ResultWriter;
import pacewire.report.RunInfo;
import pacewire.report.SummaryText;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.bill.TailCollector;
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ExpectationResult;

/** {@code pacewire run}. */
@Command(
        description = "Runs a scenario, prints what came of it, and leaves a folder with results, charts and a report.",
        footer = {
            "",
            "Examples:",
            "  pacewire run scenarios/library/video-on-demand.yaml",
            "  pacewire run my.yaml --seed 7 --set server.scheduler.type=fifo --out results/fifo"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to leave the results (default: results/ and the name of the scenario file).")
    private @Nullable Path out;

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-q", "--quiet"},
            description =
                    "Print no progress and no table; errors and expectations that failed still go to standard error.")
    private boolean isQuiet;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        Scenario scenario = scenarioOptions.read();
        Path folder = out == null ? Path.of("results", scenarioOptions.stem()) : out;
        ResultWriter.check(folder);
        RunResult result = simulate(scenario, folder);
        print(result, folder);
        return reportExpectations(result.expectations());
    }

    private RunResult simulate(Scenario scenario, Path folder) {
        ProgressLine progress = new ProgressLine(console, !isQuiet);
        long startNanos = console.nanoTime();
        TailCollector.Collected collected;
        try {
            collected = TailCollector.run(scenario, progress);
        } finally {
            progress.clear();
        }
        long wallNanos = console.nanoTime() - startNanos;
        console.checkInterrupted();
        write(collected, new RunInfo(ToolVersion.text(), wallNanos, progress.eventsFired()), folder);
        return collected.result();
    }

    /** A user who interrupts the writing takes the folder away from it; what fails then is no fault. */
    private void write(TailCollector.Collected collected, RunInfo info, Path folder) {
        try {
            ResultWriter.write(collected.result(), collected.groups(), info, folder);
        } catch (RuntimeException failed) {
            console.checkInterrupted();
            throw failed;
        }
    }

    private void print(RunResult result, Path folder) {
        Path report = folder.resolve("report.html");
        if (format.isJson()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("results", folder.toString());
            tree.put("report", report.toString());
            tree.put("expectations", expectationsTree(result.expectations()));
            tree.put("summary", Metrics.of(result).tree());
            Json.print(console.out(), tree);
        } else if (!isQuiet) {
            console.out().println(SummaryText.of(result).strip());
            console.out().println();
            console.out().println("results: " + folder);
            console.out().println("report:  " + report);
        }
    }

    private static List<Map<String, @Nullable Object>> expectationsTree(List<ExpectationResult> expectations) {
        List<Map<String, @Nullable Object>> trees = new ArrayList<>();
        for (ExpectationResult result : expectations) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("metric", result.expectation().metric());
            tree.put(
                    result.expectation().comparison().key(),
                    result.expectation().text());
            tree.put("measured", result.measured());
            tree.put("held", result.held());
            trees.add(tree);
        }
        return trees;
    }

    /** The table names those that failed, so they are named here only when it was not printed. */
    private int reportExpectations(List<ExpectationResult> expectations) {
        List<ExpectationResult> failed =
                expectations.stream().filter(result -> !result.held()).toList();
        if (failed.isEmpty()) {
            return ExitCode.DONE;
        }
        if (isQuiet || format.isJson()) {
            failed.forEach(result -> console.err().println(complaint(result)));
        }
        console.err().println("pacewire: " + failed.size() + " of " + expectations.size() + " expectations failed");
        return ExitCode.EXPECTATION_FAILED;
    }

    private static String complaint(ExpectationResult result) {
        String measured = result.measured() == null ? "nothing was measured" : "measured " + result.measured();
        return "pacewire: expected " + result.expectation().metric() + " "
                + result.expectation().comparison().key() + " "
                + result.expectation().text() + "; " + measured;
    }
}
