package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStream;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;

/**
 * A class of traffic in {@link CakeScheduler}: flows in queues of a set-associative hash, which take turns by deficit round
 * robin with overdraft, new ones first; the turns of a host's queues are shorter the more bulk queues it has (triple isolation).
 */
final class CakeTin {
    /** Linux sch_cake.c: CAKE_QUEUES and CAKE_SET_WAYS. */
    static final int QUEUES = 1024;

    static final int WAYS = 8;

    /** What a tin needs of its scheduler. */
    interface Host {
        /** Takes a packet out of the books. */
        @Nullable
        Packet poll(CakeTin tin, CakeQueue queue);

        void dropEarly(Packet packet, long nowPs);
    }

    /** Its rate; null: as much as there is. */
    final @Nullable DataRate rate;

    /** Its share where there is no rate. */
    final long quantum;

    final Chain<CakeQueue> newQueues = new Chain<>();
    final Chain<CakeQueue> oldQueues = new Chain<>();
    final Chain<CakeQueue> decayingQueues = new Chain<>();
    final @Nullable CakeQueue[] queues = new CakeQueue[QUEUES];

    long nextPs;
    long deficit;
    int active;
    int packets;

    /** Among the tins. */
    private final int number;

    private final CakeIsolation isolation;
    private final Cobalt.Settings settings;
    private final RandomStream random;
    private final long flowQuantum;
    private final CakeHosts sources = new CakeHosts();
    private final CakeHosts destinations = new CakeHosts();

    CakeTin(
            int number,
            @Nullable DataRate rate,
            long quantum,
            long flowQuantum,
            CakeIsolation isolation,
            Cobalt.Settings settings,
            RandomStream random) {
        this.number = number;
        this.rate = rate;
        this.quantum = quantum;
        this.flowQuantum = flowQuantum;
        this.isolation = isolation;
        this.settings = settings;
        this.random = random;
    }

    /** How its queues are managed. */
    Cobalt.Settings settings() {
        return settings;
    }

    /** Bytes of a turn of a queue whose hosts have no others. */
    long flowQuantum() {
        return flowQuantum;
    }

    /** The queue of a packet's flow: the one reserved for it, else a free one of its set, else its first place is shared. */
    CakeQueue queueOf(Packet packet, FlowHash hash) {
        int tag = isolation.flowHash(packet, hash);
        int home = Integer.remainderUnsigned(tag, QUEUES);
        CakeQueue direct = at(home);
        if (direct.tag == tag && direct.state != CakeQueue.State.IDLE) {
            return direct;
        }
        int set = home - home % WAYS;
        CakeQueue free = null;
        for (int way = 0; way < WAYS; way++) {
            CakeQueue queue = at(set + (home + way) % WAYS);
            if (queue.tag == tag && queue.state != CakeQueue.State.IDLE) {
                return queue;
            }
            if (free == null && queue.state == CakeQueue.State.IDLE) {
                free = queue;
            }
        }
        CakeQueue taken = free == null ? direct : free;
        reserve(taken, tag, packet, hash);
        return taken;
    }

    private void reserve(CakeQueue queue, int tag, Packet packet, FlowHash hash) {
        boolean isBulk = queue.state == CakeQueue.State.BULK;
        if (isBulk) {
            countHosts(queue, -1);
        }
        queue.tag = tag;
        queue.sourceHost = isolation.isPerSource() ? sources.place(hash.of(packet.source)) : 0;
        queue.destinationHost = isolation.isPerDestination() ? destinations.place(hash.of(packet.destination)) : 0;
        if (isBulk) {
            countHosts(queue, 1);
        }
    }

    private CakeQueue at(int place) {
        CakeQueue queue = queues[place];
        if (queue == null) {
            queue = new CakeQueue(number * QUEUES + place, new Cobalt(settings, random));
            queues[place] = queue;
        }
        return queue;
    }

