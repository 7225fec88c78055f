package pacewire.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.transport.TcpSettings;
import pacewire.scenario.format.Deferred;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;

/**
 * The scenario file, declared once: reading it, its JSON Schema, its canonical form and its reference page come from this
 * declaration.
 */
public final class ScenarioFormat {
    private static final Field<Long> CORE_RATE = Field.withDefault(
            "rate", ServerFormat.RATE, "100 Gbps", "rate of the link from the server's network to the access links");
    private static final Field<Long> CORE_DELAY = Field.withDefault(
            "delay", Scalars.measure(Quantity.TIME, 0, Limits.LONGEST_PS), "1 ms", "propagation, one way");
    private static final Field<SchedulerSetup> CORE_QUEUE = Field.withDefault(
            "queue", new RouterQueue(SchedulerFormat.BUILT_IN), "{type: fifo}", "packet scheduler of its queue");
    private static final Field<Scenario.Network> CORE =
            Field.withDefault("core", core(SchedulerFormat.BUILT_IN), "{}", "the link that all clients share");

    /** Optional, so that the resolved text of scenarios without it stays what it was. The largest: RFC 7323, section 2.3. */
    private static final Field<Long> TCP_WINDOW = Field.optional(
            "tcpWindow",
            Scalars.measure(Quantity.SIZE, 1460, TcpSettings.LARGEST_WINDOW_BYTES),
            "largest window of TCP connections, to which the clients' receive buffers grow (tcp_rmem), and with which the server's "
                    + "send buffers do (tcp_wmem); 3 MiB if left out");

    static final Field<String> METRIC = Field.required(
            "metric", Scalars.text("a path in summary.json"), "such as groups.viewers.departureErrorUs.p99");
    static final Field<String> AT_MOST = Field.optional("atMost", Scalars.text("a bound"), "greatest value that holds");
    static final Field<String> AT_LEAST = Field.optional("atLeast", Scalars.text("a bound"), "least value that holds");
    static final Field<String> EQUALS = Field.optional("equals", Scalars.text("a bound"), "the one value that holds");

    static final Field<String> TITLE = Field.required(
            "scenario", Scalars.text("a title of one line", Pattern.compile(".*\\S.*")), "title that people see");
    static final Field<String> DESCRIPTION =
            Field.withDefault("description", Scalars.text("a text"), "\"\"", "what it is about");
    static final Field<Long> SEED =
            Field.withDefault("seed", Scalars.whole(Long.MIN_VALUE, Long.MAX_VALUE), "1", "seed of all random numbers");
    static final Field<Long> DURATION = Field.required(
            "duration", Scalars.measure(Quantity.TIME, 1, Limits.LONGEST_PS), "virtual time that is simulated");
    static final Field<Long> WARM_UP = Field.withDefault(
            "warmUp",
            Scalars.measure(Quantity.TIME, 0, Limits.LONGEST_PS),
            "0 s",
            "distributions leave out packets that depart, and transfers that start, before this");
    /** Without a default of the format, so that the resolved text of scenarios from before it stays what it was. */
    static final Field<String> DETAIL = Field.optional(
            "detail",
            Scalars.word(
                    "a detail",
                    Arrays.stream(Scenario.Detail.values())
                            .map(Scenario.Detail::key)
                            .toList()),
            "'client' if left out; 'group' leaves out what there is for each client: for groups of very many");

    static final Field<Entries> SERVER =
            Field.required("server", ServerFormat.server(SchedulerFormat.BUILT_IN), "the server");
    static final Field<List<Entries>> CLIENTS =
            Field.required("clients", groups(SchedulerFormat.BUILT_IN), "groups of clients that are alike");
    static final Field<Scenario.Network> NETWORK = Field.withDefault(
            "network", network(SchedulerFormat.BUILT_IN), "{}", "between the server and the access links");
    /** Without a default of the format, so that the resolved text of scenarios without faults stays what it was. */
    static final Field<List<FaultsFormat.Draft>> FAULTS = Field.optional(
            "faults",
            new ListOf<>(Deferred.of(() -> FaultsFormat.FAULT), 0),
            "what goes wrong at the server and its clients, and when");

    static final Field<List<Entries>> EXPECT = Field.withDefault(
            "expect",
            new ListOf<>(
                    Section.open("expectation", List.of(METRIC, AT_MOST, AT_LEAST, EQUALS))
                            .withExactlyOneOf(AT_MOST, AT_LEAST, EQUALS),
                    0),
            "[]",
            "what is expected of the results; a run in which something does not hold fails");

    private ScenarioFormat() {}

    /** The whole file, with the packet schedulers that may be named. */
    public static Section<Entries> root(SchedulerCatalogue catalogue) {
        Shape<SchedulerSetup> packetScheduler = SchedulerFormat.of(catalogue);
        return Section.open(
                "scenario",
                List.of(
                        TITLE,
                        DESCRIPTION,
                        SEED,
                        DURATION,
                        WARM_UP,
                        DETAIL,
                        SERVER.withShape(ServerFormat.server(packetScheduler)),
                        CLIENTS.withShape(groups(packetScheduler)),
                        NETWORK.withShape(network(packetScheduler)),
                        FAULTS,
                        EXPECT));
    }

    private static Shape<List<Entries>> groups(Shape<SchedulerSetup> packetScheduler) {
        return new ListOf<>(ClientsFormat.group(packetScheduler), 1);
    }

    private static Section<Scenario.Network> network(Shape<SchedulerSetup> packetScheduler) {
        return Section.of("network", List.of(CORE.withShape(core(packetScheduler)), TCP_WINDOW), entries -> {
            Scenario.Network network = entries.get(CORE);
            return entries.find(TCP_WINDOW)
                    .map(bytes -> network.withTcpWindow(Math.toIntExact(bytes)))
                    .orElse(network);
        });
    }

    private static Section<Scenario.Network> core(Shape<SchedulerSetup> packetScheduler) {
        return Section.of(
                "core",
                List.of(CORE_RATE, CORE_DELAY, CORE_QUEUE.withShape(new RouterQueue(packetScheduler))),
                entries -> new Scenario.Network(
                        new DataRate(entries.get(CORE_RATE)), entries.get(CORE_DELAY), entries.get(CORE_QUEUE)));
    }
}
