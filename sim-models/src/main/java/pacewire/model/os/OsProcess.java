package pacewire.model.os;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A process: a name, and the open descriptors that its threads share. */
public final class OsProcess {
    /** Standard input, output and error are taken. */
    private static final int FIRST_DESCRIPTOR = 3;

    /** Where mappings begin here: near the place of Linux's on x86-64, without address space randomisation. */
    private static final long FIRST_ADDRESS = 0x7f00_0000_0000L;

    private final String name;
    private final int limit;
    private final ThreadSettings threads;
    private final ProcessUsage usage = new ProcessUsage();
    private @Nullable Descriptor[] descriptors = new Descriptor[8];
    /**
     * No number below it is free. The search for a free one begins here, as in Linux ({@code next_fd} in {@code fs/file.c}):
     * a process that opens descriptors without end takes the same time for each.
     */
    private int lowestFree = FIRST_DESCRIPTOR;

    private final List<Mapping> mappings = new ArrayList<>();
    private long nextAddress = FIRST_ADDRESS;

    /**
     * A process with nothing open.
     *
     * @param limit descriptor numbers stay below it
     */
    OsProcess(String name, int limit) {
        this(name, limit, ThreadSettings.NORMAL);
    }

    /**
     * A process with nothing open.
     *
     * @param limit descriptor numbers stay below it
     * @param threads what its threads are like
     */
    OsProcess(String name, int limit, ThreadSettings threads) {
        this.name = name;
        this.limit = limit;
        this.threads = threads;
    }

    /** What its threads are like. */
    ThreadSettings threads() {
        return threads;
    }

    /** What its threads have used so far, together. */
    ProcessUsage usage() {
        return usage;
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

    /** Maps a file; returns its address. */
    long map(int file, long length) {
        Mapping mapping = new Mapping(file, length, nextAddress);
        mappings.add(mapping);
        long pages = (length + Pipe.PAGE_BYTES - 1) / Pipe.PAGE_BYTES;
        nextAddress += pages * Pipe.PAGE_BYTES;
        return mapping.address;
    }

    /** Whether a mapping of that address and length was there, and is no more. */
    boolean unmap(long address, long length) {
        return mappings.removeIf(mapping -> mapping.address == address && mapping.length == length);
    }

    /** The mapping that an address lies in; null when there is none. */
    @Nullable
    Mapping mapping(long address) {
        for (Mapping mapping : mappings) {
            if (mapping.holds(address)) {
                return mapping;
            }
        }
        return null;
    }
}
