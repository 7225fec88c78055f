package pacewire.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.report.OutputFile;
import pacewire.report.chart.BillChart;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.bill.BillCollector;
import pacewire.scenario.bill.BillQuery;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.ClientName;

/** {@code pacewire why}. */
@Command(
        description = {
            "Runs a scenario and says what made packets late: for each one its departure error, split exactly by cause, and"
                    + " for each group what the late ones of every percentile were late for."
        },
        footer = {
            "",
            "Examples:",
            "  pacewire why scenarios/library/application-pacing.yaml --worst 5",
            "  pacewire why my.yaml --transfer viewers/17 --chart why.png"
        })
final class WhyCommand implements Callable<Integer> {
    private static final int USUAL_WORST = 10;
    private static final int MOST_WORST = 10_000;

    /** More bars than that cannot be read. */
    private static final int MOST_BARS = 15;

    private static final Pattern TRANSFER = Pattern.compile("(.+)/(0|[1-9][0-9]{0,8})");

    private final Console console;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @ArgGroup
    private Wanted wanted = new Wanted();

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw the bills, too: one as a waterfall, several as bars. Ends in .png or .svg.")
    private @Nullable Path chart;

    @Mixin
    private FormatOption format = new FormatOption();

    /** Whose bills. */
    static final class Wanted {
        @Option(names = "--packet", paramLabel = "N", description = "The packet with this number in the run.")
        private @Nullable Long packet;

        @Option(
                names = "--transfer",
                paramLabel = "GROUP/N",
                description = "The packets to client N of a group, as transfers.csv numbers them.")
        private @Nullable String transfer;

        @Option(
                names = "--worst",
                paramLabel = "N",
                description = "The N packets that left latest, of all clients (default: " + USUAL_WORST + ").")
        private @Nullable Integer worst;
    }

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        requireKnownChart();
        Scenario scenario = scenarioOptions.read();
        BillQuery query = query(scenario);
        ProgressLine progress = new ProgressLine(console, true);
        Bills bills;
        try {
            bills = BillCollector.run(scenario, query, progress).bills();
        } finally {
            progress.clear();
        }
        if (bills.worst().isEmpty()) {
            throw new WrongInputException(nothing(query));
        }
        if (format.isJson()) {
            Json.print(console.out(), BillText.tree(bills));
        } else {
            BillText.lines(scenario, bills).forEach(console.out()::println);
        }
        draw(scenario, bills);
        return ExitCode.DONE;
    }

    private void requireKnownChart() {
        if (chart != null && !isPng(chart) && !isSvg(chart)) {
            throw new WrongInputException("--chart " + chart + ": the file's name ends in neither .png nor .svg");
        }
    }

    private BillQuery query(Scenario scenario) {
        if (wanted.packet != null) {
            return BillQuery.ofPacket(wanted.packet);
        }
        if (wanted.transfer != null) {
            return BillQuery.ofTransfer(client(scenario, wanted.transfer), USUAL_WORST);
        }
        int worst = wanted.worst == null ? USUAL_WORST : wanted.worst;
        if (worst < 1 || worst > MOST_WORST) {
            throw new WrongInputException("--worst is " + worst + ", not 1 to " + MOST_WORST);
        }
        return BillQuery.worst(worst);
    }

    private static ClientName client(Scenario scenario, String text) {
        Matcher parts = TRANSFER.matcher(text);
        if (!parts.matches()) {
            throw new WrongInputException(
                    "--transfer '" + text + "' is not a group and the number of a client, such as '"
                            + scenario.clients().get(0).name() + "/0'");
        }
        List<String> names =
                scenario.clients().stream().map(Scenario.ClientGroup::name).toList();
        Scenario.ClientGroup group = scenario.clients().stream()
                .filter(one -> one.name().equals(parts.group(1)))
                .findFirst()
                .orElseThrow(() -> new WrongInputException(
                        "there is no group '" + parts.group(1) + "' (known: " + String.join(", ", names) + ")"));
        int number = Integer.parseInt(parts.group(2));
        if (number >= group.count()) {
            throw new WrongInputException(
                    "group '" + group.name() + "' has clients 0 to " + (group.count() - 1) + ", no client " + number);
        }
        return new ClientName(group.name(), number);
    }

    private static String nothing(BillQuery query) {
        if (query.packet() != null) {
            return "packet " + query.packet()
                    + " did not leave the server, or has no place in a schedule: there are bills"
                    + " for datagrams that a client asked for at a rate, or of a recorded video";
        }
        String whose = query.client() == null ? "no packet" : "no packet to " + query.client();
        return whose
                + " that left after the warm-up has a place in a schedule: clients must ask for minRate = maxRate, or"
                + " for a recorded video";
    }

    private void draw(Scenario scenario, Bills bills) {
        Path file = chart;
        if (file == null) {
            return;
        }
        var image = BillChart.of(
                BillText.of(scenario),
                bills.worst().subList(0, Math.min(MOST_BARS, bills.worst().size())));
        if (isPng(file)) {
            OutputFile.writeBytes(file, image::writePng);
        } else {
            OutputFile.write(file, out -> out.write(image.svg()));
        }
        console.err().println("pacewire: drawn in " + file);
    }

    private static boolean isPng(Path file) {
        return file.toString().endsWith(".png");
    }

    private static boolean isSvg(Path file) {
        return file.toString().endsWith(".svg");
    }
}
