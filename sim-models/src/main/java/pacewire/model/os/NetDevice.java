package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.nic.Nic;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;

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
    private long packetsInHand;

    NetDevice(
            MachineProfile profile,
            Core interruptCore,
            PacketScheduler scheduler,
            Nic nic,
            FlowTable flows,
            Receiver receiver,
            DropListener drops,
            ServerProbe probe) {
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

    PacketScheduler scheduler() {
        return scheduler;
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
        if (transmitWork.isRaised() || nic.freeDescriptors() == 0) {
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
                nic.post(packet, nowPs);
            }
            if (nic.freeDescriptors() == 0) {
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
