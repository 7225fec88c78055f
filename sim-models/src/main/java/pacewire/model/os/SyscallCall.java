package pacewire.model.os;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.storage.FileSystem;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * A system call on its way: its arguments, and how far its handler has come. Each thread has one, filled in anew by {@link
 * Syscalls} for every call.
 */
public final class SyscallCall implements Step {
    private final OsThread thread;
    private @Nullable WakeUp wakeUp;
    private @Nullable SentContent content;
    private @Nullable UserBuffer ownBuffer;
    private @Nullable SyscallResult result;
    private @Nullable SyscallRow row;

    int descriptor;
    long number;
    int secondNumber;
    long thirdNumber;
    int flags;
    /** Bytes that a call which moves many has moved so far, and those that it moves next. */
    long moved;

    int moving;
    /** Page faults of those that move next which had to wait for the disk. */
    int majorFaults;
    /** An argument that is no number: a path, a buffer, a program. */
    @Nullable
    Object object;
    /** A buffer of the application's; null: the thread has one for all that it reads and sends. */
    @Nullable
    UserBuffer namedBuffer;
    /** What the kernel does for the call while the thread sleeps: the transfer of {@code transmit}. */
    @Nullable
    Transfer transfer;

    int phase;
    long startPs;

    /** For the meters alone, no arguments of the real call: what the buffer sent holds. */
    static final class SentContent {
        int file;
        long fileOffset;
        /** Place of the datagram in its ideal schedule. */
        long idealPs;
        /** When the kernel turned to the present message of several. */
        long turnPs;
        /** The instant that the datagram names, SCM_TXTIME: an argument of the real call; {@link Packet#UNSCHEDULED}: none. */
        long instantPs = Packet.UNSCHEDULED;
        /** What the thread's last read put into its memory: of which file, and of which of its contents. */
        private int readFile;

        private int readVersion;
        private boolean hasRead;

        void set(int newFile, long newFileOffset, long newIdealPs) {
            file = newFile;
            fileOffset = newFileOffset;
            idealPs = newIdealPs;
            instantPs = Packet.UNSCHEDULED;
        }

        void setRead(int newReadFile, int newReadVersion) {
            readFile = newReadFile;
            readVersion = newReadVersion;
            hasRead = true;
        }

        /**
         * Which content of the file the bytes sent are. A thread sends what it read last; if that was another file, the
         * bytes have been in its memory for longer, and count as what the file holds now.
         */
        int version(FileSystem files) {
            return hasRead && readFile == file ? readVersion : files.versionOf(file);
        }
    }

    SyscallCall(OsThread thread) {
        this.thread = thread;
    }

    /** Begins a new call of a row. */
    SyscallCall of(SyscallRow newRow) {
        row = newRow;
        descriptor = 0;
        number = 0;
        secondNumber = 0;
        thirdNumber = 0;
        flags = 0;
        moved = 0;
        moving = 0;
        majorFaults = 0;
        object = null;
        transfer = null;
        namedBuffer = null;
        phase = 0;
        return this;
    }

    SyscallRow row() {
        SyscallRow current = row;
        if (current == null) {
            throw new IllegalStateException("no system call was made yet");
        }
        return current;
    }

    /** The name of the call. */
    public String name() {
        return row().name();
    }

    /** The arguments as strace prints them. */
    public String arguments() {
        return row().handler().arguments(this);
    }

    /** When the thread entered the kernel, in picoseconds. */
    public long startedPs() {
        return startPs;
    }

    OsThread thread() {
        return thread;
    }

    /** Wakes the thread, from a timer or when pages have come. Made for threads that use it: many never do. */
    WakeUp wakeUp(Kernel kernel) {
        WakeUp made = wakeUp;
        if (made == null) {
            made = new WakeUp(thread, kernel);
            wakeUp = made;
        }
        return made;
    }

    /** What is sent; made for threads that send by themselves. */
    SentContent content() {
        SentContent made = content;
        if (made == null) {
            made = new SentContent();
            content = made;
        }
        return made;
    }

    /** The buffer that is read into or sent from: the one that was named, or else one of the thread's own. */
    UserBuffer buffer() {
        UserBuffer named = namedBuffer;
        if (named != null) {
            return named;
        }
        UserBuffer made = ownBuffer;
        if (made == null) {
            made = new UserBuffer();
            ownBuffer = made;
        }
        return made;
    }

    /** The object argument, as what it must be. */
    <T> T object(Class<T> type) {
        return type.cast(Objects.requireNonNull(object));
    }

    /** The call is done, with a value that may be large; valid until the thread's next call. */
    SyscallResult done(long value) {
        SyscallResult made = result;
        if (made == null) {
            made = SyscallResult.reusable();
            result = made;
        }
        return made.becomes(value);
    }

    /** The kernel works for some CPU time, then visits the handler again in the next phase. */
    SyscallResult charge(DelayPart part, long ps) {
        thread.demand(ps, part);
        phase++;
        return SyscallResult.working();
    }
}
