package pacewire.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import pacewire.model.sched.SchedulerCatalogue;

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
                schedulers.all().stream()
                        .map(spec -> new Catalogue.Part(spec.name(), spec.summary(), spec.source(), spec.parameters()))
                        .toList());
        catalogue.print(console.out(), format.isJson(), name);
        return ExitCode.DONE;
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
