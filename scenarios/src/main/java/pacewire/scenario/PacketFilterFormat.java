package pacewire.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import pacewire.core.units.Quantity;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketFilter.Condition;
import pacewire.model.sched.PacketFilter.NamedRate;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.GroupName;
import pacewire.scenario.format.NumberRange;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;

/** The keys below {@code match:}: all that are given must hold. */
final class PacketFilterFormat {
    private static final int LARGEST_PORT = 65_535;
    private static final int LARGEST_DSCP = 63;
    private static final int LARGEST_PRIORITY = 15;
    private static final Shape<Long> TIME_ABOVE_ZERO = Scalars.measure(Quantity.TIME, 1, Limits.LONGEST_PS);

    private static final Field<Integer> GROUP =
            Field.optional("group", new GroupName(), "to or from a client of this group");
    private static final Field<String> APPLICATION = Field.optional(
            "application",
            Scalars.word(
                    "traffic", Arrays.stream(Traffic.values()).map(Traffic::key).toList()),
            "'transfers': datagrams with what was asked for; 'control': the connections that ask for it");
    private static final Field<NumberRange.Range> FLOW =
            Field.optional("flow", new NumberRange(0, Integer.MAX_VALUE), "number of the flow; of use in replays");
    private static final Field<NumberRange.Range> PORT =
            Field.optional("port", new NumberRange(0, LARGEST_PORT), "source or destination port");
    private static final Field<NumberRange.Range> SOURCE_PORT =
            Field.optional("sourcePort", new NumberRange(0, LARGEST_PORT), "source port");
    private static final Field<NumberRange.Range> DESTINATION_PORT =
            Field.optional("destinationPort", new NumberRange(0, LARGEST_PORT), "destination port");
    private static final Field<NumberRange.Range> DSCP =
            Field.optional("dscp", new NumberRange(0, LARGEST_DSCP), "differentiated services code point (RFC 2474)");
    private static final Field<NumberRange.Range> PRIORITY = Field.optional(
            "priority", new NumberRange(0, LARGEST_PRIORITY), "priority of the packet: of a transfer, that asked for");
    private static final Field<Long> MIN_RATE_AT_LEAST = Field.optional(
            "minRateAtLeast", ServerFormat.RATE, "the transfer asked for a 'minRate' of so much or more");
    private static final Field<Long> MIN_RATE_AT_MOST =
            Field.optional("minRateAtMost", ServerFormat.RATE, "the transfer asked for a 'minRate' of so much or less");
    private static final Field<Long> MAX_RATE_AT_LEAST = Field.optional(
            "maxRateAtLeast", ServerFormat.RATE, "the transfer asked for a 'maxRate' of so much or more");
    private static final Field<Long> MAX_RATE_AT_MOST =
            Field.optional("maxRateAtMost", ServerFormat.RATE, "the transfer asked for a 'maxRate' of so much or less");
    private static final Field<Long> MAX_JITTER_AT_MOST = Field.optional(
            "maxJitterAtMost", TIME_ABOVE_ZERO, "the transfer asked for a 'maxJitter' of so much or less");
    private static final Field<Long> MAX_DELAY_AT_MOST =
            Field.optional("maxDelayAtMost", TIME_ABOVE_ZERO, "the transfer asked for a 'maxDelay' of so much or less");
    private static final Field<Boolean> PACED = Field.optional(
            "paced", Scalars.flag(), "whether the transfer is strictly paced: by equal rates, or by a 'maxJitter'");

    static final Section<PacketFilter> FILTER = Section.of(
            "packetFilter",
            List.of(
                    GROUP,
                    APPLICATION,
                    FLOW,
                    PORT,
                    SOURCE_PORT,
                    DESTINATION_PORT,
                    DSCP,
                    PRIORITY,
                    MIN_RATE_AT_LEAST,
                    MIN_RATE_AT_MOST,
                    MAX_RATE_AT_LEAST,
                    MAX_RATE_AT_MOST,
                    MAX_JITTER_AT_MOST,
                    MAX_DELAY_AT_MOST,
                    PACED),
            PacketFilterFormat::filter);

    private PacketFilterFormat() {}

    /** What packets are for. */
    private enum Traffic {
        TRANSFERS(Protocol.UDP),
        CONTROL(Protocol.TCP);

        private final Protocol protocol;

        Traffic(Protocol protocol) {
            this.protocol = protocol;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static PacketFilter filter(Entries entries) {
        List<Condition> conditions = new ArrayList<>();
        entries.find(GROUP).ifPresent(group -> conditions.add(new PacketFilter.OfGroup(group)));
        entries.find(APPLICATION)
                .map(word -> Traffic.valueOf(word.toUpperCase(Locale.ROOT)).protocol)
                .ifPresent(protocol -> conditions.add(new PacketFilter.OfProtocol(protocol)));
        entries.find(PORT).ifPresent(port -> conditions.add(new PacketFilter.EitherPort(port.from(), port.to())));
        addRange(entries, FLOW, PacketFilter.Field.FLOW, conditions);
        addRange(entries, SOURCE_PORT, PacketFilter.Field.SOURCE_PORT, conditions);
        addRange(entries, DESTINATION_PORT, PacketFilter.Field.DESTINATION_PORT, conditions);
        addRange(entries, DSCP, PacketFilter.Field.DSCP, conditions);
        addRange(entries, PRIORITY, PacketFilter.Field.PRIORITY, conditions);
        addMetrics(entries, conditions);
        return new PacketFilter(conditions);
    }

    private static void addRange(
            Entries entries, Field<NumberRange.Range> key, PacketFilter.Field field, List<Condition> conditions) {
        entries.find(key).ifPresent(range -> conditions.add(new PacketFilter.InRange(field, range.from(), range.to())));
    }

    private static void addMetrics(Entries entries, List<Condition> conditions) {
        addRates(entries, NamedRate.MIN_RATE, MIN_RATE_AT_LEAST, MIN_RATE_AT_MOST, conditions);
        addRates(entries, NamedRate.MAX_RATE, MAX_RATE_AT_LEAST, MAX_RATE_AT_MOST, conditions);
        entries.find(MAX_JITTER_AT_MOST).ifPresent(ps -> conditions.add(new PacketFilter.JitterAtMost(ps)));
        entries.find(MAX_DELAY_AT_MOST).ifPresent(ps -> conditions.add(new PacketFilter.DelayAtMost(ps)));
        entries.find(PACED).ifPresent(isPaced -> conditions.add(new PacketFilter.Paced(isPaced)));
    }

    private static void addRates(
            Entries entries, NamedRate rate, Field<Long> atLeast, Field<Long> atMost, List<Condition> conditions) {
        if (entries.isGiven(atLeast) || entries.isGiven(atMost)) {
            conditions.add(new PacketFilter.RateInRange(
                    rate, entries.getOr(atLeast, 0L), entries.getOr(atMost, Long.MAX_VALUE)));
        }
    }
}
