package pacewire.model.os;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.measure.Contract;
import pacewire.model.os.storage.PageWaiter;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * A transfer that the kernel sends by itself: it feeds the packet scheduler a few datagrams ahead, each made of an extent of
 * page-cache pages (file, offset, length), never of application memory, and reads pages that are missing from the disk first.
 * Its ideal schedule starts when the first pages are there.
 */
final class Transfer implements FlowOwner, PageWaiter {
    /**
     * Datagrams of a transfer that stand in the packet scheduler at once. One would do for pacing; four keep a full NIC ring
     * fed when a transfer without a rate is alone.
     */
    private static final int FEED_AHEAD = 4;

    /**
     * Those of them that exist while a transfer is on time in a packet scheduler that holds each until its ideal instant: the
     * first alone. The others have their pages, and each is made when the one before it leaves.
     */
    private static final int MADE_AHEAD = 1;

    /** Payload of a full datagram: Ethernet's 1500 bytes without the IP and UDP headers (RFC 791, RFC 768), less than that. */
    static final int PAYLOAD_BYTES = 1400;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link Prefetcher}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    @SuppressWarnings("UnusedVariable")
    private byte middleLine;

    private final Kernel kernel;
    private final OsThread caller;
    private final UdpSocket socket;
    /** Host number and port of the client. */
    private final int client;

    private final int port;
    private final FlowMetrics metrics;
    private final TransferContent content;
    private final int flow;
    /** What datagrams fed late were late for; null while none was. */
    private @Nullable DelayTimeline timeline;

    private long latestFeedPs;

    private @Nullable IdealSchedule schedule;
    /** Judged here at departures, for the events; the kernel sees nothing of the network behind them. */
    private @Nullable Contract contract;

    /** Made, but the packet scheduler had no room for it. */
    private @Nullable Packet refused;

    private long waitingSincePs;
    private long nextSequence;
    private long bytesSent;
    private int inScheduler;
    /** Datagrams that the NIC is done with, or that were dropped. */
    private long ended;
    /** Datagrams behind those made that have their pages, and where the next one behind them begins. */
    private int prepared;
    /** Whether datagrams may be made late, see {@link #MADE_AHEAD}. */
    private boolean isHeldUntilIdeal;

    private boolean isFeeding;
    /** A datagram was dropped: the next ones are fed when others have left. */
    private boolean isToGoOn;

    private boolean isWaitingForPages;
    private boolean hasPages;
    private boolean isComplete;
    private boolean hasReportedBreak;
    /** What happened to the file, where that ends it before its time; null: it does not. */
    private @Nullable String cutInWords;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    Transfer(
            Kernel kernel,
            OsThread caller,
            UdpSocket socket,
            UdpSocket.Destination destination,
            FlowMetrics metrics,
            List<Extent> extents) {
        this.kernel = kernel;
        this.caller = caller;
        this.socket = socket;
        this.client = destination.host();
        this.port = destination.port();
        this.metrics = metrics;
        this.content = new TransferContent(extents);
        this.flow = kernel.flows().open(this);
    }

    int flow() {
        return flow;
    }

    boolean isComplete() {
        return isComplete;
    }

    long bytesSent() {
        return bytesSent;
    }

    /** Why it ended before its time; null when it did not. */
    @Nullable
    Errno error() {
        return cutInWords == null ? null : Errno.EIO;
    }

    /** Begins to send, once the first pages are in memory. */
    void start(long nowPs) {
        if (content.isAllMade()) {
            begin(nowPs);
            complete(nowPs);
        } else if (requestPages(nowPs)) {
            begin(nowPs);
            feed(nowPs);
        }
    }

    private void begin(long nowPs) {
        schedule = TransmitMetrics.schedule(kernel.parts().files(), content.extents(), metrics, nowPs);
        isHeldUntilIdeal = schedule != null && kernel.scheduler(flow, caller).holdsUntilIdeal();
        contract = new Contract(metrics, nowPs);
        kernel.parts().probe().transferStarted(client, flow, contract, nowPs);
    }

    @Override
    public void pagesArrived(long nowPs) {
        isWaitingForPages = false;
        hasPages = true;
        if (contract == null) {
            begin(nowPs);
        } else {
            DelayTimeline delays = timeline();
            delays.append(DelayPart.SCHEDULER, waitingSincePs);
            delays.append(DelayPart.STORAGE, nowPs);
        }
        feed(nowPs);
    }

    private void feed(long nowPs) {
        // A datagram that is handed over may leave at once, which asks for the next one while this loop still runs.
        if (isFeeding) {
            return;
        }
        isFeeding = true;
        while (refused == null && !isToGoOn && feedOne(nowPs)) {
            // feedOne() does the work
        }
        isFeeding = false;
        if (cutInWords != null) {
            completeWhenAllEnded(nowPs);
        }
    }

    /** Makes or prepares a datagram; returns whether there was one to make or prepare. */
    private boolean feedOne(long nowPs) {
        if (prepared > 0 && inScheduler < MADE_AHEAD) {
            makePrepared(nowPs);
            return true;
        }
        if (inScheduler + prepared < FEED_AHEAD && !content.isAllAsked() && requestPages(nowPs)) {
            prepareNext(nowPs);
            return true;
        }
        return false;
    }

    /** Whether the pages of the datagram behind all that have theirs are in memory; asks for them when not. */
    private boolean requestPages(long nowPs) {
        if (!isWaitingForPages && content.isCut(kernel.parts().files())) {
            endEarly();
        } else if (!hasPages && !isWaitingForPages) {
            hasPages = content.requestPages(kernel.parts().pages(), this);
            isWaitingForPages = !hasPages;
            waitingSincePs = nowPs;
        }
        return hasPages;
    }

    /**
     * Sends no more than was asked for so far. {@code sendfile(2)} would return what it has sent, and leave it to the caller to
     * find that the file has ended; the caller of this one is told at once.
     */
    private void endEarly() {
        cutInWords = content.cutInWords(kernel.parts().files());
        hasPages = false;
        content.endHere();
    }

    /** The next datagram has its pages: it is made now, unless it is on time and others are before it. */
    private void prepareNext(long nowPs) {
        hasPages = false;
        content.moveAskedOn(kernel.parts().pages().cache());
        prepared++;
        if (!mayWait(nowPs)) {
            while (prepared > 1) {
                makePrepared(nowPs);
            }
        }
        if (mayWait(nowPs)) {
            noteFeedOnTime(nowPs);
        } else {
            prepared--;
            make(nowPs, nowPs);
        }
    }

    /** Whether the next datagram to make is due now or later, and others are before it. */
    private boolean mayWait(long nowPs) {
        return isHeldUntilIdeal && inScheduler >= MADE_AHEAD && schedule != null && schedule.nextPs() >= nowPs;
    }

    /** Makes the first of the datagrams that have their pages; it was on time when it got them. */
    private void makePrepared(long nowPs) {
        prepared--;
        make(schedule == null ? nowPs : Math.min(nowPs, schedule.nextPs()), nowPs);
    }

    /**
     * Makes the next datagram and hands it to the packet scheduler.
     *
     * @param readyPs when it had its pages and its turn
     */
    private void make(long readyPs, long nowPs) {
        Packet packet = nextDatagram(nowPs);
        packet.readyPs = readyPs;
        if (schedule != null) {
            packet.idealPs = schedule.idealPsOfNext(packet.payloadBytes);
            packet.openAccount(packet.idealPs);
            if (readyPs == nowPs) {
                chargeLateness(packet, nowPs);
            }
        }
        content.moveOn(packet.payloadBytes);
        inScheduler++;
        kernel.parts().probe().created(packet, nowPs);
        kernel.transmit(packet, nowPs);
    }

    private Packet nextDatagram(long nowPs) {
        Packet packet = kernel.parts().pool().take(nowPs);
        packet.flow = flow;
        packet.sequence = nextSequence++;
        packet.source = kernel.parts().host();
        packet.sourcePort = flow;
        packet.destination = client;
        packet.destinationPort = port;
        packet.priority = (byte) metrics.priority();
        content.describe(packet);
        return packet;
    }

    /**
     * Charges a datagram that is made after its ideal instant. It waited for its pages, or for a place in the packet
     * scheduler, because the few before it were late.
     */
    private void chargeLateness(Packet packet, long nowPs) {
        if (packet.idealPs >= nowPs) {
            noteFeedOnTime(nowPs);
            return;
        }
        DelayTimeline delays = timeline();
        delays.append(DelayPart.SCHEDULER, nowPs);
        delays.chargeTo(packet);
        latestFeedPs = nowPs;
    }

    /** Nothing before now makes a later datagram late. */
    private void noteFeedOnTime(long nowPs) {
        if (timeline != null) {
            timeline.restartAt(nowPs);
        }
        latestFeedPs = nowPs;
    }

    private DelayTimeline timeline() {
        DelayTimeline delays = timeline;
        if (delays == null) {
            delays = new DelayTimeline();
            delays.restartAt(latestFeedPs);
            timeline = delays;
        }
        return delays;
    }

    /**
     * Fetches what the next packet will need into the processor's caches, see {@link Prefetcher}.
     *
     * @param depth references between this and what to fetch; nearer ones have been fetched before
     */
    void prefetch(int depth) {
        if (depth == 0) {
            firstLine = 1;
            middleLine = 1;
            lastLine = null;
        } else if (depth == 1) {
            content.prefetch();
            if (schedule != null && contract != null) {
                schedule.prefetch();
                contract.prefetch();
            }
        }
    }

    @Override
    public long buildCostPs() {
        return kernel.profile().pageLookupPs() + kernel.profile().datagramBuildPs();
    }

    @Override
    public void dequeued(Packet packet, long nowPs) {
        inScheduler--;
        feed(nowPs);
    }

    @Override
    public boolean keepsRefused(Packet packet, long nowPs) {
        inScheduler--;
        refused = packet;
        return true;
    }

    @Override
    public void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        inScheduler--;
        kernel.parts().pages().cache().unpin(packet.file, packet.fileOffset, packet.payloadBytes);
        ended++;
        Contract judged = Objects.requireNonNull(contract);
        judged.droppedBeforeDeparture(packet);
        reportBreak(judged.brokenAtDepartureBecause());
    }

    @Override
    public boolean goesOnAfterDrop(long nowPs) {
        completeWhenAllEnded(nowPs);
        if (isComplete || isToGoOn) {
            return false;
        }
        isToGoOn = true;
        return true;
    }

    @Override
    public void goOn(long nowPs) {
        isToGoOn = false;
        feed(nowPs);
    }

    @Override
    public void roomAgain(long nowPs) {
        Packet kept = Objects.requireNonNull(refused, "no packet of the flow was refused");
        refused = null;
        inScheduler++;
        kernel.transmit(kept, nowPs);
        feed(nowPs);
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        // The NIC reads the page itself, and no sooner than it has to: what was written meanwhile goes out.
        packet.fileVersion = kernel.parts().files().versionOf(packet.file);
        bytesSent += packet.payloadBytes;
        Contract judged = Objects.requireNonNull(contract);
        judged.departed(packet);
        reportBreak(judged.brokenAtDepartureBecause());
    }

    private void reportBreak(String metric) {
        if (!hasReportedBreak && !metric.isEmpty()) {
            hasReportedBreak = true;
            socket.post(new SocketEvent(SocketEvent.Kind.METRICS_BROKEN, metric));
        }
    }

    @Override
    public void completed(long sequence, long nowPs) {
        ended++;
        content.unpin(sequence, kernel.parts().pages().cache());
        completeWhenAllEnded(nowPs);
    }

    private void completeWhenAllEnded(long nowPs) {
        if (content.isAllMade() && ended == nextSequence && !isComplete) {
            complete(nowPs);
        }
    }

    private void complete(long nowPs) {
        isComplete = true;
        kernel.closeFlow(flow, nowPs);
        kernel.flows().close(flow);
        if (cutInWords == null) {
            kernel.parts().probe().transferFinished(client, bytesSent, nowPs);
            socket.post(SocketEvent.COMPLETED);
        } else {
            kernel.parts().probe().transferFailed(client, Errno.EIO, nowPs);
            socket.post(new SocketEvent(SocketEvent.Kind.FAILED, cutInWords));
        }
        kernel.wake(caller, nowPs);
    }
}
