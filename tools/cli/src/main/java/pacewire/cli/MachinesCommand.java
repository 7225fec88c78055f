package pacewire.cli;

import java.util.ArrayList;
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

    @Parameters(
            paramLabel = "[show] NAME",
            arity = "0..2",
            description = "The machine profile to explain: its figures, and where each comes from.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private FormatOption format = new FormatOption();

    MachinesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = name();
        if (name == null) {
            list(MachineProfiles.all());
        } else {
            explain(find(name));
        }
        return ExitCode.DONE;
    }

    /** The profile that is asked for, with or without "show" before it; null when none is. */
    private @Nullable String name() {
        if (words.isEmpty()) {
            return null;
        }
        boolean hasShow = words.get(0).equals("show");
        if (words.size() == 2 && !hasShow) {
            throw new WrongInputException("one machine profile at a time: " + String.join(", ", words));
        }
        if (words.size() == 1 && hasShow) {
            throw new WrongInputException("show which machine profile? There are " + names());
        }
        return words.get(words.size() - 1);
    }

    private static String names() {
        return String.join(
                ", ", MachineProfiles.all().stream().map(MachineProfile::name).toList());
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
        console.out()
                .println("Threads share the cores: " + profile.threads().key() + ", "
                        + profile.threads().meaning() + ".");
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
        tree.put("threads", profile.threads().key());
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
