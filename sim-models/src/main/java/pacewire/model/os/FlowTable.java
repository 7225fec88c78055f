package pacewire.model.os;

import java.util.Arrays;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/** Who sends each flow of a server. Flow numbers are dense and never used again within a run. */
final class FlowTable {
    private static final FlowOwner NOBODY = () -> 0;

    private final IntSupplier numbers;
    private @Nullable FlowOwner[] owners = new FlowOwner[64];
    /** Those of the owners that send by themselves; of one class, so that a store needs no look at the object. */
    private @Nullable Transfer[] transfers = new Transfer[64];

    private int open;
    /** The transmit queue of each flow, from 1; 0 when it has none yet. Stays empty while the NIC has one queue only. */
    private short[] transmitQueues = new short[0];

    /** @param numbers issues the flow numbers of the whole simulated world */
    FlowTable(IntSupplier numbers) {
        this.numbers = numbers;
    }

    /** A new flow. */
    int open(FlowOwner owner) {
        int flow = numbers.getAsInt();
        if (flow >= owners.length) {
            owners = Arrays.copyOf(owners, Math.max(flow + 1, 2 * owners.length));
            transfers = Arrays.copyOf(transfers, owners.length);
        }
        owners[flow] = owner;
        transfers[flow] = owner instanceof Transfer transfer ? transfer : null;
        open++;
        return flow;
    }

    /** The owner of a flow; one that does nothing after the flow was closed, while its last packets leave. */
    FlowOwner owner(int flow) {
        FlowOwner owner = flow < owners.length ? owners[flow] : null;
        return owner == null ? NOBODY : owner;
    }

    /**
     * The transmit queue of a flow: the one it had before, else the one wanted now, so that its packets never overtake each
     * other (Linux remembers it in the socket, {@code sk_tx_queue_mapping}).
     */
    int transmitQueue(int flow, int wanted) {
        if (flow >= transmitQueues.length) {
            transmitQueues = Arrays.copyOf(transmitQueues, Math.max(flow + 1, 2 * transmitQueues.length));
        }
        if (transmitQueues[flow] == 0) {
            transmitQueues[flow] = (short) (wanted + 1);
        }
        return transmitQueues[flow] - 1;
    }

    /** Ends a flow; does nothing the second time. */
    void close(int flow) {
        if (owners[flow] != null) {
            owners[flow] = null;
            transfers[flow] = null;
            open--;
        }
    }

    /** See {@link Transfer#prefetch}. */
    void prefetch(int flow, int depth) {
        Transfer transfer = flow < transfers.length ? transfers[flow] : null;
        if (transfer != null) {
            transfer.prefetch(depth);
        }
    }

    /** Flows that are open. */
    int openFlows() {
        return open;
    }
}
