package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.nic.NicOptions;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;

/**
 * A packet scheduler, the soft interrupt that sends what it gives, and the transmit queues below it. The soft interrupt runs on
 * one core at a time (as Linux {@code __qdisc_run} with its running bit), woken by an enqueue, by the pacing timer, or by
 * descriptors that become free.
 *
 * <p>A packet whose queue is full when it leaves the packet scheduler holds up all others of this one until there is room (Linux
 * {@code dev_requeue_skb}).
 */
final class PacketSender {
    private final PacketScheduler scheduler;
    private final DeviceQueue[] queues;
    private final MachineProfile profile;
    private final FlowTable flows;
    private final DropListener drops;
    private final Core pacingCore;
    private final boolean isDoorbellShared;
    private final SegmentCutter cutter;
    private final PacingTimer pacingTimer;
    private final WaitingOwners waiters;
    private final Prefetcher prefetcher;
    private final TransmitWork transmitWork = new TransmitWork();
    /** Packets between packet scheduler and NIC. */
    private long packetsInHand;
    /** Segments that hang on packets in the packet scheduler, which counts each super-packet as one. */
    private long segmentsInScheduler;

    /**
     * @param queues what it feeds: all queues of the NIC, by number, or one
     * @param pacingCore takes the pacing timer
     */
    PacketSender(
            PacketScheduler scheduler,
            DeviceQueue[] queues,
            Core pacingCore,
            MachineProfile profile,
            NicOptions nic,
            FlowTable flows,
            DropListener drops,
            ServerProbe probe) {
        this.scheduler = scheduler;
        this.queues = queues;
        this.profile = profile;
        this.flows = flows;
        this.drops = drops;
        this.pacingCore = pacingCore;
        isDoorbellShared = nic.isDoorbellShared();
        cutter = new SegmentCutter(profile, nic);
        pacingTimer = new PacingTimer(profile, pacingCore, this::kick);
        waiters = new WaitingOwners(scheduler);
        prefetcher = new Prefetcher(scheduler, flows, probe);
    }

    /** Packets in the packet scheduler, on their way from there to the NIC, and those that wait for room. */
    long packetsHeld() {
        return scheduler.packetCount() + packetsInHand + waiters.packets() + segmentsInScheduler;
    }

    PacketScheduler scheduler() {
        return scheduler;
    }

    /**
     * Hands a packet to the packet scheduler.
     *
     * @param core the core that does it; the soft interrupt follows there
     */
    void enqueue(Packet packet, Core core, long nowPs) {
        packet.heldSincePs = nowPs;
        segmentsInScheduler += packet.segmentCount();
        offer(packet, nowPs);
        waiters.settleEnqueue(nowPs);
        kick(core, nowPs);
    }

    private void offer(Packet packet, long nowPs) {
        Verdict verdict = scheduler.enqueue(packet, nowPs);
        if (verdict == DropReason.TOO_LARGE && packet.segments() != null) {
            offerSegments(packet, nowPs);
        } else if (verdict instanceof DropReason reason) {
            refused(packet, reason, nowPs);
        }
    }

    /** A super-packet that is larger than a bucket goes in segment by segment: {@code tbf_segment} in Linux net/sched/sch_tbf.c. */
    private void offerSegments(Packet packet, long nowPs) {
        segmentsInScheduler -= packet.segmentCount();
        Packet next = packet.detachSegments();
        offer(packet, nowPs);
        while (next != null) {
            Packet segment = next;
            next = segment.next;
            segment.heldSincePs = nowPs;
            offer(segment, nowPs);
        }
    }

    /** A full packet scheduler pushes back on those who can wait; one that is empty will never have more room. */
    private void refused(Packet packet, DropReason reason, long nowPs) {
        FlowOwner owner = flows.owner(packet.flow);
        boolean isForNow = reason == DropReason.QUEUE_FULL && scheduler.packetCount() > 0;
        if (isForNow && owner.keepsRefused(packet, nowPs)) {
            waiters.keep(owner);
        } else {
            droppedByScheduler(packet, reason, nowPs);
        }
    }

