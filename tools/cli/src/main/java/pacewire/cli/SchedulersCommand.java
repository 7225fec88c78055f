package pacewire.cli;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pacewire schedulers}. */
@Command(description = "Lists the packet schedulers, or one of them with its parameters.")
final class SchedulersCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The packet scheduler to explain.")
    private @Nullable String name;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    SchedulersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Catalogue catalogue = new Catalogue(
                "packet scheduler",
                plugins.catalogue().all().stream()
                        .map(spec -> new Catalogue.Part(spec.name(), spec.summary(), spec.source(), spec.parameters()))
                        .toList());
        catalogue.print(console.out(), format.isJson(), name);
        return ExitCode.DONE;
    }
}
