package pacewire.model.os.storage;

import java.util.ArrayDeque;
import java.util.Objects;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.units.ByteClock;

/**
 * A disk: takes reads in their order, works on as many at once as its model allows, and calls back when the bytes of one
 * are in memory. Every read started is completed or outstanding.
 */
public final class Disk {
    /** Who reads. */
    @FunctionalInterface
    public interface Reader {
        /** The bytes of a read are in memory. A new read may be started from here. */
        void readCompleted(int tag, long nowPs);
    }

    private final Simulation simulation;
    private final DiskModel model;
    private final RandomStream random;
    private final ByteClock channel;
    private final ArrayDeque<DiskRequest> waiting = new ArrayDeque<>();
    private final ArrayDeque<DiskRequest> idle = new ArrayDeque<>();

    private int working;
    private long headPosition;
    private long channelFreePs;
    private long started;
    private long completed;
    private long bytesRead;
    private int mostOutstanding;

    /** An idle disk with its head at position 0. */
    public Disk(Simulation simulation, DiskModel model, RandomStream random) {
        this.simulation = simulation;
        this.model = model;
        this.random = random;
        this.channel = new ByteClock(model.transfer());
    }

    /**
     * Starts a read, or lets it wait for a place.
     *
     * @param position of its first byte on the disk
     * @param bytes 1 to 900,000
     * @param tag handed back on completion
     */
    public void read(long position, int bytes, Reader reader, int tag) {
        DiskRequest pooled = idle.poll();
        DiskRequest request = pooled == null ? new DiskRequest() : pooled;
        request.position = position;
        request.bytes = bytes;
        request.reader = reader;
        request.tag = tag;
        started++;
        mostOutstanding = Math.max(mostOutstanding, outstanding());
        if (working < model.depth()) {
            begin(request, simulation.nowPs());
        } else {
            waiting.add(request);
        }
    }

    /** Reads started so far. */
    public long started() {
        return started;
    }

    /** Reads completed so far. */
    public long completed() {
        return completed;
    }

    /** Reads started and not completed: in work or waiting for a place. */
    public int outstanding() {
        return (int) (started - completed);
    }

    /** The most reads that were outstanding at once. */
    public int mostOutstanding() {
        return mostOutstanding;
    }

    /** Bytes of all completed reads. */
    public long bytesRead() {
        return bytesRead;
    }

    private void begin(DiskRequest request, long nowPs) {
        working++;
        boolean isInPlace = model.isAccessFreeInSequence() && request.position == headPosition;
        long accessPs = isInPlace ? 0 : Math.max(0, model.access().sampleLong(random));
        headPosition = request.position + request.bytes;
        long transferStartPs = nowPs + accessPs;
        if (transferStartPs > channelFreePs) {
            channel.restart();
        } else {
            transferStartPs = channelFreePs;
        }
        channelFreePs = transferStartPs + channel.advance(request.bytes);
        simulation.schedule(request, channelFreePs);
    }

    private void complete(DiskRequest request, long nowPs) {
        working--;
        completed++;
        bytesRead += request.bytes;
        DiskRequest next = waiting.poll();
        if (next != null) {
            begin(next, nowPs);
        }
        Reader reader = Objects.requireNonNull(request.reader);
        request.reader = null;
        idle.add(request);
        reader.readCompleted(request.tag, nowPs);
    }

    /** A read: the event of its completion. Pooled. */
    private final class DiskRequest extends Event {
        private long position;
        private int bytes;
        private int tag;

        @org.jspecify.annotations.Nullable
        private Reader reader;

        @Override
        protected void fire(long nowPs) {
            complete(this, nowPs);
        }
    }
}
