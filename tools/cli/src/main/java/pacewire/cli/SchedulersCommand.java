package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import pacewire.core.units.Quantity;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSpec;

/** {@code pacewire schedulers}. */
@Command(description = "Lists the packet schedulers, or one of them with its parameters.")
final class SchedulersCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The packet scheduler to explain.")
    private @Nullable String name;

    @Option(
            names = "--markdown",
            paramLabel = "DIR",
            description = "Write a reference page of each packet scheduler there, and an index of them.")
    private @Nullable Path markdown;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    SchedulersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchedulerCatalogue schedulers = plugins.catalogue();
        if (markdown != null) {
            return writePages(schedulers, markdown);
        }
        Catalogue catalogue = new Catalogue(
                "packet scheduler",
                schedulers.all().stream().map(SchedulersCommand::part).toList());
        catalogue.print(console.out(), format.isJson(), name);
        return ExitCode.DONE;
    }

    private static Catalogue.Part part(SchedulerSpec spec) {
        List<Catalogue.Section> sections = new ArrayList<>();
        spec.tables()
                .forEach(table -> sections.add(new Catalogue.Section(
                        table.name(),
                        "List '" + table.name() + "': " + table.help() + ". Each element has:",
                        table.columns(),
                        List.of())));
        ClassSpec classes = spec.classes();
        if (classes != null) {
            String below = classes.nests() ? "; or 'classes' below it" : "";
            sections.add(new Catalogue.Section(
                    "classes",
                    "List 'classes': " + classes.help()
                            + ". Each has a 'name', the packets that it takes ('match': by flow, group,"
                            + " application, port, DSCP, priority and more; all that are left, without one), the packet"
                            + " scheduler that holds them ('queue', fifo by default" + below + ")"
                            + (classes.parameters().isEmpty() ? "." : ", and:"),
                    classes.parameters(),
                    List.of()));
        }
        sections.add(new Catalogue.Section(
                "claims",
                "What it claims as it is set up by default, in front of a line of "
                        + Quantity.RATE.format(SchedulerPages.LINE.bitsPerSecond()) + "; 'pacewire prove' tests it:",
                List.of(),
                SchedulerPages.claims(spec)));
        return new Catalogue.Part(spec.name(), spec.summary(), spec.source(), spec.parameters(), sections);
    }

    private int writePages(SchedulerCatalogue schedulers, Path folder) {
        if (name != null || format.isJson()) {
            throw new WrongInputException("--markdown writes the pages of all packet schedulers: leave "
                    + (name == null ? "--format" : "'" + name + "'") + " out");
        }
        int files = new SchedulerPages(schedulers).write(folder);
        console.out().println(folder + ": " + files + " pages");
        return ExitCode.DONE;
    }
}
