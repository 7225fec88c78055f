package pacewire.model.packet;

import org.jspecify.annotations.Nullable;

/**
 * A datagram or segment. It has exactly one holder at every instant; whoever accepts it owns it. Packets come from a
 * {@link PacketPool} and go back to it, so the fields are public and plain: a packet is a record that is written anew on
 * every trip.
 *
 * <p>The <em>delay account</em>: every holder that lets time pass calls {@link #spend} with the part it was spent in. The
 * account opens at the base instant (the packet's ideal instant, or its creation when it has none) and its parts
 * therefore sum exactly to the time since then.
 */
@SuppressWarnings("EnumOrdinal") // the parts index an array that is written once a packet and part
public final class Packet {
    /** No ideal instant: the packet belongs to no schedule. */
    public static final long UNSCHEDULED = Long.MIN_VALUE;

    /**
     * Ethernet on the wire beside the IP packet: preamble and start delimiter 8, header 14, frame check sequence 4,
     * inter-packet gap 12 bytes (IEEE 802.3, 3.1.1 and 4.4.2).
     */
    public static final int ETHERNET_OVERHEAD_BYTES = 38;

    /** Smallest payload of an Ethernet frame (IEEE 802.3, 3.2.8): shorter packets are padded. */
    public static final int ETHERNET_MIN_PAYLOAD_BYTES = 46;

    private final PacketPool pool;
    /** The parts of the delay account; null while nothing was spent, as in a packet that waits for its instant. */
    private long @Nullable [] spentPs;

    /** Link of the list the packet stands in; belongs to its holder. */
    public @Nullable Packet next;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    @SuppressWarnings("UnusedVariable")
    private int thirdLine;

    /** Unique in a run, in order of creation. */
    public long id;
    /** Dense number of the flow: all packets of one transfer, or of one direction of a connection. */
    public int flow;
    /** Place within the flow, from 0. */
    public long sequence;
    /** Index of the client group that the books count it for. */
    public int group;

    public Protocol protocol = Protocol.UDP;
    /** Host numbers and ports. */
    public int source;

    public int destination;
    public int sourcePort;
    public int destinationPort;
    /** Bytes behind the transport header. */
    public int payloadBytes;
    /** Differentiated services code point, RFC 2474. */
    public byte dscp;
    /** Explicit congestion notification, RFC 3168: one of {@link Ecn}'s code points. */
    public byte ecn;
    /** Priority that the sender gave it, 0 to 15, as Linux's {@code SO_PRIORITY}; what it means is the packet scheduler's. */
    public byte priority;

    /** What the datagram carries: a file (its number at the server), from an offset on. */
    public int file;

    public long fileOffset;
    /** Which content of the file that is: how often the file had been written anew when these bytes were taken from it. */
    public int fileVersion;

    /** Place in the transfer's ideal schedule, or {@link #UNSCHEDULED}. */
    public long idealPs;
    /**
     * Whether a NIC that can launch packets at an instant (SO_TXTIME, offloaded) is to hold this one until {@link
     * #eligiblePs}: set by a packet scheduler that hands over before.
     */
    public boolean isLaunchTimed;
    /** What its sender's socket means by {@link #eligiblePs} ({@link NamedInstant}); written by sockets alone. */
    public byte namedInstant;
    /** Earliest departure: set by a packet scheduler that keeps metrics, or by a sender that names it (SO_TXTIME). */
    public long eligiblePs;
    /** Latest departure: set by a packet scheduler that keeps metrics, or by a sender that names it. */
    public long deadlinePs;
    /**
     * When a packet scheduler takes it to have come, where that is before it is handed over: its content was there, and its
     * sender made it no earlier than need be. {@link #UNSCHEDULED}: it comes when it is handed over.
     */
    public long readyPs;

    @SuppressWarnings("UnusedVariable")
    private long secondLine;
    /** First bit on the wire of the sending host's NIC; {@link #UNSCHEDULED} before. */
    public long departurePs;
    /** When the present holder took it; belongs to the holder. */
    public long heldSincePs;
    /** How many packets the present holder had taken before it; belongs to the holder. */
    public long heldOrder;

    /** TCP header, RFC 9293 section 3.1; numbers are 64 bits wide here and never wrap. */
    public long tcpSequence;

    public long tcpAcknowledgement;
    public int tcpFlags;
    /** The window field, to be shifted by what the SYN of its sender said; in a SYN, bytes. */
    public int tcpWindow;
    /** Shift count of the window scale option (RFC 7323 section 2.2), which stands in every SYN; 0 elsewhere. */
    public byte tcpWindowShift;

