package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

/**
 * Sorts packets out: one passes when all conditions hold.
 *
 * @param conditions none: every packet passes
 */
public record PacketFilter(List<Condition> conditions) {
    public PacketFilter {
        conditions = List.copyOf(conditions);
    }

    /** A filter of some conditions. */
    public static PacketFilter of(Condition... conditions) {
        return new PacketFilter(List.of(conditions));
    }

    /** Whether a packet passes, of a flow with the metrics that it was opened with; best effort when it never was. */
    public boolean passes(Packet packet, FlowMetrics metrics) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(packet, metrics)) {
                return false;
            }
        }
        return true;
    }

    /** Whether packets of a flow with such metrics may pass, as far as the metrics tell. */
    public boolean mayPass(FlowMetrics metrics) {
        return conditions.stream()
                .allMatch(condition -> !(condition instanceof MetricsCondition told) || told.holds(metrics));
    }

    /** Whether the metrics of its flow alone tell if a packet passes. */
    public boolean isToldByMetrics() {
        return conditions.stream().allMatch(condition -> condition instanceof MetricsCondition);
    }

    /** Something that a packet, or the flow that it belongs to, has or has not. */
    public sealed interface Condition {
        boolean holds(Packet packet, FlowMetrics metrics);
    }

    /** A condition on the metrics that a flow was opened with. */
    public sealed interface MetricsCondition extends Condition {
        boolean holds(FlowMetrics metrics);

        @Override
        default boolean holds(Packet packet, FlowMetrics metrics) {
            return holds(metrics);
        }
    }

    /** To or from a client of a group, by its place among the groups of the scenario. */
    public record OfGroup(int group) implements Condition {
        @Override
        public boolean holds(Packet packet, FlowMetrics metrics) {
            return packet.group == group;
        }
    }

    /** Of a transport protocol: the datagrams of transfers, or the segments of the connections that control them. */
    public record OfProtocol(Protocol protocol) implements Condition {
        @Override
        public boolean holds(Packet packet, FlowMetrics metrics) {
            return packet.protocol == protocol;
        }
    }

    /** A field of a packet is in a range, ends included. */
    public record InRange(Field field, int from, int to) implements Condition {
        @Override
        public boolean holds(Packet packet, FlowMetrics metrics) {
            int value = field.of(packet);
            return value >= from && value <= to;
        }
    }

    /** The source port or the destination port is in a range, ends included. */
    public record EitherPort(int from, int to) implements Condition {
        @Override
        public boolean holds(Packet packet, FlowMetrics metrics) {
            return isWithin(packet.sourcePort) || isWithin(packet.destinationPort);
        }

        private boolean isWithin(int port) {
            return port >= from && port <= to;
        }
    }

    /** A rate named for the flow is in a range, ends included; one that is not named is in none. */
    public record RateInRange(NamedRate rate, long fromBps, long toBps) implements MetricsCondition {
        @Override
        public boolean holds(FlowMetrics metrics) {
            DataRate named = rate.of(metrics);
            return named != null && named.bitsPerSecond() >= fromBps && named.bitsPerSecond() <= toBps;
        }
    }

    /** The tolerated jitter named for the flow is so small at most. */
    public record JitterAtMost(long ps) implements MetricsCondition {
        @Override
        public boolean holds(FlowMetrics metrics) {
            return metrics.hasMaxJitter() && metrics.maxJitterPs() <= ps;
        }
    }

    /** The longest delay named for the flow is so small at most. */
    public record DelayAtMost(long ps) implements MetricsCondition {
        @Override
        public boolean holds(FlowMetrics metrics) {
            return metrics.hasMaxDelay() && metrics.maxDelayPs() <= ps;
        }
    }

    /** Whether the flow is strictly paced: its rates leave no choice, or it names the jitter that it tolerates. */
    public record Paced(boolean isPaced) implements MetricsCondition {
        @Override
        public boolean holds(FlowMetrics metrics) {
            return isPaced == (metrics.isStrictlyPaced() || metrics.hasMaxJitter());
        }
    }

    /** Whole numbers that a packet carries. */
    public enum Field {
        FLOW,
        SOURCE_PORT,
        DESTINATION_PORT,
        /** RFC 2474: 0 to 63. */
        DSCP,
        /** 0 to 15; of a transfer, the priority of its metrics. */
        PRIORITY;

        int of(Packet packet) {
            return switch (this) {
                case FLOW -> packet.flow;
                case SOURCE_PORT -> packet.sourcePort;
                case DESTINATION_PORT -> packet.destinationPort;
                case DSCP -> packet.dscp;
                case PRIORITY -> packet.priority;
            };
        }
    }

    /** Rates that a flow may name. */
    public enum NamedRate {
        MIN_RATE,
        MAX_RATE;

        @Nullable
        DataRate of(FlowMetrics metrics) {
            return switch (this) {
                case MIN_RATE -> metrics.minRate();
                case MAX_RATE -> metrics.maxRate();
            };
        }
    }
}
