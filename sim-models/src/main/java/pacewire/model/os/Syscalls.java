package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.measure.Contract;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * Makes the steps of a thread's program: its system calls, as C programs write them, and its own work. A program uses it while
 * it is asked for its next step, and does not keep it: all threads of a kernel share one.
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

    /** Tells the meters that the schedule of a transfer starts now, whose datagrams this program sends through a UDP socket. */
    public void transferStarts(int client, int descriptor, FlowMetrics metrics) {
        if (call().thread().process().descriptor(descriptor) instanceof UdpSocket sending) {
            Contract contract = new Contract(metrics, nowPs());
            sending.judgeBy(contract);
            probe().transferStarted(client, sending.flow(), contract, nowPs());
            return;
        }
        throw new IllegalArgumentException("not a UDP socket: " + descriptor);
    }

    /** Works on the CPU in user space for a time in picoseconds. */
    public Step compute(long ps) {
        return new Step.Compute(ps);
    }

    public Step streamSocket() {
        return socket(SocketCall.STREAM);
    }

    public Step datagramSocket() {
        return socket(SocketCall.DATAGRAM);
    }

    private Step socket(int type) {
        SyscallCall made = call().of(SyscallTable.SOCKET);
        made.number = type;
        return made;
    }

    public Step bind(int descriptor, int port) {
        SyscallCall made = on(SyscallTable.BIND, descriptor);
        made.number = port;
        return made;
    }

    public Step listen(int descriptor, int backlog) {
        SyscallCall made = on(SyscallTable.LISTEN, descriptor);
        made.number = backlog;
        return made;
    }

    public Step accept(int descriptor) {
        return on(SyscallTable.ACCEPT4, descriptor);
    }

    /** Starts a thread that runs a program. */
    public Step startThread(Program program) {
        SyscallCall made = call().of(SyscallTable.CLONE);
        made.object = program;
        return made;
    }

    /** Receives bytes of a connection into a buffer. */
    public Step receive(int descriptor, byte[] buffer) {
        SyscallCall made = on(SyscallTable.RECVFROM, descriptor);
        made.object = buffer;
        return made;
    }

    /** Writes bytes to a connection. */
    public Step write(int descriptor, byte[] bytes) {
        SyscallCall made = on(SyscallTable.WRITE, descriptor);
        made.object = bytes;
        return made;
    }

    public Step open(String path) {
        SyscallCall made = call().of(SyscallTable.OPENAT);
        made.object = path;
        return made;
    }

    /** Says where a UDP socket sends to. */
    public Step connect(int descriptor, int host, int port) {
        SyscallCall made = on(SyscallTable.CONNECT, descriptor);
        made.number = host;
        made.secondNumber = port;
        return made;
    }

    /** Reads the next bytes of a file. */
    public Step read(int descriptor, int bytes) {
        SyscallCall made = on(SyscallTable.READ, descriptor);
        made.number = bytes;
        return made;
    }

    /**
     * Sends a datagram.
     *
     * @param file what the bytes are of, for the meters
     * @param fileOffset where they stand in it, for the meters
     * @param idealPs place in the ideal schedule, for the meters; {@link Packet#UNSCHEDULED}: none
     */
    public Step send(int descriptor, int bytes, int file, long fileOffset, long idealPs) {
        SyscallCall made = on(SyscallTable.SENDTO, descriptor);
        made.number = bytes;
        made.content().set(file, fileOffset, idealPs);
        return made;
    }

    /** Sleeps until an instant, in picoseconds. */
    public Step sleepUntil(long instantPs) {
        SyscallCall made = call().of(SyscallTable.CLOCK_NANOSLEEP);
        made.number = instantPs;
        return made;
    }

    /** Has the kernel send files, and waits until it has. */
    public Step transmit(int descriptor, TransmitRequest request) {
        SyscallCall made = on(SyscallTable.TRANSMIT, descriptor);
        made.object = request;
        return made;
    }

    /** Takes the next event that the kernel reported on a socket. */
    public Step receiveEvent(int descriptor, EventBuffer buffer) {
        SyscallCall made = on(SyscallTable.RECVMSG, descriptor);
        made.object = buffer;
        return made;
    }

    public Step close(int descriptor) {
        return on(SyscallTable.CLOSE, descriptor);
    }

    public Step exit() {
        return call().of(SyscallTable.EXIT);
    }

    private SyscallCall on(SyscallRow row, int descriptor) {
        SyscallCall made = call().of(row);
        made.descriptor = descriptor;
        return made;
    }
}
