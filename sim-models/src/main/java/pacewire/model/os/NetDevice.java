package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.nic.Nic;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;

/**
 * The kernel's network device: packets go through the packet scheduler to the NIC in a soft interrupt on one core at a time
 * (as Linux {@code __qdisc_run} with its running bit), woken by an enqueue, by the pacing timer, or by descriptors that become
 * free; the NIC's interrupt reaps what was sent and takes in what came.
 */
final class NetDevice implements Nic.Host, Nic.Completions {
    /** Takes received packets, at the end of the CPU time that they cost; owns them from then on. */
    interface Receiver {
        void received(Packet packet, long nowPs);
    }

    private final MachineProfile profile;
    private final Core interruptCore;
    private final PacketScheduler scheduler;
    private final Nic nic;
    private final FlowTable flows;
    private final Receiver receiver;
    private final DropListener drops;
    private final ServerProbe probe;
    private final PacingTimer pacingTimer = new PacingTimer();
    private final TransmitWork transmitWork = new TransmitWork();
    private final InterruptWork nicInterrupt = new NicInterrupt();
    private final long limitBytes;
    private long packetsInHand;
    /** Wire bytes in the NIC's ring whose completion was not reaped yet. */
    private long postedBytes;

    NetDevice(
            MachineProfile profile,
            Core interruptCore,
            PacketScheduler scheduler,
            Nic nic,
            FlowTable flows,
            Receiver receiver,
            DropListener drops,
            ServerProbe probe,
            DataRate lineRate) {
        this.limitBytes = limitBytes(profile, lineRate);
        this.profile = profile;
        this.interruptCore = interruptCore;
        this.scheduler = scheduler;
        this.nic = nic;
        this.flows = flows;
        this.receiver = receiver;
        this.drops = drops;
        this.probe = probe;
        nic.attach(this);
    }

    /**
     * Byte limit of the NIC's ring, as Linux's byte queue limits ({@code lib/dynamic_queue_limits.c}, after Herbert 2011): what is
     * in the ring can no longer be overtaken, so it holds no more than keeps the line busy until the next interrupt has
     * brought more. Linux finds the limit by trial; here it follows from the interrupt moderation.
     */
    static long limitBytes(MachineProfile profile, DataRate lineRate) {
        long untilRefillPs = profile.interruptDelayPs()
                + profile.interruptPs()
                + profile.interruptFrames() * profile.transmitReclaimPs()
                + profile.doorbellPs()
                + profile.schedulerDequeuePs()
                + profile.driverTransmitPs()
                + profile.nicFetchPs();
        return lineRate.bytesInPs(untilRefillPs) + 2 * SchedulerEnvironment.STANDARD_WIRE_BYTES;
    }

    /** Longest time that a packet waits in the ring behind others: the limit, and the packet that may overshoot it. */
    static long longestRingDelayPs(MachineProfile profile, DataRate lineRate) {
        return lineRate.psForBytesUp(limitBytes(profile, lineRate) + SchedulerEnvironment.STANDARD_WIRE_BYTES);
    }

    /** Packets that the device itself holds, between packet scheduler and NIC or between NIC and receiver. */
    long packetsInHand() {
        return packetsInHand;
    }

    /**
     * Hands a packet to the packet scheduler.
     *
     * @param core the core that does it; the soft interrupt follows there
     */
    void enqueue(Packet packet, Core core, long nowPs) {
        packet.heldSincePs = nowPs;
        Verdict verdict = scheduler.enqueue(packet, nowPs);
        if (verdict instanceof DropReason reason) {
            flows.owner(packet.flow).refused(packet, nowPs);
            drops.dropped(packet, reason, nowPs);
        }
        kick(core, nowPs);
    }

    /** Sends what may leave now, or sets the timer for when something may. */
    void kick(Core core, long nowPs) {
        // While the soft interrupt runs, it looks again by itself; with a full ring, the NIC's interrupt comes back
        // here.
        if (transmitWork.isRaised() || !hasRoom()) {
            return;
        }
        long readyPs = scheduler.readyAtPs(nowPs);
        if (readyPs <= nowPs) {
            interruptCore.timers().cancel(pacingTimer);
            transmitWork.wakePs = nowPs;
            core.raise(transmitWork, nowPs);
        } else if (readyPs == PacketScheduler.NEVER) {
            interruptCore.timers().cancel(pacingTimer);
        } else {
            setPacingTimer(readyPs, nowPs);
        }
    }

