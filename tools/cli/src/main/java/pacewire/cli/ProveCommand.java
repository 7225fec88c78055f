package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.report.OutputFile;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.SchedulerText;
import pacewire.testkit.prove.Breach;
import pacewire.testkit.prove.CardText;
import pacewire.testkit.prove.CardTree;
import pacewire.testkit.prove.CaseDepartures;
import pacewire.testkit.prove.JUnitXml;
import pacewire.testkit.prove.PropertyResult;
import pacewire.testkit.prove.Prover;
import pacewire.testkit.prove.ReportCard;
import pacewire.testkit.prove.Reproduction;
import pacewire.testkit.prove.ReproductionFile;
import pacewire.testkit.prove.property.Properties;
import pacewire.testkit.prove.property.PropertyKind;
import pacewire.testkit.replay.ArrivalsException;

/** {@code pacewire prove}. */
@Command(
        description = "Searches for arrivals on which a packet scheduler breaks what it claims of itself.",
        footer = {
            "",
            "Every packet scheduler is tried on seeded cases, and every property that it must keep or claims to keep is looked"
                    + " at on each. For one that breaks, the fewest arrivals found are written as a file, with the command that"
                    + " shows the same again; 'pacewire replay' reads it, too. Exit code 1 when a property breaks.",
            "",
            "Examples:",
            "  pacewire prove drr --cases 10000",
            "  pacewire prove tbf --param burst='3 kB' --claims shaped,never-early",
            "  pacewire prove all --cases 300 --junit build/proofs.xml",
            "  pacewire prove mine.Queue --plugin mine.jar --reproduce mine.Queue-reset.csv"
        })
