package pacewire.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;

/** {@code pacewire machines}. */
@Command(description = "Lists the machine profiles, or all costs of one of them with their sources.")
final class MachinesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The machine profile to explain.")
    private @Nullable String name;

    @Mixin
    private FormatOption format = new FormatOption();

    MachinesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (name == null) {
            list(MachineProfiles.all());
        } else {
            explain(find(name));
        }
        return ExitCode.DONE;
    }

    private static MachineProfile find(String name) {
        return MachineProfiles.find(name)
                .orElseThrow(() -> UnknownName.complaint(
                        "machine profile",
                        name,
                        MachineProfiles.all().stream().map(MachineProfile::name).toList()));
    }

    private void list(List<MachineProfile> profiles) {
        if (format.isJson()) {
            Json.print(
                    console.out(), profiles.stream().map(MachinesCommand::tree).toList());
            return;
        }
        WrappedTable table = new WrappedTable("machine", "year", "what it is");
        profiles.forEach(profile -> table.add(profile.name(), Integer.toString(profile.year()), profile.summary()));
        table.print(console.out());
    }

    private void explain(MachineProfile profile) {
        if (format.isJson()) {
            Json.print(console.out(), tree(profile));
            return;
        }
        console.out().println(profile.name() + ": " + profile.summary() + " (" + profile.year() + ")");
        console.out().println();
        WrappedTable table = new WrappedTable("cost", "value", "what it is, and where the figure comes from");
        for (Cost cost : profile.costs()) {
            table.add(cost.item().key(), cost.valueText(), cost.item().meaning() + ". Source: " + cost.source());
        }
        table.print(console.out());
    }

    private static Map<String, Object> tree(MachineProfile profile) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", profile.name());
        tree.put("summary", profile.summary());
        tree.put("year", profile.year());
        tree.put("costs", profile.costs().stream().map(MachinesCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Cost cost) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", cost.item().key());
        tree.put("value", cost.valueText());
        tree.put("meaning", cost.item().meaning());
        tree.put("source", cost.source());
        return tree;
    }
}
