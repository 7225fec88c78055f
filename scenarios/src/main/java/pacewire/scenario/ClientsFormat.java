package pacewire.scenario;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.Distribution;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.link.CapacityTrace;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.SchedulerSetup;
import pacewire.scenario.format.Deferred;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.InputFile;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.OrNone;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;
import pacewire.scenario.input.CapacityTraceFile;

/** The keys of an item of {@code clients:}. */
final class ClientsFormat {
    private static final Shape<Long> TIME = Scalars.measure(Quantity.TIME, 0, Limits.LONGEST_PS);
    private static final Shape<Long> TIME_ABOVE_ZERO = Scalars.measure(Quantity.TIME, 1, Limits.LONGEST_PS);
    /** A name is a key in paths of metrics. */
    private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static final Field<List<String>> FILES = Field.optional(
            "files",
            new ListOf<>(Scalars.text("a file name or a pattern such as \"movie-*\""), 1),
            "files that a client may ask for; * stands for any characters, ? for one");
    static final Field<Long> PER_REQUEST = Field.withDefault(
            "perRequest", Scalars.whole(1, Limits.MOST_FILES), "1", "different files asked for in one request");
    static final Field<Long> BYTES = Field.optional(
            "bytes",
            Scalars.measure(Quantity.SIZE, 1, ServerFormat.MOST_BYTES),
            "the first so many bytes of each file; without it, the whole file");
    static final Field<Long> MIN_RATE = Field.optional("minRate", ServerFormat.RATE, "payload rate that must be kept");
    static final Field<Long> MAX_RATE = Field.optional(
            "maxRate", ServerFormat.RATE, "payload rate never exceeded; equal to minRate: strictly paced");
    private static final Field<Long> MAX_JITTER =
            Field.optional("maxJitter", TIME_ABOVE_ZERO, "tolerated departure error; asks for strict pacing");
    private static final Field<Long> MAX_DELAY =
            Field.optional("maxDelay", TIME_ABOVE_ZERO, "longest time from a datagram's ideal instant to the client");
    private static final Field<Long> PRIORITY = Field.withDefault(
            "priority",
            Scalars.whole(0, FlowMetrics.HIGHEST_PRIORITY),
            "0",
            "who goes first where the metrics leave it open; 7 is highest");
    private static final Field<Long> WEIGHT =
            Field.withDefault("weight", Scalars.whole(1, FlowMetrics.LARGEST_WEIGHT), "1", "share of spare capacity");

    private static final Field<Long> PLAYOUT_RATE =
            Field.optional("rate", ServerFormat.RATE, "rate of consumption; a recorded video needs none");
    private static final Field<Long> BUFFER =
            Field.required("buffer", TIME, "media gathered before the player starts, as time of playing");

    private static final Field<Long> RATE = Field.optional("rate", ServerFormat.RATE, "rate in both directions");
    private static final Field<CapacityTrace> CAPACITY_TRACE = Field.optional(
            "capacityTrace",
            new InputFile<>("a capacity trace in Mahimahi's format", CapacityTraceFile::parse),
            "recorded downlink: on each line the millisecond of an opportunity to send 1500 bytes");
    /** The uplink beside a recorded downlink: the peak rate of an LTE category 4 terminal (3GPP TS 36.306). */
    private static final DataRate UPLINK_BESIDE_TRACE = new DataRate(50_000_000);

    private static final Field<Long> UPLINK_RATE = Field.optional(
            "uplinkRate",
            ServerFormat.RATE,
            "rate from the client to the network; without it 'rate', or 50 Mbps beside a capacity trace");
    private static final Field<Long> DELAY = Field.required("delay", TIME, "propagation, one way");
    private static final Field<Distribution> JITTER = Field.optional(
            "jitter",
            Deferred.of(() -> DistributionFormat.DISTRIBUTION),
            "added to the propagation of each packet; the sum is never below zero");
    private static final Field<Long> LOSS = Field.withDefault(
            "loss", Scalars.measure(Quantity.SHARE, 0, Quantity.WHOLE), "0 %", "share of packets lost");
    private static final Field<Boolean> REORDER =
            Field.withDefault("reorder", Scalars.flag(), "false", "whether delay variation lets packets overtake");
    private static final Field<SchedulerSetup> QUEUE = Field.withDefault(
            "queue",
            new RouterQueue(SchedulerFormat.BUILT_IN),
            "{type: fifo}",
            "packet scheduler of the downlink's queue");