    private boolean hasRoom() {
        return nic.freeDescriptors() > 0 && postedBytes < limitBytes;
    }

    private void setPacingTimer(long readyPs, long nowPs) {
        long expiryPs = profile.kernelTimerExpiryPs(readyPs);
        if (!pacingTimer.isArmed() || pacingTimer.hardPs != expiryPs) {
            interruptCore.timers().arm(pacingTimer, expiryPs, expiryPs, nowPs);
        }
    }

    @Override
    public void interrupt(long nowPs) {
        interruptCore.raise(nicInterrupt, nowPs);
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        probe.departed(packet, nowPs);
        flows.owner(packet.flow).departed(packet, nowPs);
    }

    @Override
    public void completed(int flow, long sequence, int ipBytes, long nowPs) {
        postedBytes -= Packet.wireBytesOf(ipBytes);
        flows.owner(flow).completed(sequence, nowPs);
    }

    /** The timer that wakes the sender when the next packet becomes eligible; the kernel's own timers have no slack. */
    private final class PacingTimer extends KernelTimer {
        @Override
        void expired(TimerBase base, long nowPs) {
            kick(base.core(), nowPs);
        }
    }

    /** The soft interrupt that sends: one slice for each packet. */
    private final class TransmitWork extends InterruptWork {
        /** When the soft interrupt was wanted. */
        private long wakePs;

        private long beganPs;
        private boolean hasBegun;
        private @Nullable Packet inHand;

        @Override
        long begin(long nowPs) {
            long costPs = 0;
            if (!hasBegun) {
                hasBegun = true;
                beganPs = nowPs;
                costPs = profile.doorbellPs() + profile.timerProgramPs();
            }
            Packet packet = scheduler.dequeue(nowPs);
            inHand = packet;
            if (packet == null) {
                return costPs;
            }
            packetsInHand++;
            packet.spend(DelayPart.TIMER, wakePs);
            packet.spend(DelayPart.RUN_QUEUE, beganPs);
            packet.spend(DelayPart.SCHEDULER, nowPs);
            FlowOwner owner = flows.owner(packet.flow);
            owner.dequeued(packet, nowPs);
            return costPs + owner.buildCostPs() + profile.schedulerDequeuePs() + profile.driverTransmitPs();
        }

        @Override
        boolean complete(long nowPs) {
            Packet packet = inHand;
            if (packet != null) {
                inHand = null;
                packetsInHand--;
                packet.spend(DelayPart.SYSCALL, nowPs);
                postedBytes += packet.wireBytes();
                nic.post(packet, nowPs);
            }
            if (!hasRoom()) {
                hasBegun = false;
                return false;
            }
            long readyPs = scheduler.readyAtPs(nowPs);
            if (readyPs <= nowPs) {
                return true;
            }
            hasBegun = false;
            if (readyPs != PacketScheduler.NEVER) {
                setPacingTimer(readyPs, nowPs);
            }
            return false;
        }
    }

    /** The NIC's interrupt and the poll behind it (Linux NAPI): first reaps, then one slice for each packet received. */
    private final class NicInterrupt extends InterruptWork {
        private boolean hasReaped;
        private @Nullable Packet inHand;

        @Override
        long begin(long nowPs) {
            if (!hasReaped) {
                return profile.interruptPs() + nic.completedDescriptors() * profile.transmitReclaimPs();
            }
            Packet packet = nic.receive();
            inHand = packet;
            if (packet == null) {
                return 0;
            }
            packetsInHand++;
            long protocolPs = packet.protocol == Protocol.TCP ? profile.tcpReceivePs() : 0;
            return profile.receivePacketPs() + protocolPs;
        }

        @Override
        boolean complete(long nowPs) {
            if (!hasReaped) {
                hasReaped = true;
                nic.reap(NetDevice.this, nowPs);
                kick(interruptCore, nowPs);
            }
            Packet packet = inHand;
            if (packet != null) {
                inHand = null;
                packetsInHand--;
                receiver.received(packet, nowPs);
            }
            if (nic.receivedFrames() > 0) {
                return true;
            }
            hasReaped = false;
            nic.enableInterrupt(nowPs);
            return false;
        }
    }
}
