package pacewire.cli;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import pacewire.model.app.Applications;

/** {@code pacewire applications}. */
@Command(description = "Lists the server applications, or one of them with its parameters.")
final class ApplicationsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The application to explain.")
    private @Nullable String name;

    @Mixin
    private FormatOption format = new FormatOption();

    ApplicationsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Catalogue catalogue = new Catalogue(
                "application",
                Applications.all().stream()
                        .map(spec -> new Catalogue.Part(
                                spec.name(),
                                spec.summary(),
                                spec.source() + "; usually over " + spec.scheduler()
                                        + (spec.nic().isEmpty()
                                                ? ""
                                                : ", with nic." + String.join(", nic.", spec.nic())),
                                spec.parameters()))
                        .toList());
        catalogue.print(console.out(), format.isJson(), name);
        return ExitCode.DONE;
    }
}
