package pacewire.model.os;

import pacewire.model.sched.FlowHash;

/**
 * Which transmit queue a flow takes when its first packet is sent; it keeps that queue, so that its packets never overtake each
 * other (Linux {@code netdev_pick_tx} in net/core/dev.c, which remembers it in the socket, {@code sk_tx_queue_mapping}). Not as
 * in Linux, a TCP connection that has nothing in flight does not choose again ({@code ooo_okay}), nor does a datagram socket that
 * is not connected for each datagram.
 */
@FunctionalInterface
public interface QueueChoice {
    /**
     * The queue of a flow that begins, from 0.
     *
     * @param core number of the core that sends its first packet
     */
    int queueOf(int flow, int core);

    /** That of the core, the cores in turns: transmit packet steering as drivers set it up ({@code netif_set_xps_queue}). */
    static QueueChoice byCore(int queues) {
        return (flow, core) -> core % queues;
    }

    /**
     * By a hash of the flow, wherever it is sent from: {@code skb_tx_hash}, without transmit packet steering. What Linux hashes
     * of a connected socket is a random number too ({@code sk_txhash}).
     */
    static QueueChoice byHash(int queues, FlowHash hash) {
        return (flow, core) -> hash.bucket(flow, queues);
    }
}
