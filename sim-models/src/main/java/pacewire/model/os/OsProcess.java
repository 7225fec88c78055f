package pacewire.model.os;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A process: a name, and the open descriptors that its threads share. */
public final class OsProcess {
    /**
     * Most descriptors of a process: Linux's default hard limit since systemd 240 ({@code NEWS}: 512 Ki), to which servers
     * raise their soft limit.
     */
    private static final int LARGEST_DESCRIPTOR_COUNT = 524_288;

    /** Standard input, output and error are taken. */
    private static final int FIRST_DESCRIPTOR = 3;

    private final String name;
    private final List<@Nullable Descriptor> descriptors = new ArrayList<>();
    private final BitSet used = new BitSet();

    OsProcess(String name) {
        this.name = name;
    }

    /** The name, as users refer to it. */
    public String name() {
        return name;
    }

    /** Whether the limit leaves a descriptor number. */
    boolean canOpen() {
        return used.nextClearBit(FIRST_DESCRIPTOR) < LARGEST_DESCRIPTOR_COUNT;
    }

    /** Opens the lowest free descriptor number, as POSIX demands; empty-handed (EMFILE) at the limit. */
    SyscallResult open(Descriptor descriptor) {
        int number = used.nextClearBit(FIRST_DESCRIPTOR);
        if (number >= LARGEST_DESCRIPTOR_COUNT) {
            return SyscallResult.failed(Errno.EMFILE);
        }
        used.set(number);
        while (descriptors.size() <= number) {
            descriptors.add(null);
        }
        descriptors.set(number, descriptor);
        return SyscallResult.done(number);
    }

    /** What a descriptor number stands for; null when it is not open. */
    @Nullable
    Descriptor descriptor(int number) {
        return number >= 0 && number < descriptors.size() ? descriptors.get(number) : null;
    }

    /** Frees a descriptor number; returns what it stood for, or null when it was not open. */
    @Nullable
    Descriptor free(int number) {
        Descriptor descriptor = descriptor(number);
        if (descriptor != null) {
            used.clear(number);
            descriptors.set(number, null);
        }
        return descriptor;
    }
}
