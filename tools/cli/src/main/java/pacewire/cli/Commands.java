package pacewire.cli;

import java.util.List;

/** Every command, one line each, in the order to show them. */
final class Commands {
    private Commands() {}

    static List<Object> all(Console console) {
        return List.of(
                new RunCommand(console),
                new ValidateCommand(console),
                new StraceCommand(console),
                new SchedulersCommand(console),
                new ApplicationsCommand(console),
                new MachinesCommand(console),
                new SchemaCommand(console),
                BenchCommand.with(console),
                new CompletionCommand(console));
    }
}
