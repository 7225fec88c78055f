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
 * <p>One packet scheduler stands before all transmit queues of the NIC, or one before each, as below the root qdisc mq: then each
 * sends by a soft interrupt of its own, and no queue that is full holds up another. Its pacing timer stands on the core that takes
 * the queue's interrupt, where Linux arms it where it sent last ({@code qdisc_watchdog}, HRTIMER_MODE_ABS_PINNED). A flow goes
 * through the queue that it {@linkplain QueueChoice chose} with its first packet.
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
    /** One for all queues, or one for each. */
    private final PacketSender[] senders;

    private final QueueChoice choice;
    private final Core interruptCore;
    /** Packets between NIC and receiver. */
    private long packetsComingIn;
    /** Where the soft interrupt runs that hands packets to the receiver. */
    private Core receivingCore;

    NetDevice(
            MachineProfile profile,
            Cpu cpu,
            TransmitSide side,
            Nic nic,
            FlowTable flows,
            Receiver receiver,
            DropListener drops,
            ServerProbe probe) {
        this.flows = flows;
        this.receiver = receiver;
        this.probe = probe;
        choice = side.choice();
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
        senders = new PacketSender[side.schedulers().size()];
        for (int i = 0; i < senders.length; i++) {
            boolean isAlone = senders.length == 1;
            senders[i] = new PacketSender(
                    side.schedulers().get(i),
                    isAlone ? queues : new DeviceQueue[] {queues[i]},
                    isAlone ? pacingCore : cpu.queueCore(i),
                    profile,
                    nic.settings().options(),
                    flows,
                    drops,
                    probe);
        }
        nic.attach(this);
    }

    /** Packets that the kernel holds on their way out, in packet schedulers too, and on their way in. */
    long packetsHeld() {
        return Arrays.stream(senders).mapToLong(PacketSender::packetsHeld).sum() + packetsComingIn;
    }

    /**
     * Sends a packet.
     *
     * @param core the core that does it; the soft interrupt follows there
     */
    void enqueue(Packet packet, Core core, long nowPs) {
        sender(packet.flow, core).enqueue(packet, core, nowPs);
    }

    /** Who sends a flow's packets, of which the first comes from a core. */
    private PacketSender sender(int flow, Core core) {
        if (queues.length == 1) {
            return senders[0];
        }
        int queue = flows.transmitQueue(flow, choice.queueOf(flow, core.number()));
        return senders.length == 1 ? senders[0] : senders[queue];
    }

    /** The packet scheduler of a flow, whose first packet will come, or came, from a core. */
    PacketScheduler scheduler(int flow, Core core) {
        return sender(flow, core).scheduler();
    }

    /** The least jitter that a flow with a guarantee tolerates, see {@link PacketScheduler#leastTolerancePs}. */
    long leastTolerancePs() {
        long leastPs = PacketScheduler.NEVER;
        for (PacketSender sender : senders) {
            leastPs = Math.min(leastPs, sender.scheduler().leastTolerancePs());
        }
        return leastPs;
    }

    /** Takes a packet that the packet scheduler had taken, and dropped later. */
    void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        sender(packet.flow, interruptCore).droppedByScheduler(packet, reason, nowPs);
    }

    /** A queue may have room. */
    void roomAgain(int queue, Core core, long nowPs) {
        senders[senders.length == 1 ? 0 : queue].kick(core, nowPs);
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
