package pacewire.model.os;

import java.util.Arrays;

import pacewire.model.nic.Nic;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.sched.PacketScheduler;

/**
 * The kernel's network device: packets go through the packet scheduler to the NIC, see {@link PacketSender}; the
 * {@linkplain DeviceQueue interrupt of each queue} reaps what was sent and takes in what came.
 *
 * <p>One packet scheduler stands before all transmit queues of the NIC, as a root qdisc other than mq does. A flow's queue is
 * that of the core that sends its first packet (XPS, Linux Documentation/networking/scaling.rst).
 */
final class NetDevice implements Nic.Host {
    /** Takes received packets, at the end of the CPU time that they cost; owns them from then on. */
    interface Receiver {
        void received(Packet packet, long nowPs);
    }

    private final FlowTable flows;
    private final Receiver receiver;
    private final ServerProbe probe;
    private final DeviceQueue[] queues;
    private final PacketSender sender;
    private final Core interruptCore;
    /** Packets between NIC and receiver. */
    private long packetsComingIn;
    /** Where the soft interrupt runs that hands packets to the receiver. */
    private Core receivingCore;

    NetDevice(
            MachineProfile profile,
            Cpu cpu,
            PacketScheduler scheduler,
            Nic nic,
            FlowTable flows,
            Receiver receiver,
            DropListener drops,
            ServerProbe probe) {
        this.flows = flows;
        this.receiver = receiver;
        this.probe = probe;
        interruptCore = cpu.interruptCore();
        receivingCore = interruptCore;
        Core pacingCore = cpu.pacingCore();
        queues = nic.queues().stream()
                .map(queue -> new DeviceQueue(
                        this,
                        queue,
                        ByteLimit.of(nic.settings(), profile, pacingCore.isIsolated()),
                        cpu.queueCore(queue.number()),
                        profile))
                .toArray(DeviceQueue[]::new);
        sender = new PacketSender(
                scheduler, queues, pacingCore, profile, nic.settings().options(), flows, drops, probe);
        nic.attach(this);
    }

    /** Packets that the kernel holds on their way out, in packet schedulers too, and on their way in. */
    long packetsHeld() {
        return sender.packetsHeld() + packetsComingIn;
    }

    /**
     * Sends a packet.
     *
     * @param core the core that does it; the soft interrupt follows there
     */
    void enqueue(Packet packet, Core core, long nowPs) {
        if (queues.length > 1) {
            flows.transmitQueue(packet.flow, core.number() % queues.length);
        }
        sender.enqueue(packet, core, nowPs);
    }

    /** Takes a packet that the packet scheduler had taken, and dropped later. */
    void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        sender.droppedByScheduler(packet, reason, nowPs);
    }

    /** A queue may have room. */
    void roomAgain(Core core, long nowPs) {
        sender.kick(core, nowPs);
    }

    @Override
    public void interrupt(int queue, long nowPs) {
        queues[queue].interrupt(nowPs);
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        probe.departed(packet, nowPs);
        flows.owner(packet.flow).departed(packet, nowPs);
    }

    /** The NIC is done with a packet, and its queue with the descriptor. */
    void completed(int flow, long sequence, long nowPs) {
        flows.owner(flow).completed(sequence, nowPs);
    }

    /** A queue begins to work on a received packet. */
    void takenIn() {
        packetsComingIn++;
    }

    /** A queue hands over a received packet. */
    void received(Packet packet, Core core, long nowPs) {
        packetsComingIn--;
        receivingCore = core;
        receiver.received(packet, nowPs);
        receivingCore = interruptCore;
    }

    /** The core on which soft interrupts send: where a received packet is answered, else the first. */
    Core softInterruptCore() {
        return receivingCore;
    }

    /** Doorbells rung so far. */
    long doorbells() {
        return Arrays.stream(queues).mapToLong(DeviceQueue::doorbells).sum();
    }
}
