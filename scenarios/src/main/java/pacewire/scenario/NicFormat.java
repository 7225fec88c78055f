package pacewire.scenario;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.nic.ByteQueueLimits;
import pacewire.model.nic.Coalescing;
import pacewire.model.nic.NicOptions;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;

/** The keys below {@code server.nic:}. */
final class NicFormat {
    private static final String SHARED_DOORBELL = "shared";
    private static final String IN_NIC = "nic";

    private static final Field<Long> RATE = Field.withDefault("rate", ServerFormat.RATE, "10 Gbps", "rate of the line");
    // 65536: the largest queue of a virtio device (virtio 1.2, section 2.7), and more than any NIC has.
    private static final Field<Long> RING =
            Field.withDefault("ring", Scalars.whole(1, 65_536), "512", "descriptors in each transmit ring");
    // 1024: more than the queues of any NIC's one port; MSI-X ends at 2048 interrupts (PCI 3.0, 6.8.2).
    private static final Field<Long> QUEUES = Field.withDefault(
            "queues",
            Scalars.whole(1, 1024),
            "1",
            "pairs of transmit and receive queues, each with its rings and its interrupt, spread over the cores");
    /** These two without defaults of the format, so that the resolved text of scenarios from before them stays what it was. */
    private static final Field<Boolean> MQ = Field.optional(
            "mq",
            Scalars.flag(),
            "whether each transmit queue has the packet scheduler for itself, as below the root qdisc mq; false if left out:"
                    + " one stands before all queues");

    private static final String BY_HASH = "hash";
    private static final Field<String> QUEUE_CHOICE = Field.optional(
            "queueChoice",
            Scalars.word("a choice of transmit queues", List.of("core", BY_HASH)),
            "the transmit queue that a flow takes: that of the core which sends its first packet (core, as with XPS), as if"
                    + " left out, or one by a hash of the flow");
    private static final Field<String> BYTE_QUEUE_LIMITS = Field.withDefault(
            "byteQueueLimits",
            Scalars.word(
                    "a way to keep the transmit rings short",
                    Stream.of(ByteQueueLimits.values())
                            .map(ByteQueueLimits::key)
                            .toList()),
            "fixed",
            "how the transmit rings are kept short: to what the line sends until the next interrupt (fixed), as Linux "
                    + "finds it by trial (dynamic), or not at all (off)");
    // A minute: ethtool's fields hold 71 minutes in microseconds, NICs a few milliseconds.
    private static final Field<Long> DELAY = Field.required(
            "delay",
            Scalars.measure(Quantity.TIME, 0, 60 * SimTime.SECOND),
            "longest wait for the interrupt (ethtool usecs)");
    private static final Field<Long> FRAMES =
            Field.required("frames", Scalars.whole(1, 65_536), "how many raise the interrupt at once (ethtool frames)");
    private static final Field<Coalescing> RECEIVE = Field.optional(
            "receive",
            coalescing("receive"),
            "when frames received interrupt; without it and transmit: both directions together, as the machine's profile says");
    private static final Field<Coalescing> TRANSMIT = Field.optional(
            "transmit", coalescing("transmit"), "when packets sent interrupt; without it: as the machine");
    private static final Field<Boolean> ADAPTIVE = Field.withDefault(
            "adaptive",
            Scalars.flag(),
            "false",
            "whether interrupts adapt to the load instead, as Linux's net_dim does");
    private static final Field<NicOptions.Interrupts> INTERRUPTS = Field.withDefault(
            "interrupts",
            Section.of("interrupts", List.of(RECEIVE, TRANSMIT, ADAPTIVE), NicFormat::interrupts),
            "{}",
            "when the NIC interrupts");
    private static final Field<String> DOORBELLS = Field.withDefault(
            "doorbells",
            Scalars.word("a way to ring", List.of(SHARED_DOORBELL, "each")),
            SHARED_DOORBELL,
            "whether packets posted one after the other share a write to the NIC's doorbell, or each has its own");
    private static final Field<String> SEGMENTATION = Field.withDefault(
            "segmentation",
            Scalars.word("who segments", List.of("software", IN_NIC)),
            "software",
            "who makes the datagrams of a send with UDP_SEGMENT: the kernel behind the packet scheduler, or the NIC");
    /** Optional, so that the resolved text of scenarios without it stays what it was. */
    private static final Field<Boolean> TSO = Field.optional(
            "tso",
            Scalars.flag(),
            "whether the NIC makes the segments of TCP super-packets (tcp-segmentation-offload of ethtool), as if left out, or "
                    + "the kernel behind the packet scheduler");

    private static final Field<Boolean> LAUNCH_TIME = Field.withDefault(
            "launchTime",
            Scalars.flag(),
            "false",
            "whether the NIC holds packets from the packet scheduler etf until the instant that each names");
    private static final Field<Long> LAUNCH_RESOLUTION = Field.withDefault(
            "launchResolution",
            Scalars.measure(Quantity.TIME, 1, SimTime.SECOND),
            "32 ns",
            "grid of the NIC's launch times (Intel I210: 32 ns; I225: 1 ns)");

    static final Shape<Scenario.NicSpec> NIC = Section.of(
            "nic",
            List.of(
                    RATE,
                    RING,
                    QUEUES,
                    MQ,
                    QUEUE_CHOICE,
                    BYTE_QUEUE_LIMITS,
                    INTERRUPTS,
                    DOORBELLS,
                    SEGMENTATION,
                    TSO,
                    LAUNCH_TIME,
                    LAUNCH_RESOLUTION),
            NicFormat::nic);

    private NicFormat() {}

    private static Section<Coalescing> coalescing(String name) {
        return Section.of(
                name,
                List.of(DELAY, FRAMES),
                entries -> new Coalescing(entries.get(DELAY), Math.toIntExact(entries.get(FRAMES))));
    }

    private static NicOptions.@Nullable Interrupts interrupts(Entries entries) {
        boolean isAdaptive = entries.get(ADAPTIVE);
        if (isAdaptive && (entries.isGiven(RECEIVE) || entries.isGiven(TRANSMIT))) {
            entries.problem(ADAPTIVE, "interrupts that adapt have no settings: leave out receive and transmit");
            return null;
        }
        return new NicOptions.Interrupts(
                entries.find(RECEIVE).orElse(null), entries.find(TRANSMIT).orElse(null), isAdaptive);
    }

    private static Scenario.NicSpec nic(Entries entries) {
        return new Scenario.NicSpec(
                new DataRate(entries.get(RATE)),
                Math.toIntExact(entries.get(RING)),
                new NicOptions(
                        Math.toIntExact(entries.get(QUEUES)),
                        byteQueueLimits(entries.get(BYTE_QUEUE_LIMITS)),
                        entries.get(LAUNCH_TIME) ? new NicOptions.Launch(entries.get(LAUNCH_RESOLUTION)) : null,
                        entries.get(INTERRUPTS),
                        entries.get(DOORBELLS).equals(SHARED_DOORBELL),
                        entries.get(SEGMENTATION).equals(IN_NIC),
                        entries.getOr(TSO, true)),
                entries.getOr(MQ, false),
                entries.find(QUEUE_CHOICE).filter(BY_HASH::equals).isPresent());
    }

    private static ByteQueueLimits byteQueueLimits(String key) {
        return Stream.of(ByteQueueLimits.values())
                .filter(way -> way.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
