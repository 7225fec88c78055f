package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.format.Problem;

/** {@code pacewire validate}. */
@Command(description = "Says what is wrong with scenario files, all of it, without running them.")
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The scenario files.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<Path, List<Problem>> problemsOf = new LinkedHashMap<>();
        SchedulerCatalogue catalogue = plugins.catalogue();
        files.forEach(file -> problemsOf.put(file, problemsOf(file, catalogue)));
        if (format.isJson()) {
            Json.print(console.out(), asTree(problemsOf));
        } else {
            problemsOf.forEach(this::print);
        }
        boolean allValid = problemsOf.values().stream().allMatch(List::isEmpty);
        return allValid ? ExitCode.DONE : ExitCode.WRONG_INPUT;
    }

    private static List<Problem> problemsOf(Path file, SchedulerCatalogue catalogue) {
        try {
            ScenarioReader.read(file, List.of(), OptionalLong.empty(), catalogue);
            return List.of();
        } catch (ScenarioException wrong) {
            return wrong.problems();
        }
    }

    private void print(Path file, List<Problem> problems) {
        if (problems.isEmpty()) {
            console.out().println(file + ": valid");
        }
        problems.forEach(problem -> console.err().println(problem));
    }

    private static List<Object> asTree(Map<Path, List<Problem>> problemsOf) {
        List<Object> tree = new ArrayList<>();
        problemsOf.forEach((file, problems) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", file.toString());
            entry.put("valid", problems.isEmpty());
            entry.put("problems", problems.stream().map(ValidateCommand::asTree).toList());
            tree.add(entry);
        });
        return tree;
    }

    private static Map<String, Object> asTree(Problem problem) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", problem.file());
        tree.put("line", problem.line());
        tree.put("column", problem.column());
        tree.put("key", problem.keyPath());
        tree.put("message", problem.message());
        return tree;
    }
}
