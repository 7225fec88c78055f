package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.nic.Nic;
import pacewire.model.os.machine.MachineProfile;
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
    private final ReadAhead readAhead;
    private final PacingTimer pacingTimer = new PacingTimer();
    private final TransmitWork transmitWork = new TransmitWork();
    private final NicInterrupt nicInterrupt = new NicInterrupt();
    /** Owners that keep a packet which the packet scheduler did not take, first come, first asked again. */
    private final ArrayDeque<FlowOwner> waitingForRoom = new ArrayDeque<>();
    /** Owners of packets that were dropped in the packet scheduler's present call, one for each packet. */
    private final ArrayDeque<FlowOwner> bereft = new ArrayDeque<>();
    /**
     * Owners that go on after a drop when others have left. Were they to go on at once, a packet scheduler that drops one
     * for each that comes would see whole transfers dropped in an instant.
     */
    private final ArrayDeque<FlowOwner> goingOn = new ArrayDeque<>();

    private boolean isRefilling;

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
        readAhead = new ReadAhead(scheduler, flows, probe);
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

    /**
     * Packets that the device itself holds, between packet scheduler and NIC or between NIC and receiver, and those that
     * wait for room in the packet scheduler.
     */
    long packetsInHand() {
        return packetsInHand + waitingForRoom.size();
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
            refused(packet, reason, nowPs);
        }
        settleDrops(nowPs);
        refillEmpty(nowPs);
        kick(core, nowPs);
    }

    /** A full packet scheduler pushes back on those who can wait; one that is empty will never have more room. */
    private void refused(Packet packet, DropReason reason, long nowPs) {
        FlowOwner owner = flows.owner(packet.flow);
        boolean isForNow = reason == DropReason.QUEUE_FULL && scheduler.packetCount() > 0;
        if (isForNow && owner.keepsRefused(packet, nowPs)) {
            waitingForRoom.add(owner);
        } else {
            droppedByScheduler(packet, reason, nowPs);
        }
    }

    void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        FlowOwner owner = flows.owner(packet.flow);
        owner.droppedByScheduler(packet, nowPs);
        bereft.add(owner);
        drops.dropped(packet, reason, nowPs);
    }

    /** After a call of the packet scheduler: tells those whose packets were dropped; returns how many packets those are. */
    private int settleDrops(long nowPs) {
        int dropped = bereft.size();
        for (FlowOwner owner = bereft.poll(); owner != null; owner = bereft.poll()) {
            if (owner.goesOnAfterDrop(nowPs)) {
                goingOn.add(owner);
            }
        }
        return dropped;
    }

    /** Nothing is left that could leave and so call those who go on: they are called now, until one has filled it. */
    private void refillEmpty(long nowPs) {
        if (isRefilling || goingOn.isEmpty()) {
            return;
        }
        isRefilling = true;
        while (scheduler.packetCount() == 0 && !goingOn.isEmpty()) {
            goingOn.remove().goOn(nowPs);
        }
        isRefilling = false;
    }

    /** A packet has left the packet scheduler: who waits longest for room offers its packet again. */
    private void offerRoom(long nowPs) {
        FlowOwner owner = waitingForRoom.poll();
        if (owner != null) {
            owner.roomAgain(nowPs);
        }
        FlowOwner bereaved = goingOn.poll();
        if (bereaved != null) {
            bereaved.goOn(nowPs);
        }
    }

    /** After a dequeue: each packet that was dropped made room, whether one came out or none. */
    private void settleDequeue(long nowPs) {
        for (int dropped = settleDrops(nowPs); dropped > 0; dropped--) {
            offerRoom(nowPs);
        }
        refillEmpty(nowPs);
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
            interruptCore.timers().cancel(pacingTimer, nowPs);
            transmitWork.raise(core, nowPs);
            return;
        }
        transmitWork.isRingFull = false;
        if (readyPs == PacketScheduler.NEVER) {
            interruptCore.timers().cancel(pacingTimer, nowPs);
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
        if (nicInterrupt.isRaised()) {
            nicInterrupt.hasInterruptedAgain = true;
        } else {
            interruptCore.raise(nicInterrupt, nowPs);
        }
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
        /** When the sender was woken, before it met a full ring: until then packets waited for a wake-up. */
        private long wokenPs;
        /** When it was woken last, with room in the ring. */
        private long raisedPs;

        private long beganPs;
        private boolean hasBegun;
        private boolean isRingFull;
        private @Nullable Packet inHand;

        void raise(Core core, long nowPs) {
            if (!isRingFull) {
                wokenPs = nowPs;
            }
            isRingFull = false;
            raisedPs = nowPs;
            core.raise(this, nowPs);
        }

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
                settleDequeue(nowPs);
                return costPs;
            }
            packetsInHand++;
            readAhead.step();
            packet.spend(DelayPart.TIMER, wokenPs);
            packet.spend(DelayPart.SCHEDULER, raisedPs);
            packet.spend(DelayPart.RUN_QUEUE, beganPs);
            packet.spend(DelayPart.SCHEDULER, nowPs);
            FlowOwner owner = flows.owner(packet.flow);
            owner.dequeued(packet, nowPs);
            offerRoom(nowPs);
            settleDequeue(nowPs);
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
                isRingFull = true;
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
        /** The NIC was unmasked with so much work pending that it interrupted at once. */
        private boolean hasInterruptedAgain;
        /** Cost of what was sent while the reaping slice ran, and reaped with it. */
        private long owedPs;

        private int counted;
        private @Nullable Packet inHand;

        @Override
        long begin(long nowPs) {
            if (!hasReaped) {
                counted = nic.completedDescriptors();
                return profile.interruptPs() + counted * profile.transmitReclaimPs();
            }
            long costPs = owedPs;
            owedPs = 0;
            Packet packet = nic.receive();
            inHand = packet;
            if (packet == null) {
                return costPs;
            }
            packetsInHand++;
            long protocolPs = packet.protocol == Protocol.TCP ? profile.tcpReceivePs() : 0;
            return costPs + profile.receivePacketPs() + protocolPs;
        }

        @Override
        boolean complete(long nowPs) {
            if (!hasReaped) {
                hasReaped = true;
                int reaped = nic.reap(NetDevice.this, nowPs);
                owedPs = (reaped - counted) * profile.transmitReclaimPs();
                kick(interruptCore, nowPs);
            }
            Packet packet = inHand;
            if (packet != null) {
                inHand = null;
                packetsInHand--;
                receiver.received(packet, nowPs);
            }
            if (nic.receivedFrames() > 0 || owedPs > 0) {
                return true;
            }
            hasReaped = false;
            nic.enableInterrupt(nowPs);
            boolean more = hasInterruptedAgain;
            hasInterruptedAgain = false;
            return more;
        }
    }
}
