package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.nic.NicQueue;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

/**
 * The kernel's side of a pair of NIC queues: how much it keeps in the transmit ring, and the interrupt with the poll behind it
 * (Linux NAPI), which in soft slices first reaps what was sent, then takes in what came, one slice for each packet. Each queue's interrupt
 * goes to one core: the queues are spread over the cores in order, as drivers' affinity hints do.
 */
final class DeviceQueue extends InterruptWork implements NicQueue.Completions {
    private final NetDevice device;
    private final NicQueue nic;
    private final ByteLimit limit;
    private final Core interruptCore;
    private final MachineProfile profile;

    private boolean hasInterrupted;
    private boolean hasReaped;
    /** The NIC was unmasked with so much work pending that it interrupted at once. */
    private boolean hasInterruptedAgain;
    /** Cost of what was sent while the reaping slice ran, and reaped with it. */
    private long owedPs;

    private int counted;
    private @Nullable Packet inHand;
    private long doorbells;

    DeviceQueue(NetDevice device, NicQueue nic, ByteLimit limit, Core interruptCore, MachineProfile profile) {
        this.device = device;
        this.nic = nic;
        this.limit = limit;
        this.interruptCore = interruptCore;
        this.profile = profile;
    }

    /** Whether a packet may be posted. */
    boolean hasRoom() {
        return nic.freeDescriptors() > 0 && limit.hasRoom();
    }

    void post(Packet packet, long nowPs) {
        limit.posted(packet.wireBytes());
        nic.post(packet, nowPs);
    }

    /** The doorbell is rung, for this packet and those that follow it at once. */
    void ring() {
        doorbells++;
    }

    long doorbells() {
        return doorbells;
    }

    void interrupt(long nowPs) {
        if (isRaised()) {
            hasInterruptedAgain = true;
        } else {
            interruptCore.raise(this, nowPs);
        }
    }

    @Override
    public void completed(int flow, long sequence, int ipBytes, long nowPs) {
        limit.completed(Packet.wireBytesOf(ipBytes));
        device.completed(flow, sequence, nowPs);
    }

    @Override
    String name() {
        return "nic";
    }

    @Override
    boolean isHard() {
        return !hasInterrupted;
    }

    /** Linux counts what was received, and not what was sent and is reaped. */
    @Override
    int packets() {
        return inHand == null ? 0 : 1;
    }

    @Override
    long begin(long nowPs) {
        if (!hasInterrupted) {
            return profile.interruptPs();
        }
        if (!hasReaped) {
            counted = nic.completedDescriptors();
            return counted * profile.transmitReclaimPs();
        }
        long costPs = owedPs;
        owedPs = 0;
        Packet packet = nic.receive();
        inHand = packet;
        if (packet == null) {
            return costPs;
        }
        device.takenIn();
        long protocolPs = packet.protocol == Protocol.TCP ? profile.tcpReceivePs() : 0;
        return costPs + profile.receivePacketPs() + protocolPs;
    }

    @Override
    boolean complete(long nowPs) {
        if (!hasInterrupted) {
            hasInterrupted = true;
            return true;
        }
        if (!hasReaped) {
            hasReaped = true;
            int reaped = nic.reap(this, nowPs);
            owedPs = (reaped - counted) * profile.transmitReclaimPs();
            limit.reaped(nowPs);
            device.roomAgain(nic.number(), interruptCore, nowPs);
        }
        Packet packet = inHand;
        if (packet != null) {
            inHand = null;
            device.received(packet, interruptCore, nowPs);
        }
        if (nic.receivedFrames() > 0 || owedPs > 0) {
            return true;
        }
        hasReaped = false;
        hasInterrupted = false;
        nic.enableInterrupt(nowPs);
        boolean more = hasInterruptedAgain;
        hasInterruptedAgain = false;
        return more;
    }

    @Override
    public String toString() {
        return "interrupt of " + nic;
    }
}