final class ProveCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final int MOST_CASES = 100_000_000;

    private final Console console;

    @Parameters(
            paramLabel = "SCHEDULER",
            description =
                    "The packet scheduler, all of it as in a scenario file, such as '{type: fifo}'; the name of a class, such as"
                            + " com.example.Mine; or '" + ALL + "'.")
    private String scheduler = "";

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the packet scheduler, which no case changes; may be given more than once.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--claims",
            paramLabel = "PROPERTY",
            split = ",",
            description = "Only these properties; one that is not claimed is tested as if it were.")
    private List<String> properties = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the cases (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "" + Prover.DEFAULT_CASES,
            description = "How many cases (default: ${DEFAULT-VALUE}).")
    private int cases;

    @Option(names = "--case", paramLabel = "K", description = "Only the case of this number.")
    private @Nullable Integer onlyCase;

    @Option(
            names = "--reproduce",
            paramLabel = "FILE",
            description =
                    "Only the case, and the property, of a file that was written when one broke; shows what leaves when.")
    private @Nullable Path reproduced;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML, too.")
    private @Nullable Path junit;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write a page with charts, and the arrivals on which a property breaks (default: the arrivals only,"
                            + " in the present folder).")
    private @Nullable Path out;

    /** What is in the file of {@code --reproduce}. */
    private @Nullable ReproductionFile given;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    ProveCommand(Console console) {
        this.console = console;
    }

    /**
     * One packet scheduler with what came of it.
     *
     * @param arguments how it was set up, as on the command line
     */
    private record Proof(SchedulerSetup setup, List<String> arguments, ReportCard card) {}

    @Override
    public Integer call() throws ScenarioException, ArrivalsException, IOException {
        BenchLimits.require("--cases", cases, MOST_CASES);
        if (onlyCase != null && (onlyCase < 0 || onlyCase >= MOST_CASES)) {
            throw new WrongInputException("--case is " + onlyCase + "; it must be 0 to " + (MOST_CASES - 1));
        }
        if (reproduced != null) {
            given = read(reproduced);
        }
        Set<String> wanted = wantedProperties();
        List<Proof> proofs = new ArrayList<>();
        SchedulerCatalogue catalogue = plugins.catalogueFor(scheduler);
        for (String name : scheduler.equals(ALL) ? catalogue.names() : List.of(scheduler)) {
            Proof proof = prove(name, wanted, catalogue);
            proofs.add(proof);
            if (!format.isJson()) {
                printText(proof);
            }
            writeFiles(proof);
        }
        List<ReportCard> cards = proofs.stream().map(Proof::card).toList();
        if (format.isJson()) {
            Json.print(
                    console.out(),
                    proofs.stream()
                            .map(proof -> CardTree.of(proof.card(), howToSeeIt(proof)))
                            .toList());
        }
        if (junit != null) {
            write(
                    junit,
                    JUnitXml.of(proofs.stream()
                            .map(proof -> new JUnitXml.Suite(proof.card(), howToSeeIt(proof)))
                            .toList()));
        }
        return cards.stream().allMatch(ReportCard::isProven) ? ExitCode.DONE : ExitCode.EXPECTATION_FAILED;
    }

    /** What the file says itself cannot be said beside it. */
    private ReproductionFile read(Path file) throws ArrivalsException, IOException {
        for (String option : List.of("--claims", "--seed", "--cases", "--case")) {
            if (Objects.requireNonNull(spec).commandLine().getParseResult().hasMatchedOption(option)) {
                throw new WrongInputException(option + " does not go with --reproduce: the file names one case");
            }
        }
        if (scheduler.equals(ALL)) {
            throw new WrongInputException("--reproduce is for one packet scheduler");
        }
        if (Files.isDirectory(file)) {
            throw new WrongInputException(file + ": this is a folder, not a file");
        }
        try {
            return ReproductionFile.read(file);
        } catch (NoSuchFileException missing) {
            throw new WrongInputException(file + ": there is no such file");
        }
    }

    private Set<String> wantedProperties() {
        List<String> known = new ArrayList<>(
                Properties.all().stream().map(PropertyKind::name).toList());
        known.add(Properties.classCost().name());
        known.add(Properties.cost().name());
        for (String name : properties) {
            if (!known.contains(name)) {
                throw UnknownName.complaint("property", name, known);
            }
        }
        return new LinkedHashSet<>(properties);
    }

    private Proof prove(String name, Set<String> wanted, SchedulerCatalogue catalogue) throws ScenarioException {
        List<String> changes = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(Reproduction.quoted(name)));
        parameters.forEach((parameter, value) -> {
            changes.add(parameter + "=" + value);
            arguments.add("--param " + Reproduction.quoted(parameter) + "=" + Reproduction.quoted(value));
        });
        plugins.jars().forEach(jar -> arguments.add("--plugin " + Reproduction.quoted(jar.toString())));
        SchedulerSetup setup = SchedulerText.read(name, changes, catalogue);
        Prover prover = Prover.of(setup)
                .fixing(parameters.keySet())
                .seed(seed)
                .cases(cases)
                .checkpoint(console::checkInterrupted);
        if (!wanted.isEmpty()) {
            prover.only(wanted);
        }
        if (onlyCase != null) {
            prover.onlyCase(onlyCase);
        }
        if (given != null) {
            prover.reproducing(given);
        }
        return new Proof(setup, arguments, prover.run());
    }

    private void printText(Proof proof) {
        CardText.lines(proof.card(), howToSeeIt(proof)).forEach(console.out()::println);
        if (out != null) {
            console.out().println("  " + pageOf(proof, out));
        }
        if (given != null) {
            console.out().print(CaseDepartures.csv(proof.setup(), given));
        }
    }

    private static Path pageOf(Proof proof, Path folder) {
        return folder.resolve(proof.card().scheduler() + ".html");
    }

    /** The arrivals on which properties break, and the page if it is wanted. */
    private void writeFiles(Proof proof) {
        for (PropertyResult result : proof.card().results()) {
            Breach breach = result.breach();
            if (breach != null) {
                Reproduction reproduction = reproduction(proof, result.kind().name(), breach);
                if (reproduction.isInFile() && given == null) {
                    Path file = fileOf(reproduction);
                    write(file, reproduction.text(file.toString()));
                }
            }
        }
        if (out != null) {
            ProofPage page = new ProofPage(proof.setup(), proof.card(), howToSeeIt(proof));
            write(pageOf(proof, out), page.html());
        }
    }

    private static void write(Path file, String text) {
        OutputFile.write(file, writer -> writer.write(text));
    }

    private Reproduction reproduction(Proof proof, String property, Breach breach) {
        long seedOfCases = given == null ? seed : given.seed();
        return new Reproduction(proof.setup(), proof.arguments(), seedOfCases, property, breach);
    }

    /** The commands that show a property break, by its name. */
    private BiFunction<String, Breach, List<String>> howToSeeIt(Proof proof) {
        return (property, breach) -> {
            Reproduction reproduction = reproduction(proof, property, breach);
            return reproduction.commands(fileOf(reproduction).toString());
        };
    }

    private Path fileOf(Reproduction reproduction) {
        if (reproduced != null) {
            return reproduced;
        }
        return out == null ? Path.of(reproduction.fileName()) : out.resolve(reproduction.fileName());
    }
}
