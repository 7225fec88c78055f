package pacewire.cli.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.trace.Digest;

/**
 * Every packet that a run or a replay put on the wire, in order: when, of which flow, which one, how long. Of very many, the
 * first {@link #MOST_KEPT} are kept one by one, and of those behind them a checkpoint every {@link #CHECKPOINT_EVERY}.
 *
 * <p>Times are in ticks; how long a tick is, is for whoever fills the log to say.
 */
final class DepartureLog {
    /** Of the library's longest run there are as many; a minute of a full 10 Gbit/s line has 25 times as many. */
    static final int MOST_KEPT = 2_000_000;

    static final int CHECKPOINT_EVERY = 10_000;

    private static final int FIRST_CAPACITY = 1 << 10;

    private final int mostKept;
    private final List<String> flows = new ArrayList<>();
    private final Map<String, Integer> flowNumbers = new HashMap<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final Digest order = new Digest();
    private final Digest times = new Digest();

    private int[] flow = new int[FIRST_CAPACITY];
    private long[] time = new long[FIRST_CAPACITY];
    private long[] packet = new long[FIRST_CAPACITY];
    private int[] bytes = new int[FIRST_CAPACITY];
    private int kept;
    private long count;
    private long lastTime;

    /**
     * Where a log stood after so many departures.
     *
     * @param count departures so far
     * @param time of the last of them
     * @param order digest of which packets they were
     * @param times digest of their instants
     */
    record Checkpoint(long count, long time, String order, String times) {}

    DepartureLog() {
        this(MOST_KEPT);
    }

    /** A log that keeps fewer one by one. */
    DepartureLog(int mostKept) {
        this.mostKept = mostKept;
    }

    /** The number of a flow in this log; a flow that is new gets the next one. */
    int flowNumber(String name) {
        Integer known = flowNumbers.get(name);
        if (known != null) {
            return known;
        }
        flowNumbers.put(name, flows.size());
        flows.add(name);
        return flows.size() - 1;
    }

    /**
     * A packet departs.
     *
     * @param flowNumber from {@link #flowNumber}
     * @param packetNumber its place in the flow, or what else tells it from the flow's others
     */
    void add(long atTime, int flowNumber, long packetNumber, int length) {
        count++;
        lastTime = atTime;
        // Numbers of flows depend on which came first; names do not.
        order.update(flows.get(flowNumber).hashCode());
        order.update(packetNumber);
        order.update(length);
        times.update(atTime);
        if (kept < mostKept) {
            keep(atTime, flowNumber, packetNumber, length);
        } else if (count % CHECKPOINT_EVERY == 0) {
            addCheckpoint(checkpoint());
        }
    }

    /** For whoever reads a log back: its checkpoints come ready. */
    void addCheckpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        count = Math.max(count, checkpoint.count());
    }

    private void keep(long atTime, int flowNumber, long packetNumber, int length) {
        if (kept == flow.length) {
            int capacity = Math.min(mostKept, 2 * kept);
            flow = Arrays.copyOf(flow, capacity);
            time = Arrays.copyOf(time, capacity);
            packet = Arrays.copyOf(packet, capacity);
            bytes = Arrays.copyOf(bytes, capacity);
        }
        flow[kept] = flowNumber;
        time[kept] = atTime;
        packet[kept] = packetNumber;
        bytes[kept] = length;
        kept++;
    }

    /** Departures in all. */
    long count() {
        return count;
    }

    /** How many of them are kept one by one. */
    int kept() {
        return kept;
    }

    String flowAt(int index) {
        return flows.get(flow[index]);
    }

    int flowNumberAt(int index) {
        return flow[index];
    }

    long timeAt(int index) {
        return time[index];
    }

    long packetAt(int index) {
        return packet[index];
    }

    int bytesAt(int index) {
        return bytes[index];
    }

    /** Names of the flows, by number. */
    List<String> flows() {
        return Collections.unmodifiableList(flows);
    }

    /** Of the departures that are not kept one by one; the last is where the log ends. */
    List<Checkpoint> checkpoints() {
        List<Checkpoint> all = new ArrayList<>(checkpoints);
        boolean isAtTheEnd =
                all.isEmpty() ? count == kept : all.get(all.size() - 1).count() == count;
        if (!isAtTheEnd) {
            all.add(checkpoint());
        }
        return all;
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(count, lastTime, order.toHex(), times.toHex());
    }

    /** Digest of which packets departed, in order. */
    String orderDigest() {
        return order.toHex();
    }

    /** Digest of the instants. */
    String timesDigest() {
        return times.toHex();
    }
}