    /** A packet has joined a queue. */
    void joined(CakeQueue queue) {
        if (queue.state == CakeQueue.State.SPARSE_WAITING) {
            setState(queue, CakeQueue.State.BULK);
        } else if (!queue.isActive()) {
            if (queue.chain != null) {
                queue.chain.remove(queue);
            }
            newQueues.addLast(queue);
            setState(queue, CakeQueue.State.SPARSE);
            queue.deficit = flowQuantum / hostLoad(queue);
        }
    }

    /**
     * The next packet of the tin; null when the queue that had its turn was empty: then the scheduler chooses anew.
     *
     * @param isFirst whether this is the first turn of a dequeue: one queue that decays is looked at then
     */
    @Nullable
    Packet serve(boolean isFirst, Host host, long nowPs) {
        CakeQueue queue = isFirst && !decayingQueues.isEmpty() ? decayingQueues.first() : firstActive();
        while (queue != null && queue.deficit <= 0 && queue.state != CakeQueue.State.DECAYING) {
            endTurn(queue);
            queue = firstActive();
        }
        if (queue == null) {
            return null;
        }
        Packet packet = host.poll(this, queue);
        while (packet != null && queue.cobalt.drops(packet, nowPs) && !queue.packets.isEmpty()) {
            host.dropEarly(packet, nowPs);
            packet = host.poll(this, queue);
        }
        if (packet == null) {
            foundEmpty(queue, nowPs);
        } else {
            queue.deficit -= packet.wireBytes();
        }
        return packet;
    }

    private @Nullable CakeQueue firstActive() {
        return newQueues.isEmpty() ? oldQueues.first() : newQueues.first();
    }

    /** Its turn is used up: refilled by its share of a turn, dithered as the division leaves a fraction. */
    private void endTurn(CakeQueue queue) {
        if (queue.state == CakeQueue.State.SPARSE) {
            setState(queue, queue.packets.isEmpty() ? CakeQueue.State.SPARSE_WAITING : CakeQueue.State.BULK);
        }
        long load = hostLoad(queue);
        queue.deficit += (flowQuantum + random.nextLong(load)) / load;
        remove(queue);
        oldQueues.addLast(queue);
    }

    private void foundEmpty(CakeQueue queue, long nowPs) {
        queue.cobalt.foundEmpty(nowPs);
        remove(queue);
        if (queue.cobalt.isAtRest(nowPs)) {
            setState(queue, CakeQueue.State.IDLE);
        } else {
            decayingQueues.addLast(queue);
            setState(queue, CakeQueue.State.DECAYING);
        }
    }

    private static void remove(CakeQueue queue) {
        if (queue.chain != null) {
            queue.chain.remove(queue);
        }
    }

    private void setState(CakeQueue queue, CakeQueue.State state) {
        boolean wasActive = queue.isActive();
        if (queue.state == CakeQueue.State.BULK) {
            countHosts(queue, -1);
        }
        queue.state = state;
        if (state == CakeQueue.State.BULK) {
            countHosts(queue, 1);
        }
        active += (queue.isActive() ? 1 : 0) - (wasActive ? 1 : 0);
    }

    private void countHosts(CakeQueue queue, int queuesMore) {
        if (isolation.isPerSource()) {
            sources.add(queue.sourceHost, queuesMore);
        }
        if (isolation.isPerDestination()) {
            destinations.add(queue.destinationHost, queuesMore);
        }
    }

    /** Bulk queues of the source or the destination, whichever has more; at least 1. */
    private long hostLoad(CakeQueue queue) {
        int load = 1;
        if (isolation.isPerSource()) {
            load = Math.max(load, sources.bulk(queue.sourceHost));
        }
        if (isolation.isPerDestination()) {
            load = Math.max(load, destinations.bulk(queue.destinationHost));
        }
        return load;
    }

    /** Makes it as new; its packets are gone. */
    void reset() {
        for (CakeQueue queue : queues) {
            if (queue != null) {
                remove(queue);
                queue.state = CakeQueue.State.IDLE;
                queue.tag = 0;
                queue.deficit = 0;
                queue.cobalt.reset();
            }
        }
        sources.reset();
        destinations.reset();
        nextPs = 0;
        deficit = 0;
        active = 0;
        packets = 0;
    }
}
