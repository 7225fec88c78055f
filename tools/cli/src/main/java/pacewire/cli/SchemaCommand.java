package pacewire.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import pacewire.scenario.ScenarioSchema;

/** {@code pacewire schema}. */
@Command(description = "Prints the JSON Schema of scenario files. Editors that know it complete and check them.")
final class SchemaCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private PluginOption plugins = new PluginOption();

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().println(ScenarioSchema.json(plugins.catalogue()).strip());
        return ExitCode.DONE;
    }
}
