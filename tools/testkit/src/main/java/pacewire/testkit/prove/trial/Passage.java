package pacewire.testkit.prove.trial;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * What became of a packet. Events of a trace are counted, so that those at one instant have an order: {@code ...Event} is an
 * event's place, {@link #NEVER} if it did not happen.
 */
public final class Passage {
    /** An event or instant that did not come. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Arrival arrival;
    private final Packet packet;
    private final long arrivedEvent;
    /** What the flow was granted when the packet came. */
    private final Terms granted;

    private final int packetsBefore;
    private final long bytesBefore;

    @Nullable
    DropReason refused;

    @Nullable
    DropReason dropped;

    int packetsAfter;
    long bytesAfter;
    long droppedPs = NEVER;
    long droppedEvent = NEVER;
    int packetsWhenDropped;
    long bytesWhenDropped;
    long startPs = NEVER;
    long startEvent = NEVER;
    long endPs = NEVER;
    boolean wasMarked;
    int packetsWhenTaken;
    long bytesWhenTaken;

    Passage(Arrival arrival, Packet packet, long arrivedEvent, Terms granted, int packetsBefore, long bytesBefore) {
        this.arrival = arrival;
        this.packet = packet;
        this.arrivedEvent = arrivedEvent;
        this.granted = granted;
        this.packetsBefore = packetsBefore;
        this.bytesBefore = bytesBefore;
    }

    public Arrival arrival() {
        return arrival;
    }

    /** The packet, as the packet scheduler left it. */
    public Packet packet() {
        return packet;
    }

    public int flow() {
        return arrival.flow();
    }

    public int bytes() {
        return arrival.bytes();
    }

    public long arrivedPs() {
        return arrival.atPs();
    }

    public long arrivedEvent() {
        return arrivedEvent;
    }

    /** What the flow was granted when the packet came. */
    public Terms granted() {
        return granted;
    }

    /** The same, as the packet scheduler was told. */
    public FlowMetrics metrics() {
        return FlowBook.metrics(granted);
    }

    /** Packets held when it came, without it. */
    public int packetsBefore() {
        return packetsBefore;
    }

    /** Bytes held when it came, without it. */
    public long bytesBefore() {
        return bytesBefore;
    }

    /** Packets held after it was offered, with it if it was taken. */
    public int packetsAfter() {
        return packetsAfter;
    }

    /** Bytes held after it was offered. */
    public long bytesAfter() {
        return bytesAfter;
    }

    public boolean wasTaken() {
        return refused == null;
    }

    /** Why it was not taken; null when it was. */
    public @Nullable DropReason refused() {
        return refused;
    }

    /** Why it was dropped after it was taken; null when it was not. */
    public @Nullable DropReason dropped() {
        return dropped;
    }

    public long droppedPs() {
        return droppedPs;
    }

    public long droppedEvent() {
        return droppedEvent;
    }

    /** Packets held when it was dropped, with it. */
    public int packetsWhenDropped() {
        return packetsWhenDropped;
    }

    /** Bytes held when it was dropped, with it. */
    public long bytesWhenDropped() {
        return bytesWhenDropped;
    }

    public boolean wasSent() {
        return startEvent != NEVER;
    }

    /** First bit on the line. */
    public long startPs() {
        return startPs;
    }

    public long startEvent() {
        return startEvent;
    }

    /** Last bit on the line. */
    public long endPs() {
        return endPs;
    }

    /** Whether congestion was marked on it. */
    public boolean wasMarked() {
        return wasMarked;
    }

    /** Packets held when it left, with it. */
    public int packetsWhenTaken() {
        return packetsWhenTaken;
    }

    /** Bytes held when it left, with it. */
    public long bytesWhenTaken() {
        return bytesWhenTaken;
    }

    /** Whether it was held right before an event. */
    public boolean isHeldBefore(long event) {
        return wasTaken() && arrivedEvent < event && event <= goneEvent();
    }

    /** The event that ended its stay. */
    public long goneEvent() {
        return Math.min(startEvent, droppedEvent);
    }

    /** How messages call it. */
    public String name() {
        return "packet " + arrival.id() + " (flow " + flow() + ", " + bytes() + " B, came at "
                + SimTime.format(arrivedPs()) + ")";
    }

    @Override
    public String toString() {
        return name();
    }
}
