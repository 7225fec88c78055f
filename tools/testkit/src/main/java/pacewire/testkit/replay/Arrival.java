package pacewire.testkit.replay;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.packet.Ecn;

/**
 * A packet that comes to the packet scheduler. Where the weight, the rate or the priority of a flow is left out, it stays what it
 * was.
 *
 * @param id as the user names it; need not be unique
 * @param flow as the user names it
 * @param time when it comes, in seconds, 0 or later
 * @param bytes its length on the line, above 0
 * @param weight of its flow from here on, above 0; null: as before (1 at first)
 * @param priority its own, and of its flow from here on, 0 to 15; null: as before (0 at first)
 * @param deadline the latest departure that its sender names, in seconds; null: none
 * @param eligible the earliest departure that its sender names, in seconds, and its ideal instant; null: none
 * @param rate reserved for its flow from here on, in bytes a second: it is promised that rate, and is not to exceed it; null: as
 *     before (none at first)
 * @param dscp differentiated services code point, 0 to 63
 * @param ecn one of {@link Ecn}'s code points
 */
public record Arrival(
        String id,
        String flow,
        Rational time,
        Rational bytes,
        @Nullable Rational weight,
        @Nullable Integer priority,
        @Nullable Rational deadline,
        @Nullable Rational eligible,
        @Nullable Rational rate,
        int dscp,
        byte ecn) {
    /** Largest priority of a packet. */
    public static final int HIGHEST_PRIORITY = 15;

    /** Largest differentiated services code point. */
    public static final int LARGEST_DSCP = 63;

    public Arrival {
        require(time.signum() >= 0, id, "comes at " + time + " s, before time 0");
        require(bytes.signum() > 0, id, "has " + bytes + " bytes, not more than 0");
        require(weight == null || weight.signum() > 0, id, "has a weight of " + weight + ", not above 0");
        require(rate == null || rate.signum() > 0, id, "has a rate of " + rate + " bytes/s, not above 0");
        require(deadline == null || deadline.signum() >= 0, id, "has a deadline before time 0: " + deadline);
        require(eligible == null || eligible.signum() >= 0, id, "is eligible before time 0: " + eligible);
        require(
                priority == null || (priority >= 0 && priority <= HIGHEST_PRIORITY),
                id,
                "has priority " + priority + ", not 0 to 15");
        require(dscp >= 0 && dscp <= LARGEST_DSCP, id, "has DSCP " + dscp + ", not 0 to 63");
        require(ecn >= Ecn.NOT_CAPABLE && ecn <= Ecn.CONGESTION, id, "has ECN " + ecn + ", not 0 to 3");
    }

    /** A packet of which nothing else is known. */
    public static Arrival of(String id, String flow, Rational time, Rational bytes) {
        return new Arrival(id, flow, time, bytes, null, null, null, null, null, 0, Ecn.NOT_CAPABLE);
    }

    /** The same, in texts such as "1/3", in seconds and bytes. */
    public static Arrival of(String id, String flow, String time, String bytes) {
        return of(id, flow, Rational.parse(time), Rational.parse(bytes));
    }

    public Arrival withTime(Rational value) {
        return new Arrival(id, flow, value, bytes, weight, priority, deadline, eligible, rate, dscp, ecn);
    }

    public Arrival withBytes(Rational value) {
        return new Arrival(id, flow, time, value, weight, priority, deadline, eligible, rate, dscp, ecn);
    }

    public Arrival withWeight(@Nullable Rational value) {
        return new Arrival(id, flow, time, bytes, value, priority, deadline, eligible, rate, dscp, ecn);
    }

    public Arrival withPriority(@Nullable Integer value) {
        return new Arrival(id, flow, time, bytes, weight, value, deadline, eligible, rate, dscp, ecn);
    }

    public Arrival withDeadline(@Nullable Rational value) {
        return new Arrival(id, flow, time, bytes, weight, priority, value, eligible, rate, dscp, ecn);
    }

    public Arrival withEligible(@Nullable Rational value) {
        return new Arrival(id, flow, time, bytes, weight, priority, deadline, value, rate, dscp, ecn);
    }

    public Arrival withRate(@Nullable Rational value) {
        return new Arrival(id, flow, time, bytes, weight, priority, deadline, eligible, value, dscp, ecn);
    }

    public Arrival withDscp(int value) {
        return new Arrival(id, flow, time, bytes, weight, priority, deadline, eligible, rate, value, ecn);
    }

    public Arrival withEcn(byte value) {
        return new Arrival(id, flow, time, bytes, weight, priority, deadline, eligible, rate, dscp, value);
    }

    private static void require(boolean holds, String id, String complaint) {
        if (!holds) {
            throw new ReplayException("packet '" + id + "' " + complaint);
        }
    }
}