    /** Whether a TCP segment carries data that were sent before. */
    public boolean isRetransmission;

    /** Bytes that a TCP segment carries; null where the content is a place in a file, as in datagrams, or nothing. */
    public byte @Nullable [] content;

    /**
     * The datagrams behind this one in a super-datagram (UDP_SEGMENT), or segments in a super-packet of TCP, linked by {@link
     * #next}; null in any other packet. As long as they hang on it, they are one packet to whoever holds it.
     */
    private @Nullable Segments segments;

    private long accountBasePs;
    private long accountedToPs;
    /** The parts of the account that are not 0, a bit each: most packets spend time in a few only. */
    private char partsSpentIn;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /** What hangs on a packet. */
    static final class Segments {
        private @Nullable Packet first;
        private int count;
        private int ipBytes;
        private int wireBytes;
        /** Of those that are not in use. */
        private @Nullable Segments next;

        /** Begins anew, before others that are not in use; the pool calls this. */
        Segments become(@Nullable Packet newFirst, @Nullable Segments newNext) {
            first = newFirst;
            count = 0;
            ipBytes = 0;
            wireBytes = 0;
            next = newNext;
            return this;
        }

        @Nullable
        Packet first() {
            return first;
        }

        @Nullable
        Segments next() {
            return next;
        }
    }

    /** Fetches it into the processor's caches. */
    public void prefetch() {
        firstLine = 1;
        secondLine = 1;
        thirdLine = 1;
        lastLine = null;
    }

    /** Fetches its delay account; to be called when the packet has been fetched. */
    public void prefetchAccount() {
        long[] account = spentPs;
        if (account != null) {
            account[DelayPart.COUNT] = 0;
        }
    }

    Packet(PacketPool pool) {
        this.pool = pool;
    }

    /** Makes the packet anew; only its pool calls this. */
    void reset(long newId, long nowPs) {
        next = null;
        id = newId;
        flow = 0;
        sequence = 0;
        group = 0;
        protocol = Protocol.UDP;
        source = 0;
        destination = 0;
        sourcePort = 0;
        destinationPort = 0;
        payloadBytes = 0;
        dscp = 0;
        ecn = Ecn.NOT_CAPABLE;
        priority = 0;
        file = 0;
        fileOffset = 0;
        fileVersion = 0;
        idealPs = UNSCHEDULED;
        isLaunchTimed = false;
        namedInstant = NamedInstant.UNSAID;
        eligiblePs = UNSCHEDULED;
        deadlinePs = Long.MAX_VALUE;
        readyPs = UNSCHEDULED;
        departurePs = UNSCHEDULED;
        heldSincePs = nowPs;
        heldOrder = 0;
        tcpSequence = 0;
        tcpAcknowledgement = 0;
        tcpFlags = 0;
        tcpWindow = 0;
        tcpWindowShift = 0;
        isRetransmission = false;
        content = null;
        segments = null;
        openAccount(nowPs);
    }

    /** Takes over all of another packet but its number and its place in a list; only its pool calls this. */
    void copyFrom(Packet original) {
        flow = original.flow;
        sequence = original.sequence;
        group = original.group;
        protocol = original.protocol;
        source = original.source;
        destination = original.destination;
        sourcePort = original.sourcePort;
        destinationPort = original.destinationPort;
        payloadBytes = original.payloadBytes;
        dscp = original.dscp;
        ecn = original.ecn;
        priority = original.priority;
        file = original.file;
        fileOffset = original.fileOffset;
        fileVersion = original.fileVersion;
        idealPs = original.idealPs;
        isLaunchTimed = original.isLaunchTimed;
        namedInstant = original.namedInstant;
        eligiblePs = original.eligiblePs;
        deadlinePs = original.deadlinePs;
        readyPs = original.readyPs;
        departurePs = original.departurePs;
        heldSincePs = original.heldSincePs;
        tcpSequence = original.tcpSequence;
        tcpAcknowledgement = original.tcpAcknowledgement;
        tcpFlags = original.tcpFlags;
        tcpWindow = original.tcpWindow;
        tcpWindowShift = original.tcpWindowShift;
        isRetransmission = original.isRetransmission;
        content = original.content;
        openAccount(original.accountBasePs);
        accountedToPs = original.accountedToPs;
        if (original.spentPs != null) {
            spentPs = pool.takeAccount();
            System.arraycopy(original.spentPs, 0, spentPs, 0, DelayPart.COUNT);
            partsSpentIn = original.partsSpentIn;
        }
    }

