package pacewire.model.os;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** A process: a name, and the open descriptors that its threads share. */
public final class OsProcess {
    /** Standard input, output and error are taken. */
    private static final int FIRST_DESCRIPTOR = 3;

    private final String name;
    private final int limit;
    private @Nullable Descriptor[] descriptors = new Descriptor[8];
    /**
     * No number below it is free. The search for a free one begins here, as in Linux ({@code next_fd} in {@code fs/file.c}):
     * a process that opens descriptors without end takes the same time for each.
     */
    private int lowestFree = FIRST_DESCRIPTOR;

    /**
     * A process with nothing open.
     *
     * @param limit descriptor numbers stay below it
     */
    OsProcess(String name, int limit) {
        this.name = name;
        this.limit = limit;
    }

    /** The name, as users refer to it. */
    public String name() {
        return name;
    }

    /** Whether the limit leaves a descriptor number. */
    boolean canOpen() {
        return firstFree() < limit;
    }

    /** Opens the lowest free descriptor number, as POSIX demands; empty-handed (EMFILE) at the limit. */
    SyscallResult open(Descriptor descriptor) {
        int number = firstFree();
        if (number >= limit) {
            return SyscallResult.failed(Errno.EMFILE);
        }
        if (number >= descriptors.length) {
            descriptors = Arrays.copyOf(descriptors, number + (number >> 1) + 1);
        }
        descriptors[number] = descriptor;
        lowestFree = number + 1;
        return SyscallResult.done(number);
    }

    /** The lowest free number. */
    private int firstFree() {
        while (lowestFree < descriptors.length && descriptors[lowestFree] != null) {
            lowestFree++;
        }
        return lowestFree;
    }

    /** What a descriptor number stands for; null when it is not open. */
    @Nullable
    Descriptor descriptor(int number) {
        return number >= 0 && number < descriptors.length ? descriptors[number] : null;
    }

    /** Frees a descriptor number; returns what it stood for, or null when it was not open. */
    @Nullable
    Descriptor free(int number) {
        Descriptor descriptor = descriptor(number);
        if (descriptor != null) {
            descriptors[number] = null;
            lowestFree = Math.min(lowestFree, number);
        }
        return descriptor;
    }
}
