package pacewire.cli;

import java.util.List;
import java.util.function.Function;

/** Every command, one line each, in the order to show them. */
final class Commands {
    private static final List<Entry> ALL = List.of(
            new Entry("run", RunCommand::new),
            new Entry("duel", DuelCommand::new),
            new Entry("sweep", SweepCommand::new),
            new Entry("check", CheckCommand::new),
            new Entry("validate", ValidateCommand::new),
            new Entry("strace", StraceCommand::new),
            new Entry("trace", TraceCommand::new),
            new Entry("why", WhyCommand::new),
            new Entry("prove", ProveCommand::new),
            new Entry("replay", ReplayCommand::new),
            new Entry("schedulers", SchedulersCommand::new),
            new Entry("applications", ApplicationsCommand::new),
            new Entry("machines", MachinesCommand::new),
            new Entry("syscalls", SyscallsCommand::new),
            new Entry("calibrate", CalibrateCommand::new),
            new Entry("schema", SchemaCommand::new),
            new Entry("bench", BenchCommand::with),
            new Entry("generate-completion", CompletionCommand::new));

    private Commands() {}

    /**
     * A command that need not exist yet: to read the annotations of all of them takes picocli longer than to read a
     * scenario.
     *
     * @param name as on the command line
     */
    record Entry(String name, Function<Console, Object> maker) {}

    static List<Entry> all() {
        return ALL;
    }

    /** The one command that a command line names first; all when it names none, for help and for complaints. */
    static List<Entry> wantedBy(String... arguments) {
        List<Entry> named = arguments.length == 0
                ? List.of()
                : ALL.stream()
                        .filter(entry -> entry.name().equals(arguments[0]))
                        .toList();
        return named.isEmpty() ? ALL : named;
    }
}
