package pacewire.model.link;

import java.util.function.Supplier;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;

/**
 * A wire of constant rate: a packet takes its {@link Packet#wireBytes()}. The remainders of the divisions are carried from
 * packet to packet as long as the wire is busy, so that a busy period of any length ends at its exact instant.
 */
public final class RateSerialiser implements Serialiser {
    private final ByteClock clock;
    private long busyUntilPs;

    public RateSerialiser(DataRate rate) {
        this(new ByteClock(rate));
    }

    private RateSerialiser(ByteClock clock) {
        this.clock = clock;
    }

    /** Makes serialisers of one rate; they share what they can. */
    public static Supplier<Serialiser> supplier(DataRate rate) {
        ByteClock shared = new ByteClock(rate);
        return shared.isExact() ? () -> new RateSerialiser(shared) : () -> new RateSerialiser(rate);
    }

    /** What turns its bytes into time; nobody else's when it carries remainders. */
    ByteClock clock() {
        return clock;
    }

    @Override
    public long readyAtPs(long fromPs) {
        return fromPs;
    }

    @Override
    public long begin(Packet packet, long nowPs) {
        if (nowPs != busyUntilPs) {
            clock.restart();
        }
        busyUntilPs = nowPs + clock.advance(packet.wireBytes());
        return busyUntilPs;
    }
}
