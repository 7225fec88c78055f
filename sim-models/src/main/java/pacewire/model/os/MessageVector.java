package pacewire.model.os;

import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

/**
 * The messages that {@code sendmsg} and {@code sendmmsg} send, a vector of {@code struct mmsghdr}: each is one datagram, or, with
 * UDP_SEGMENT, up to 64 datagrams of one size, of which the last may be shorter. What the datagrams hold is kept for the meters
 * alone. Filled in anew for every batch, it allocates nothing.
 */
public final class MessageVector {
    /** {@code UDP_MAX_SEGMENTS} of Linux 4.18 to 6.8, {@code include/linux/udp.h}; 128 since. */
    public static final int MOST_SEGMENTS = 64;

    /** Largest payload of a UDP datagram over IPv4, and so of all segments of a message together. */
    public static final int LARGEST_BYTES = 65_535 - Protocol.UDP.headersBytes();

    /** Messages that strace shows of a vector: as it abbreviates to 32 elements. */
    private static final int SHOWN = 32;

    private final int[] payloadBytes;
    private final int[] files;
    private final long[] fileOffsets;
    private final long[] idealsPs;
    /** Of each message: its first datagram, its bytes, its segment size (0: none), and what was sent of it. */
    private final int[] firstDatagram;

    private final int[] messageBytes;
    private final int[] segmentBytes;
    private final int[] sentBytes;
    private int datagrams;
    private int messages;
    /** The first message that was not sent yet. */
    private int next;
    /** When the batch was due to be sent, in picoseconds; its datagrams waited for that together. */
    private long batchPs = Packet.UNSCHEDULED;

    /**
     * An empty vector.
     *
     * @param capacity datagrams that it holds at most, at least 1
     */
    public MessageVector(int capacity) {
        payloadBytes = new int[capacity];
        files = new int[capacity];
        fileOffsets = new long[capacity];
        idealsPs = new long[capacity];
        firstDatagram = new int[capacity];
        messageBytes = new int[capacity];
        segmentBytes = new int[capacity];
        sentBytes = new int[capacity];
    }

    /**
     * Begins a new batch.
     *
     * @param dueToBeSentPs when it was due to be sent, such as a tick of a timer; {@link Packet#UNSCHEDULED}: at once
     */
    public void clear(long dueToBeSentPs) {
        datagrams = 0;
        messages = 0;
        next = 0;
        batchPs = dueToBeSentPs;
    }

    /**
     * Adds a message of one datagram.
     *
     * @param idealPs its place in the ideal schedule, for the meters; {@link Packet#UNSCHEDULED}: none
     */
    public void addMessage(int bytes, int file, long fileOffset, long idealPs) {
        firstDatagram[messages] = datagrams;
        messageBytes[messages] = bytes;
        segmentBytes[messages] = 0;
        sentBytes[messages] = 0;
        messages++;
        addDatagram(bytes, file, fileOffset, idealPs);
    }

    private void addDatagram(int bytes, int file, long fileOffset, long idealPs) {
        payloadBytes[datagrams] = bytes;
        files[datagrams] = file;
        fileOffsets[datagrams] = fileOffset;
        idealsPs[datagrams] = idealPs;
        datagrams++;
    }

    /**
     * Adds a datagram to the last message where UDP_SEGMENT lets it, else as a message of its own. It has the size of the
     * message's first, or is shorter and the last.
     */
    public void addSegment(int bytes, int file, long fileOffset, long idealPs) {
        if (!takesSegment(bytes)) {
            addMessage(bytes, file, fileOffset, idealPs);
            return;
        }
        int last = messages - 1;
        segmentBytes[last] = payloadBytes[firstDatagram[last]];
        messageBytes[last] += bytes;
        addDatagram(bytes, file, fileOffset, idealPs);
    }

    private boolean takesSegment(int bytes) {
        if (messages == 0) {
            return false;
        }
        int last = messages - 1;
        int size = payloadBytes[firstDatagram[last]];
        return bytes <= size
                && payloadBytes[datagrams - 1] == size
                && datagrams - firstDatagram[last] < MOST_SEGMENTS
                && messageBytes[last] + bytes <= LARGEST_BYTES;
    }

    /** Whether it holds as many datagrams as it can. */
    public boolean isFull() {
        return datagrams == payloadBytes.length;
    }

    /** Datagrams in all messages. */
    public int datagrams() {
        return datagrams;
    }

    /** Messages that were not sent yet. */
    public int messagesLeft() {
        return messages - next;
    }

    /** So many of the messages left were sent: the next call begins behind them. */
    public void skip(int sent) {
        next += sent;
    }

    /** Payload that the kernel has taken so far. */
    public long bytesSent() {
        long sent = 0;
        for (int i = 0; i < messages; i++) {
            sent += sentBytes[i];
        }
        return sent;
    }

    long batchPs() {
        return batchPs;
    }

    /** The place in the vector of a message left. */
    int place(int index) {
        return next + index;
    }

    int messageBytes(int place) {
        return messageBytes[place];
    }

    /** Size of the segments of a message; 0: it is one datagram. */
    int segmentBytes(int place) {
        return segmentBytes[place];
    }

    int firstDatagram(int place) {
        return firstDatagram[place];
    }

    /** The datagram behind the last of a message. */
    int endDatagram(int place) {
        return place + 1 == messages ? datagrams : firstDatagram[place + 1];
    }

    void sent(int place) {
        sentBytes[place] = messageBytes[place];
    }

    /** Writes what a datagram holds into a packet. */
    void fill(Packet packet, int datagram) {
        packet.payloadBytes = payloadBytes[datagram];
        packet.file = files[datagram];
        packet.fileOffset = fileOffsets[datagram];
        packet.idealPs = idealsPs[datagram];
    }

    /** A message as strace shows it. */
    String header(int place) {
        String control = segmentBytes[place] == 0
                ? "msg_controllen=0"
                : "msg_control=[{cmsg_len=18, cmsg_level=SOL_UDP, cmsg_type=UDP_SEGMENT, cmsg_data=["
                        + segmentBytes[place] + "]}], msg_controllen=24";
        return "{msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=" + messageBytes[place]
                + "}], msg_iovlen=1, " + control + ", msg_flags=0}";
    }

    /** The messages from the first one on that was not sent before the call. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = next; i < messages && i < next + SHOWN; i++) {
            text.append(i == next ? "" : ", ").append("{msg_hdr=").append(header(i));
            text.append(sentBytes[i] == 0 ? "" : ", msg_len=" + sentBytes[i]).append('}');
        }
        return text.append(messages - next > SHOWN ? ", ...]" : "]").toString();
    }
}
