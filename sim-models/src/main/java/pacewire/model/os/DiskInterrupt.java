package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.Disk;

/**
 * The disk's interrupt: one slice of CPU time for each read that has completed, its submission included, and at the end of
 * the slice its pages are there. Completions that come while it runs are taken along.
 */
final class DiskInterrupt extends InterruptWork implements Disk.Reader {
    private static final int FIRST_CAPACITY = 16;

    private final Core interruptedCore;
    private final long interruptPs;
    private final long requestPs;
    private final Disk.Reader reader;

    /** A ring of the completed reads' tags. */
    private int[] tags = new int[FIRST_CAPACITY];

    private int first;
    private int count;
    private boolean hasEntered;
    private long interrupts;

    /** Interrupts a core, and tells the reader afterwards. */
    DiskInterrupt(Core interruptedCore, MachineProfile profile, Disk.Reader reader) {
        this.interruptedCore = interruptedCore;
        this.interruptPs = profile.interruptPs();
        this.requestPs = profile.blockRequestPs();
        this.reader = reader;
    }

    /** Interrupts taken. */
    long interrupts() {
        return interrupts;
    }

    @Override
    public void readCompleted(int tag, long nowPs) {
        if (count == tags.length) {
            grow();
        }
        tags[(first + count) % tags.length] = tag;
        count++;
        if (!isRaised()) {
            interruptedCore.raise(this, nowPs);
        }
    }

    @Override
    String name() {
        return "disk";
    }

    @Override
    long begin(long nowPs) {
        if (hasEntered) {
            return requestPs;
        }
        hasEntered = true;
        interrupts++;
        return interruptPs + requestPs;
    }

    @Override
    boolean complete(long nowPs) {
        int tag = tags[first];
        first = (first + 1) % tags.length;
        count--;
        reader.readCompleted(tag, nowPs);
        hasEntered = count > 0;
        return hasEntered;
    }

    private void grow() {
        int[] larger = new int[2 * tags.length];
        for (int i = 0; i < count; i++) {
            larger[i] = tags[(first + i) % tags.length];
        }
        tags = larger;
        first = 0;
    }
}
