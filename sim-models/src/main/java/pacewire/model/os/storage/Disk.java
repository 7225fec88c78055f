package pacewire.model.os.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.units.ByteClock;

/**
 * A disk: takes reads in their order, works on as many at once as its model allows, and calls back when the bytes of one
 * are in memory. A spinning disk has one head: among the reads that it holds it goes to the one it reaches first, with credit
 * for those that have waited ({@link Spindle}). Every read started is completed or outstanding.
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
    /** Reads that the disk does not hold yet. */
    private final ArrayDeque<DiskRequest> waiting = new ArrayDeque<>();
    /** Reads that a spinning disk holds, in their order, and has not gone to. */
    private final List<DiskRequest> queued = new ArrayList<>();
    /** Reads that it works on. */
    private final List<DiskRequest> working = new ArrayList<>();

    private final ArrayDeque<DiskRequest> idle = new ArrayDeque<>();

    private long headPosition;
    private long channelFreePs;
    private long stalledUntilPs;
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
        request.askedPs = simulation.nowPs();
        started++;
        mostOutstanding = Math.max(mostOutstanding, outstanding());
        waiting.add(request);
        work(simulation.nowPs());
    }

    /**
     * Answers nothing for a while: what it works on comes later by as much, and nothing else begins. A stall within another
     * lasts until the later end.
     */
    public void stall(long lengthPs) {
        long nowPs = simulation.nowPs();
        long endPs = Math.max(stalledUntilPs, nowPs + lengthPs);
        long addedPs = endPs - Math.max(stalledUntilPs, nowPs);
        stalledUntilPs = endPs;
        channelFreePs = Math.max(channelFreePs, nowPs) + addedPs;
        for (DiskRequest request : working) {
            simulation.reschedule(request, simulation.timeOf(request) + addedPs);
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

    /** Takes in what it has places for, and begins what it can. */
    private void work(long nowPs) {
        while (!waiting.isEmpty() && working.size() + queued.size() < model.depth()) {
            DiskRequest request = waiting.remove();
            if (model.spindle() == null) {
                begin(request, accessPs(request), nowPs);
            } else {
                queued.add(request);
            }
        }
        Spindle spindle = model.spindle();
        if (spindle != null && working.isEmpty() && !queued.isEmpty()) {
            DiskRequest nearest = nearest(spindle, nowPs);
            queued.remove(nearest);
            begin(nearest, positioningPs(spindle, nearest, nowPs), nowPs);
        }
    }

    private long accessPs(DiskRequest request) {
        return Math.max(
                0,
                request.position == headPosition
                        ? model.sequentialAccess().sampleLong(random)
                        : model.access().sampleLong(random));
    }

    /** What follows on what was read last is in the disk's buffer, or under its head: nothing is nearer. */
    private long positioningPs(Spindle spindle, DiskRequest request, long nowPs) {
        return request.position == headPosition
                ? 0
                : spindle.positioningPs(headPosition, request.position, model.transfer(), readyPs(nowPs));
    }

    private DiskRequest nearest(Spindle spindle, long nowPs) {
        DiskRequest best = queued.get(0);
        long bestPs = Long.MAX_VALUE;
        for (DiskRequest request : queued) {
            long urgencyPs = positioningPs(spindle, request, nowPs) - Spindle.creditPs(nowPs - request.askedPs);
            if (urgencyPs < bestPs) {
                best = request;
                bestPs = urgencyPs;
            }
        }
        return best;
    }

    private long readyPs(long nowPs) {
        return Math.max(nowPs, stalledUntilPs);
    }

    private void begin(DiskRequest request, long accessPs, long nowPs) {
        working.add(request);
        headPosition = request.position + request.bytes;
        request.hasAccessed = false;
        simulation.schedule(request, readyPs(nowPs) + accessPs);
    }

    private void transfer(DiskRequest request, long nowPs) {
        request.hasAccessed = true;
        long startPs = nowPs;
        if (startPs > channelFreePs) {
            channel.restart();
        } else {
            startPs = channelFreePs;
        }
        channelFreePs = startPs + channel.advance(request.bytes);
        simulation.schedule(request, channelFreePs);
    }

    private void complete(DiskRequest request, long nowPs) {
        working.remove(request);
        completed++;
        bytesRead += request.bytes;
        work(nowPs);
        Reader reader = Objects.requireNonNull(request.reader);
        request.reader = null;
        idle.add(request);
        reader.readCompleted(request.tag, nowPs);
    }

    /** A read: the event of the end of its access, then of its completion. Pooled. */
    private final class DiskRequest extends Event {
        private long position;
        private int bytes;
        private int tag;
        private long askedPs;
        private boolean hasAccessed;
        private @Nullable Reader reader;

        @Override
        protected void fire(long nowPs) {
            if (hasAccessed) {
                complete(this, nowPs);
            } else {
                transfer(this, nowPs);
            }
        }
    }
}
