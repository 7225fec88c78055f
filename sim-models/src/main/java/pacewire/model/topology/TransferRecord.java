package pacewire.model.topology;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.client.Client;
import pacewire.model.measure.Contract;
import pacewire.model.os.ServerProbe;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;

/**
 * One client's request and what has come of it so far, as seen by somebody who watches both ends. It stands in front of the
 * client and sees what reaches it.
 */
public final class TransferRecord implements PacketSink {
    /** How a request ended, or has not. */
    public enum Outcome {
        AWAITED,
        REQUESTED,
        STARTED,
        FINISHED,
        REFUSED,
        FAILED
    }

    /** What a client has of the files that it asked for, from good to bad. */
    public enum Content {
        /** Every file is what it was at one instant of the run. */
        RIGHT,
        /** Nothing is missing, but of a file that changed meanwhile it has pieces that never belonged together. */
        WRONG,
        /** Something is missing. */
        INCOMPLETE
    }

    private final Observatory observatory;
    private final int group;
    private final Client client;
    private Outcome outcome = Outcome.AWAITED;
    private String detail = "";
    private @Nullable Contract contract;
    /** Whether the contract speaks of arrivals. */
    private boolean hasMaxDelay;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link ServerProbe#prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    @SuppressWarnings("UnusedVariable")
    private byte middleLine;

    private int takenUpOrder = Integer.MAX_VALUE;
    private long endPs = SimTime.NEVER;
    private long bytesSent;
    private int packetsSent;
    /** Datagrams made that have neither come nor been dropped. */
    private int packetsUnderWay;

    private int packetsRetransmitted;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    TransferRecord(Observatory observatory, int group, Client client) {
        this.observatory = observatory;
        this.group = group;
        this.client = client;
    }

    void requested() {
        if (outcome == Outcome.AWAITED) {
            outcome = Outcome.REQUESTED;
        }
    }

    void started(Contract newContract, int order) {
        outcome = Outcome.STARTED;
        contract = newContract;
        hasMaxDelay = newContract.metrics().hasMaxDelay();
        takenUpOrder = order;
    }

    void finished() {
        outcome = Outcome.FINISHED;
    }

    void refused(String errnoAndReason, int order) {
        outcome = Outcome.REFUSED;
        detail = errnoAndReason;
        takenUpOrder = order;
    }

    void failed(String reason) {
        if (outcome != Outcome.FINISHED && outcome != Outcome.REFUSED) {
            outcome = Outcome.FAILED;
            detail = reason;
        }
    }

    @Override
    public void prefetch(Packet packet, int depth) {
        if (depth == 0) {
            firstLine = 1;
            middleLine = 1;
            lastLine = null;
        } else {
            client.prefetch(depth - 1);
        }
    }

    void created() {
        packetsUnderWay++;
    }

    void dropped() {
        packetsUnderWay--;
    }

    void departed(Packet packet) {
        packetsSent++;
        if (packet.isRetransmission) {
            packetsRetransmitted++;
        } else {
            bytesSent += packet.payloadBytes;
        }
        endPs = packet.departurePs;
    }

    @Override
    public void accept(Packet packet, long nowPs) {
        if (client.takes(packet)) {
            reached(packet, nowPs);
        }
        client.accept(packet, nowPs);
    }

    private void reached(Packet packet, long nowPs) {
        observatory.delivered(packet, nowPs);
        if (packet.carriesFile()) {
            packetsUnderWay--;
            if (hasMaxDelay && contract != null) {
                contract.delivered(packet, nowPs);
            }
        }
    }

    /** Index of the client group. */
    public int group() {
        return group;
    }

    /** Number of the client within its group, from 0. */
    public int number() {
        return client.host() - observatory.firstHostOf(group);
    }

    public Client client() {
        return client;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Error name and why; empty when nothing went wrong. */
    public String detail() {
        return detail;
    }

    /**
     * What the client has of the files; empty as long as something may still come, and when nothing was ever sent.
     *
     * @param files of the server
     */
    public Optional<Content> content(FileSystem files) {
        boolean isOver = outcome == Outcome.FINISHED || (outcome == Outcome.FAILED && contract != null);
        return isOver && packetsUnderWay == 0 ? Optional.of(ContentCheck.of(client, files)) : Optional.empty();
    }

    /** Null before the transfer started. */
    public @Nullable Contract contract() {
        return contract;
    }

    /** Place in the order in which the server took requests up; the greatest number when it did not. */
    public int takenUpOrder() {
        return takenUpOrder;
    }

    /** Start of the schedule; {@link SimTime#NEVER}: it did not start. */
    public long startPs() {
        return contract == null ? SimTime.NEVER : contract.startPs();
    }

    /** First bit of the latest datagram on the wire; {@link SimTime#NEVER}: none departed. */
    public long latestDeparturePs() {
        return endPs;
    }

    /** Payload bytes that departed, each counted once. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Datagrams, or segments, that departed, with those that TCP sent again. */
    public long packetsSent() {
        return packetsSent;
    }

    /** Segments among them that TCP sent again. */
    public long packetsRetransmitted() {
        return packetsRetransmitted;
    }
}