    void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        waiters.bereave(flows.owner(packet.flow));
        segmentsInScheduler -= packet.segmentCount();
        Packet next = packet.detachSegments();
        drop(packet, reason, nowPs);
        while (next != null) {
            Packet segment = next;
            next = segment.next;
            drop(segment, reason, nowPs);
        }
    }

    private void drop(Packet packet, DropReason reason, long nowPs) {
        flows.owner(packet.flow).droppedByScheduler(packet, reason, nowPs);
        drops.dropped(packet, reason, nowPs);
    }

    /** Sends what may leave now, or sets the timer for when something may. */
    void kick(Core core, long nowPs) {
        // While the soft interrupt runs, it looks again by itself; with a full ring, the NIC's interrupt comes back
        // here.
        if (transmitWork.isRaised() || !hasRoom()) {
            return;
        }
        long readyPs = transmitWork.next() == null ? scheduler.readyAtPs(nowPs) : nowPs;
        if (readyPs <= nowPs) {
            wakeSender(core, nowPs);
            return;
        }
        transmitWork.isRingFull = false;
        if (readyPs == PacketScheduler.NEVER) {
            pacingTimer.cancel(nowPs);
        } else {
            pacingTimer.set(readyPs, nowPs);
        }
    }

    /**
     * Packets are sent where the core is, or on the core that does nothing else: another one wakes it by the timer, at once. In
     * Linux that is an interrupt between processors, which takes no less than the timer's own.
     */
    private void wakeSender(Core core, long nowPs) {
        if (core == pacingCore || !pacingCore.isIsolated()) {
            pacingTimer.cancel(nowPs);
            transmitWork.raise(core, nowPs);
        } else {
            pacingTimer.setForNow(nowPs);
        }
    }

    private boolean hasRoom() {
        Packet next = transmitWork.next();
        if (next != null) {
            return queueOf(next).hasRoom();
        }
        for (DeviceQueue queue : queues) {
            if (queue.hasRoom()) {
                return true;
            }
        }
        return false;
    }

    private DeviceQueue queueOf(Packet packet) {
        return queues.length == 1 ? queues[0] : queues[flows.transmitQueue(packet.flow, 0)];
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
        /** Has left the packet scheduler and found its queue full. */
        private @Nullable Packet waiting;
        /** The queue whose doorbell is to be rung for what was posted last. */
        private @Nullable DeviceQueue ringing;

        /** The packet to post before the packet scheduler is asked for another; null when there is none. */
        @Nullable
        Packet next() {
            return waiting == null ? cutter.peek() : waiting;
        }

        void raise(Core core, long nowPs) {
            if (!isRingFull) {
                wokenPs = nowPs;
            }
            isRingFull = false;
            raisedPs = nowPs;
            core.raise(this, nowPs);
        }

        @Override
        String name() {
            return "transmit";
        }

        @Override
        boolean isHard() {
            return false;
        }

        /** The packet in hand is not worked on meanwhile. */
        @Override
        void preempted(long fromPs, long untilPs) {
            Packet packet = inHand;
            if (packet != null) {
                packet.spend(DelayPart.SYSCALL, fromPs);
                packet.spend(DelayPart.INTERRUPT, untilPs);
            }
        }

        @Override
        long begin(long nowPs) {
            long costPs = 0;
            if (!hasBegun) {
                hasBegun = true;
                beganPs = nowPs;
                costPs = profile.doorbellPs() + profile.timerProgramPs();
            }
            Packet packet = waiting;
            if (packet != null) {
                packet.spend(DelayPart.SCHEDULER, nowPs);
                waiting = null;
                inHand = packet;
                return costPs + doorbellPs(packet) + profile.driverTransmitPs();
            }
            packet = cutter.poll();
            if (packet != null) {
                packet.spend(DelayPart.BATCH, nowPs);
                inHand = packet;
                return costPs + segmentPs(packet);
            }
            packet = scheduler.dequeue(nowPs);
            if (packet == null) {
                waiters.settleDequeue(nowPs);
                return costPs;
            }
            inHand = packet;
            packetsInHand++;
            prefetcher.step();
            account(packet, nowPs);
            if (packet.segments() != null) {
                cut(packet, nowPs);
                costPs += cutter.cutPs(packet);
            }
            FlowOwner owner = flows.owner(packet.flow);
            owner.dequeued(packet, nowPs);
            waiters.offerRoom(nowPs);
            waiters.settleDequeue(nowPs);
            costPs += owner.buildCostPs() + profile.schedulerDequeuePs();
            return queueOf(packet).hasRoom() ? costPs + doorbellPs(packet) + profile.driverTransmitPs() : costPs;
        }

        /** Up to now the packet was in the packet scheduler, and waited for the soft interrupt. */
        private void account(Packet packet, long nowPs) {
            packet.spend(DelayPart.TIMER, wokenPs);
            packet.spend(DelayPart.SCHEDULER, raisedPs);
            packet.spend(DelayPart.RUN_QUEUE, beganPs);
            packet.spend(DelayPart.SCHEDULER, nowPs);
        }

        /** From here on each segment is a packet of its own, with the account of the whole so far. */
        private void cut(Packet packet, long nowPs) {
            for (Packet segment = packet.segments(); segment != null; segment = segment.next) {
                account(segment, nowPs);
            }
            int segments = cutter.cut(packet);
            segmentsInScheduler -= segments;
            packetsInHand += segments;
        }

        /** What a segment takes. */
        private long segmentPs(Packet segment) {
            boolean isPosted = !cutter.isMadeInNic(segment) && queueOf(segment).hasRoom();
            return cutter.cutPs(segment) + (isPosted ? doorbellPs(segment) + profile.driverTransmitPs() : 0);
        }

        /**
         * A run of packets to one queue shares a doorbell (Linux {@code skb->xmit_more}, bulk dequeue), unless each has its
         * own; that of the first is paid as the soft interrupt begins.
         */
        private long doorbellPs(Packet packet) {
            DeviceQueue queue = queueOf(packet);
            if (queue == ringing && isDoorbellShared) {
                return 0;
            }
            boolean isFirstOfRun = ringing == null;
            ringing = queue;
            queue.ring();
            return isFirstOfRun ? 0 : profile.doorbellPs();
        }

        @Override
        boolean complete(long nowPs) {
            Packet packet = inHand;
            if (packet != null) {
                inHand = null;
                packet.spend(DelayPart.SYSCALL, nowPs);
                postOrKeep(packet, nowPs);
            }
            if (!hasRoom()) {
                end();
                isRingFull = true;
                return false;
            }
            if (next() != null) {
                return true;
            }
            long readyPs = scheduler.readyAtPs(nowPs);
            if (readyPs <= nowPs) {
                return true;
            }
            end();
            if (readyPs != PacketScheduler.NEVER) {
                pacingTimer.set(readyPs, nowPs);
            }
            return false;
        }

        private void postOrKeep(Packet packet, long nowPs) {
            DeviceQueue queue = queueOf(packet);
            if (queue.hasRoom()) {
                packetsInHand--;
                queue.post(packet, nowPs);
            } else {
                waiting = packet;
            }
        }

        private void end() {
            hasBegun = false;
            ringing = null;
        }
    }
}