    /** Whether its payload is a place in a file: a datagram, or a TCP segment of a file that is sent over a connection. */
    public boolean carriesFile() {
        return protocol != Protocol.TCP || (content == null && payloadBytes > 0);
    }

    /**
     * Hangs a datagram or segment behind this one and those that hang on it already: headers of each count, as in Linux {@code
     * qdisc_pkt_len_init}.
     *
     * @param last the last of them; this packet when there is none
     */
    public void appendSegment(Packet segment, Packet last) {
        Segments present = segments;
        if (present == null) {
            present = pool.takeSegments(segment);
            segments = present;
        } else {
            last.next = segment;
        }
        present.count++;
        present.ipBytes += segment.ipBytes();
        present.wireBytes += segment.wireBytes();
    }

    /** The first of the datagrams or segments that hang on this one; null when none do. */
    public @Nullable Packet segments() {
        return segments == null ? null : segments.first;
    }

    /** Datagrams or segments that hang on this one. */
    public int segmentCount() {
        return segments == null ? 0 : segments.count;
    }

    /** Takes off what hangs on this one; returns the first of them, linked by {@link #next}. */
    public @Nullable Packet detachSegments() {
        Segments present = segments;
        if (present == null) {
            return null;
        }
        segments = null;
        return pool.releaseSegments(present);
    }

    /** Bytes of the IP packet: headers and payload. */
    public int ipBytes() {
        int bytes = protocol.headersBytes() + payloadBytes;
        return segments == null ? bytes : bytes + segments.ipBytes;
    }

    /** Bytes of time on the line: the Ethernet frame with preamble, check sequence and inter-packet gap, or bare bytes. */
    public int wireBytes() {
        if (protocol == Protocol.RAW) {
            return payloadBytes;
        }
        int bytes = wireBytesOf(protocol.headersBytes() + payloadBytes);
        return segments == null ? bytes : bytes + segments.wireBytes;
    }

    /** Bytes of time on an Ethernet wire that an IP packet of some length takes. */
    public static int wireBytesOf(int ipBytes) {
        return Math.max(ipBytes, ETHERNET_MIN_PAYLOAD_BYTES) + ETHERNET_OVERHEAD_BYTES;
    }

    /** Whether the packet has a place in an ideal schedule. */
    public boolean isScheduled() {
        return idealPs != UNSCHEDULED;
    }

    /** First bit on the wire minus the ideal instant, in picoseconds; only for a scheduled packet that has departed. */
    public long departureErrorPs() {
        return departurePs - idealPs;
    }

    /** Opens the delay account at an instant, which may lie ahead: nothing is charged before it. */
    public void openAccount(long basePs) {
        accountBasePs = basePs;
        accountedToPs = basePs;
        closeAccount();
    }

    /** Gives the account's parts back; only the packet and its pool call this. */
    void closeAccount() {
        long[] spent = spentPs;
        if (spent != null) {
            for (int parts = partsSpentIn; parts != 0; parts &= parts - 1) {
                spent[Integer.numberOfTrailingZeros(parts)] = 0;
            }
            partsSpentIn = 0;
            pool.releaseAccount(spent);
            spentPs = null;
        }
    }

    /** Charges the time since the last charge to a part; nothing before the account's base. */
    public void spend(DelayPart part, long untilPs) {
        if (untilPs > accountedToPs) {
            long[] spent = spentPs;
            if (spent == null) {
                spent = pool.takeAccount();
                spentPs = spent;
            }
            int index = part.ordinal();
            spent[index] += untilPs - accountedToPs;
            partsSpentIn |= (char) (1 << index);
            accountedToPs = untilPs;
        }
    }

    /** Time spent in a part so far, in picoseconds. */
    public long spentPs(DelayPart part) {
        return spentPs == null ? 0 : spentPs[part.ordinal()];
    }

    /** Start of the delay account. */
    public long accountBasePs() {
        return accountBasePs;
    }

    /** Up to when the delay account says what the time was spent in; its base when nothing was spent yet. */
    public long accountedToPs() {
        return accountedToPs;
    }

    /** The parts that some time was spent in: bit k stands for the part with ordinal k. */
    public int partsSpentIn() {
        return partsSpentIn;
    }

    /** Sum of the parts, in picoseconds. */
    public long spentInTotalPs() {
        long[] spent = spentPs;
        long total = 0;
        if (spent != null) {
            for (int parts = partsSpentIn; parts != 0; parts &= parts - 1) {
                total += spent[Integer.numberOfTrailingZeros(parts)];
            }
        }
        return total;
    }

    @Override
    public String toString() {
        return "packet " + id + " (flow " + flow + " #" + sequence + ", " + payloadBytes + " B)";
    }
}
