package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.sched.Claim;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.report.OutputFile;
import pacewire.scenario.ScenarioSchema;

/** The reference of the packet schedulers: a Markdown page of each, and an index. */
final class SchedulerPages {
    /** What stands behind a packet scheduler where its claims depend on it. */
    static final DataRate LINE = DataRate.parse("1 Gbps");

    static final int LARGEST_BYTES = SchedulerEnvironment.STANDARD_WIRE_BYTES;

    private static final String INDEX = "README.md";
    private static final String NOTHING = "Nothing beyond what every packet scheduler keeps.";

    private final SchedulerCatalogue catalogue;
    private final JsonNode matchKeys;

    SchedulerPages(SchedulerCatalogue catalogue) {
        this.catalogue = catalogue;
        // The keys of a filter are told where they are read: the schema knows what each is.
        matchKeys = new JsonMapper().readTree(ScenarioSchema.json(catalogue)).at("/$defs/packetFilter/properties");
    }

    /** Writes them into a folder; what else is there stays. Returns how many files. */
    int write(Path folder) {
        for (SchedulerSpec spec : catalogue.all()) {
            write(folder.resolve(spec.name() + ".md"), page(spec));
        }
        write(folder.resolve(INDEX), index());
        return catalogue.all().size() + 1;
    }

    private static void write(Path file, List<String> lines) {
        OutputFile.write(file, writer -> writer.write(String.join("\n", lines) + "\n"));
    }

    private List<String> index() {
        MarkdownTable table = new MarkdownTable("name", "what it does", "source");
        for (SchedulerSpec spec : catalogue.all()) {
            table.add("[`" + spec.name() + "`](" + spec.name() + ".md)", spec.summary(), spec.source());
        }
        List<String> lines = new ArrayList<>(List.of(
                "# Packet schedulers",
                "",
                "Written by `pacewire schedulers --markdown DIR` from what each packet scheduler declares.",
                ""));
        lines.addAll(table.lines());
        return lines;
    }

    private List<String> page(SchedulerSpec spec) {
        List<String> lines = new ArrayList<>(List.of(
                "# " + spec.name(), "", spec.summary(), "", "Source: " + spec.source(), "", "## Parameters", ""));
        if (spec.parameters().isEmpty()) {
            lines.add("It has no parameters.");
        } else {
            lines.addAll(parameters("parameter", spec.parameters()));
        }
        spec.tables().forEach(table -> {
            lines.addAll(List.of("", "## Table `" + table.name() + "`", "", sentence(table.help()), ""));
            lines.addAll(parameters("column", table.columns()));
        });
        addClasses(lines, spec.classes());
        addPromises(lines, spec);
        addClaims(lines, spec);
        addExample(lines, new SchedulerExample(spec, catalogue));
        lines.addAll(List.of("", "[All packet schedulers](" + INDEX + ")"));
        return lines;
    }

    private static List<String> parameters(String what, List<ParameterSpec> parameters) {
        MarkdownTable table = new MarkdownTable(what, "default", "allowed", "units", "what it does");
        for (ParameterSpec parameter : parameters) {
            String defaultText = parameter.defaultText();
            Quantity quantity = parameter.quantity();
            table.add(
                    "`" + parameter.name() + "`",
                    defaultText == null ? "none" : "`" + defaultText + "`",
                    parameter.allowed(),
                    quantity == null ? "" : String.join(", ", quantity.unitSymbols()),
                    parameter.help());
        }
        return table.lines();
    }

    private static void addPromises(List<String> lines, SchedulerSpec spec) {
        if (spec.promises()) {
            lines.addAll(List.of(
                    "",
                    "## Admission",
                    "",
                    "It refuses flows whose metrics it could not keep beside those that it has admitted. It counts on all of the line"
                            + " behind it, so it stands before all queues of a NIC, and not before each (`nic.mq`)."));
        }
    }

    private void addClasses(List<String> lines, @Nullable ClassSpec classes) {
        if (classes == null) {
            return;
        }
        lines.addAll(List.of("", "## Classes", "", sentence(classes.help()), ""));
        MarkdownTable common = new MarkdownTable("key", "what it is");
        common.add("`name`", "required; unique among the classes");
        common.add("`match`", "the packets it takes, as far as no class before it does; left out, all");
        common.add("`queue`", "the packet scheduler that holds its packets; left out, [`fifo`](fifo.md)");
        if (classes.nests()) {
            common.add("`classes`", "classes below it, instead of `queue`");
        }
        lines.addAll(common.lines());
        if (!classes.parameters().isEmpty()) {
            lines.add("");
            lines.addAll(parameters("parameter", classes.parameters()));
        }
        lines.addAll(List.of("", "A `match`, or one of a list of them, fits when all of its keys do:", ""));
        MarkdownTable keys = new MarkdownTable("key", "what it says of a packet");
        matchKeys
                .properties()
                .forEach(key -> keys.add(
                        "`" + key.getKey() + "`",
                        key.getValue().path("description").asString()));
        lines.addAll(keys.lines());
    }

    /** What it claims as it is set up by default, a sentence each; every packet scheduler keeps more than it claims. */
    static List<String> claims(SchedulerSpec spec) {
        SchedulerEnvironment port =
                SchedulerEnvironment.routerPort(LINE, (packet, reason, nowPs) -> {}, "port", new RandomStreams(1));
        List<Claim> claims = SchedulerSetup.defaults(spec).claims(port);
        return claims.isEmpty()
                ? List.of(NOTHING)
                : claims.stream().map(ClaimText::of).toList();
    }

    private static void addClaims(List<String> lines, SchedulerSpec spec) {
        List<String> claims = claims(spec);
        lines.addAll(List.of("", "## What it claims", ""));
        if (claims.equals(List.of(NOTHING))) {
            lines.add(NOTHING);
            return;
        }
        lines.addAll(List.of(
                "As it is set up by default, in front of a line of " + Quantity.RATE.format(LINE.bitsPerSecond())
                        + "; `" + "./pacewire prove " + spec.name() + "` tests it.",
                ""));
        claims.forEach(claim -> lines.add("- " + claim));
    }

    private static void addExample(List<String> lines, SchedulerExample example) {
        lines.addAll(List.of("", "## Setting it up", "", "In a scenario:", "", "```yaml"));
        lines.addAll(example.yaml());
        lines.addAll(List.of("```", "", "Alone, on arrivals of your own:", "", "```", example.replay(), "```"));
    }

    private static String sentence(String help) {
        return Character.toUpperCase(help.charAt(0)) + help.substring(1) + ".";
    }
}