    static final Field<String> GROUP = Field.required(
            "group", Scalars.text("a name of letters, digits, '-' and '_'", GROUP_NAME), "name of the group");
    static final Field<Long> COUNT = Field.optional(
            "count",
            Scalars.whole(1, Limits.MOST_CLIENTS),
            "number of clients; required, but for an access log, where it is the number of lines");
    static final Field<ArrivalsFormat.Draft> ARRIVALS =
            Field.required("arrivals", ArrivalsFormat.ARRIVALS, "when they come, each once");
    static final Field<RequestsDraft> REQUESTS = Field.optional(
            "requests",
            Section.of(
                    "requests",
                    List.of(FILES, PER_REQUEST, BYTES, MIN_RATE, MAX_RATE, MAX_JITTER, MAX_DELAY, PRIORITY, WEIGHT),
                    ClientsFormat::requests),
            "what each asks for");
    static final Field<Scenario.Playout> PLAYOUT = Field.optional(
            "playout",
            Section.of(
                    "playout",
                    List.of(PLAYOUT_RATE, BUFFER),
                    entries -> new Scenario.Playout(rate(entries, PLAYOUT_RATE), entries.get(BUFFER))),
            "the player behind the client; without it nothing is measured of one");
    static final Field<Optional<Scenario.Access>> ACCESS = Field.required(
            "access",
            new OrNone<>(accessSection(SchedulerFormat.BUILT_IN)),
            "the link of each client; none: it stands at the end of the core link");

    private ClientsFormat() {}

    /** The keys of a group, with the packet schedulers that may be named. */
    static Section<Entries> group(Shape<SchedulerSetup> packetScheduler) {
        return Section.open(
                "group",
                List.of(
                        GROUP,
                        COUNT,
                        ARRIVALS,
                        REQUESTS,
                        PLAYOUT,
                        ACCESS.withShape(new OrNone<>(accessSection(packetScheduler)))));
    }

    private static Section<Scenario.Access> accessSection(Shape<SchedulerSetup> packetScheduler) {
        return Section.of(
                        "access",
                        List.of(
                                RATE,
                                UPLINK_RATE,
                                CAPACITY_TRACE,
                                DELAY,
                                JITTER,
                                LOSS,
                                REORDER,
                                QUEUE.withShape(new RouterQueue(packetScheduler))),
                        ClientsFormat::access)
                .withExactlyOneOf(RATE, CAPACITY_TRACE);
    }

    /** What a client asks for, its patterns not yet resolved. */
    record RequestsDraft(Entries entries, FlowMetrics metrics) {}

    private static @Nullable RequestsDraft requests(Entries entries) {
        DataRate minRate = rate(entries, MIN_RATE);
        DataRate maxRate = rate(entries, MAX_RATE);
        if (minRate != null && maxRate != null && minRate.compareTo(maxRate) > 0) {
            entries.problem(MIN_RATE, "'minRate' is at most 'maxRate', which is " + maxRate);
            return null;
        }
        return new RequestsDraft(
                entries,
                new FlowMetrics(
                        minRate,
                        maxRate,
                        entries.getOr(MAX_JITTER, FlowMetrics.NONE),
                        entries.getOr(MAX_DELAY, FlowMetrics.NONE),
                        Math.toIntExact(entries.get(PRIORITY)),
                        Math.toIntExact(entries.get(WEIGHT))));
    }

    private static Scenario.Access access(Entries entries) {
        DataRate rate = rate(entries, RATE);
        DataRate uplinkRate = rate(entries, UPLINK_RATE);
        DataRate uplinkByDefault = rate == null ? UPLINK_BESIDE_TRACE : rate;
        return new Scenario.Access(
                rate,
                uplinkRate == null ? uplinkByDefault : uplinkRate,
                entries.get(DELAY),
                entries.find(JITTER).orElse(null),
                entries.get(LOSS),
                entries.get(REORDER),
                entries.find(CAPACITY_TRACE).orElse(null),
                entries.get(QUEUE));
    }

    private static @Nullable DataRate rate(Entries entries, Field<Long> field) {
        return entries.find(field).map(DataRate::new).orElse(null);
    }
}
