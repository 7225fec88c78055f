package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.report.DuelWriter;
import pacewire.report.page.DuelPage;
import pacewire.report.text.DuelFigures;
import pacewire.report.text.TextTable;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.duel.Duel;
import pacewire.scenario.duel.Growth;
import pacewire.scenario.duel.GrowthResult;
import pacewire.scenario.duel.Measure;
import pacewire.scenario.duel.Way;
import pacewire.scenario.duel.WayResult;

/** {@code pacewire duel}. */
@Command(
        description = {
            "Runs one workload in several ways of sending, with the same clients and the same chance, and compares how evenly"
                    + " each sends and what it costs. Leaves a folder with a page, charts and all figures."
        },
        footer = {
            "",
            "Examples:",
            "  pacewire duel scenarios/library/video-on-demand.yaml",
            "  pacewire duel my.yaml --ways transmit,sleep-sendto --grow clients.viewers.count=100..3000"
        })
final class DuelCommand implements Callable<Integer> {
    private static final Pattern GROWTH = Pattern.compile("(.+)=([0-9]{1,12})\\.\\.([0-9]{1,12})");

    private final Console console;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @Option(
            names = "--ways",
            paramLabel = "A,B",
            split = ",",
            description = "The applications that compete; the others are compared with the first (default: all).")
    private List<String> ways = new ArrayList<>();

    @Option(
            names = "--machines",
            paramLabel = "A,B",
            split = ",",
            description = "The machine profiles to run on (default: the file's).")
    private List<String> machines = new ArrayList<>();

    @Mixin
    private StudyOptions study = new StudyOptions("duel", 3);

    @Option(
            names = "--grow",
            paramLabel = "KEY.PATH=A..B",
            description = "Find how far a number of the scenario can grow before a contract breaks.")
    private @Nullable String grow;

    @Mixin
    private FormatOption format = new FormatOption();

    DuelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        Growth growth = growth();
        Duel.Plan plan = scenarioOptions.duel(study.replications(), ways(), machines());
        study.carryOut(scenarioOptions.stem(), (pool, folder) -> {
            Duel duel = new Duel(plan, pool, (nowPs, endPs, events) -> console.checkInterrupted());
            List<WayResult> results = duel.compare();
            List<GrowthResult> grown = growth == null ? List.of() : duel.grow(growth);
            DuelWriter.write(results, growth, grown, ToolVersion.text(), folder);
            print(results, growth, grown, folder);
        });
        return ExitCode.DONE;
    }

    private List<Way> ways() {
        if (ways.isEmpty()) {
            return Way.all();
        }
        List<String> known =
                Applications.all().stream().map(ApplicationSpec::name).toList();
        List<Way> wanted = new ArrayList<>();
        for (String name : ways) {
            wanted.add(Way.find(name.strip())
                    .orElseThrow(() -> UnknownName.complaint("application", name.strip(), known)));
        }
        requireOnce("--ways", ways);
        return wanted;
    }

    private List<String> machines() {
        List<String> known =
                MachineProfiles.all().stream().map(MachineProfile::name).toList();
        for (String name : machines) {
            if (!known.contains(name)) {
                throw UnknownName.complaint("machine profile", name, known);
            }
        }
        requireOnce("--machines", machines);
        return machines;
    }

    private static void requireOnce(String option, List<String> names) {
        if (names.stream().distinct().count() < names.size()) {
            throw new WrongInputException(option + " names one twice: " + String.join(", ", names));
        }
    }

    private @Nullable Growth growth() {
        String text = grow;
        if (text == null) {
            return null;
        }
        Matcher parts = GROWTH.matcher(text);
        if (!parts.matches()) {
            throw new WrongInputException("--grow '" + text + "' is not a number of the scenario and a range, such as"
                    + " clients.viewers.count=100..3000");
        }
        long least = Long.parseLong(parts.group(2));
        long most = Long.parseLong(parts.group(3));
        if (least < 1 || most <= least) {
            throw new WrongInputException("--grow goes from " + least + " to " + most
                    + ": it must start at 1 or more, and" + " end above its start");
        }
        return new Growth(parts.group(1), least, most);
    }

    private void print(List<WayResult> results, @Nullable Growth growth, List<GrowthResult> grown, Path folder) {
        if (format.isJson()) {
            Json.print(console.out(), DuelWriter.tree(results, growth, grown));
            return;
        }
        DuelPage.byMachine(results).forEach((machine, onMachine) -> {
            console.out().println(machine);
            table(onMachine, DuelFigures.TIMING);
            console.out().println();
            table(onMachine, DuelFigures.COSTS);
            console.out().println();
        });
        if (growth != null) {
            console.out()
                    .println("How far " + growth.path() + " grows from " + growth.least() + " to " + growth.most());
            TextTable table =
                    new TextTable("way", "machine", "all holds\nup to", "for each\ncore", "fails at", "runs out first");
            grown.forEach(result -> table.add(DuelFigures.growth(result).toArray(String[]::new)));
            table.lines().forEach(console.out()::println);
            console.out().println();
        }
        console.out().println("results: " + folder);
        console.out().println("page:    " + folder.resolve("duel.html"));
    }

    private void table(List<WayResult> ways, List<Measure> measures) {
        List<String> headers = new ArrayList<>(List.of("way"));
        measures.forEach(measure -> headers.add(measure.title().replace(' ', '\n')));
        TextTable table = new TextTable(headers.toArray(String[]::new));
        for (WayResult way : ways) {
            List<String> cells = new ArrayList<>(List.of(way.way().application()));
            measures.forEach(measure -> cells.add(DuelFigures.text(measure, way.estimate(measure))));
            table.add(cells.toArray(String[]::new));
        }
        table.lines().forEach(console.out()::println);
    }
}
