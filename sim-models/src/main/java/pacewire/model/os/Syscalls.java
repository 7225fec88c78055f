package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.measure.Contract;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.packet.FlowMetrics;

/**
 * What a thread's program sees of its machine while it is asked for its next step. Its system calls are made by the classes of
 * the calls, such as {@link SendtoCall#send}. A program does not keep it: all threads of a kernel share one.
 */
public final class Syscalls {
    private final Kernel kernel;
    private @Nullable SyscallCall present;

    Syscalls(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Serves a thread from here on. */
    Syscalls of(OsThread thread) {
        present = thread.call();
        return this;
    }

    private SyscallCall call() {
        SyscallCall current = present;
        if (current == null) {
            throw new IllegalStateException("no thread makes system calls yet");
        }
        return current;
    }

    /** Virtual time, as {@code clock_gettime} reads it from the vDSO without a system call. */
    public long nowPs() {
        return kernel.now();
    }

    /** The meters that watch this server. */
    public ServerProbe probe() {
        return kernel.parts().probe();
    }

    /** The server's files, as a directory listing or a file's own header would tell. */
    public FileSystem files() {
        return kernel.parts().files();
    }

    /** Host number of the client of a connection, as accept4 fills in its address. */
    public int peerHost(int descriptor) {
        if (call().thread().process().descriptor(descriptor) instanceof TcpSocket connected) {
            return connected.remoteHost();
        }
        throw new IllegalArgumentException("not a connection: " + descriptor);
    }

    /**
     * Tells the meters when the schedule of a transfer starts, whose datagrams this program sends through a UDP socket.
     *
     * @param startPs now or later
     */
    public void transferStarts(int client, int descriptor, FlowMetrics metrics, long startPs) {
        if (call().thread().process().descriptor(descriptor) instanceof UdpSocket sending) {
            Contract contract = new Contract(metrics, startPs);
            sending.judgeBy(contract);
            probe().transferStarted(client, sending.flow(), contract, startPs);
            return;
        }
        throw new IllegalArgumentException("not a UDP socket: " + descriptor);
    }

    /**
     * Tells the meters that the schedule of a transfer starts now, whose files this program sends over a connection.
     *
     * @param schedule the ideal instants of its bytes; null: none. The kernel moves it on, segment by segment
     */
    public void streamStarts(int client, int descriptor, FlowMetrics metrics, @Nullable IdealSchedule schedule) {
        if (call().thread().process().descriptor(descriptor) instanceof TcpSocket sending) {
            Contract contract = new Contract(metrics, nowPs());
            sending.output().judgeBy(contract, schedule);
            probe().transferStarted(client, sending.flow(), contract, nowPs());
            return;
        }
        throw new IllegalArgumentException("not a connection: " + descriptor);
    }

    /** Works on the CPU in user space for a time in picoseconds. */
    public Step compute(long ps) {
        return new Step.Compute(ps);
    }

    /** Begins a call for the thread. */
    SyscallCall make(SyscallRow row) {
        return call().of(row);
    }

    /** Begins a call on a descriptor. */
    SyscallCall make(SyscallRow row, int descriptor) {
        SyscallCall made = make(row);
        made.descriptor = descriptor;
        return made;
    }
}
