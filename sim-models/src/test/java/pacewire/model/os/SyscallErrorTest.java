package pacewire.model.os;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.event.Event;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.CostItem;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every error that a row of the system call table declares is made to happen. A process has opened, in this order: 3 a socket that
 * listens, 4 a connection, 5 a UDP socket, 6 a connected one, 7 a file, 8 and 9 a pipe, 10 a timer, 11 an epoll instance, 12 a
 * connected UDP socket that does not wait and has the least send buffer, 13 a TCP socket, 14 an io_uring; 15 is free, and 16 the
 * limit.
 */
class SyscallErrorTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int PORT = 554;
    private static final int LISTENER = 3;
    private static final int CONNECTION = 4;
    private static final int UNCONNECTED = 5;
    private static final int DATAGRAMS = 6;
    private static final int FILE = 7;
    private static final int PIPE_END = 8;
    private static final int PIPE_BEGIN = 9;
    private static final int TIMER = 10;
    private static final int EPOLL = 11;
    private static final int FULL = 12;
    private static final int STREAM = 13;
    private static final int NOTHING = 99;

    /** Until then the descriptors are opened; what happens from outside happens behind. */
    private static final long READY_US = 400;

    private static final long LATE_PS = 2000 * SimTime.SECOND;
    private static final FlowMetrics BEST_EFFORT =
            new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);

    /** A call that fails at the end of some steps. */
    private record Case(
            String call,
            Errno error,
            String how,
            BiConsumer<TinyServer, TinyClient> fromOutside,
            List<Function<Syscalls, Step>> steps) {
        @Override
        public String toString() {
            return call + ": " + error + ", " + how;
        }
    }

    private static final List<Case> CASES = new ArrayList<>();

    static {
        descriptors();
        sockets();
        sends();
        connections();
        files();
        waits();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void add(String call, Errno error, String how, Function<Syscalls, Step>... steps) {
        CASES.add(new Case(call, error, how, (server, client) -> {}, List.of(steps)));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void add(
            String call,
            Errno error,
            String how,
            BiConsumer<TinyServer, TinyClient> fromOutside,
            Function<Syscalls, Step>... steps) {
        CASES.add(new Case(call, error, how, fromOutside, List.of(steps)));
    }

    /** A call on a descriptor that is not open. */
    private static void bad(String call, Function<Syscalls, Step> step) {
        add(call, Errno.EBADF, "nothing is open", step);
    }

    /** A call for a descriptor when only the number of another one is left. */
    private static void full(String call, Function<Syscalls, Step> step) {
        add(call, Errno.EMFILE, "all numbers are taken", EpollCreateCall::create, step);
    }

    private static void descriptors() {
        bad("read", os -> ReadCall.read(os, NOTHING, 1));
        bad("write", os -> WriteCall.write(os, NOTHING, new byte[1]));
        bad("close", os -> CloseCall.close(os, NOTHING));
        bad("pread64", os -> PreadCall.read(os, NOTHING, 1, 0));
        bad("fstat", os -> FstatCall.stat(os, NOTHING, new FileStatus()));
        bad("mmap", os -> MmapCall.map(os, NOTHING, 1));
        bad("sendfile", os -> SendfileCall.send(os, CONNECTION, NOTHING, 1));
        bad("connect", os -> ConnectCall.connect(os, NOTHING, 1, 1));
        bad("sendto", os -> SendtoCall.send(os, NOTHING, 1, 0, 0, Packet.UNSCHEDULED));
        bad("recvfrom", os -> RecvfromCall.receive(os, NOTHING, new byte[1]));
        bad("sendmsg", os -> SendmsgCall.send(os, NOTHING, messages(1, 100)));
        bad("recvmsg", os -> RecvmsgCall.receiveEvent(os, NOTHING, new EventBuffer()));
        bad("bind", os -> BindCall.bind(os, NOTHING, 1));
        bad("listen", os -> ListenCall.listen(os, NOTHING, 1));
        bad("setsockopt", os -> SetsockoptCall.sendBuffer(os, NOTHING, 1));
        bad("getsockopt", os -> GetsockoptCall.error(os, NOTHING, new GetsockoptCall.OptionValue()));
        bad("fcntl", os -> FcntlCall.flags(os, NOTHING));
        bad("fadvise64", os -> FadviseCall.advise(os, NOTHING, 0, 0, FadviseCall.Advice.POSIX_FADV_NORMAL));
        bad("epoll_wait", os -> EpollWaitCall.await(os, NOTHING, new EpollEvents(1), 0));
        bad("epoll_ctl", os -> EpollControlCall.add(os, EPOLL, NOTHING, interest()));
        bad("timerfd_settime", os -> TimerfdSettimeCall.setRelative(os, NOTHING, 1));
        bad("accept4", os -> AcceptCall.accept(os, NOTHING));
        bad("splice", os -> SpliceCall.splice(os, FILE, NOTHING, 1));
        bad("sendmmsg", os -> SendmmsgCall.send(os, NOTHING, messages(1, 100)));
        bad("io_uring_enter", os -> IoUringEnterCall.submit(os, NOTHING, new SubmissionRing(1)));
        bad("transmit", os -> TransmitCall.transmit(os, NOTHING, request("movie", BEST_EFFORT)));
        add("write", Errno.EBADF, "a file is open to be read", os -> WriteCall.write(os, FILE, new byte[1]));
        add("splice", Errno.EBADF, "the wrong end of a pipe", os -> SpliceCall.splice(os, FILE, PIPE_END, 1));
        full("socket", SocketCall::streamSocket);
        full("openat", os -> OpenatCall.open(os, "no file: the number comes first"));
        full("timerfd_create", TimerfdCreateCall::create);
        full("accept4", os -> AcceptCall.accept(os, LISTENER));
        full("epoll_create1", EpollCreateCall::create);
        full("io_uring_setup", os -> IoUringSetupCall.setUp(os, 1));
        add("pipe2", Errno.EMFILE, "one number is left, and it needs two", os -> PipeCall.pipe(os, new int[2]));
    }

    private static void notSocket(String call, Function<Syscalls, Step> step) {
        add(call, Errno.ENOTSOCK, "a pipe, a timer or a file", step);
    }

    private static void sockets() {
        add("socket", Errno.EINVAL, "of no type that there is", os -> {
            SyscallCall made = os.make(SocketCall.ROW);
            made.number = 77;
            return made;
        });
        notSocket("connect", os -> ConnectCall.connect(os, PIPE_END, 1, 1));
        notSocket("recvfrom", os -> RecvfromCall.receive(os, PIPE_END, new byte[1]));
        notSocket("recvmsg", os -> RecvmsgCall.receiveEvent(os, FILE, new EventBuffer()));
        notSocket("bind", os -> BindCall.bind(os, TIMER, 1));
        notSocket("listen", os -> ListenCall.listen(os, EPOLL, 1));
        notSocket("setsockopt", os -> SetsockoptCall.sendBuffer(os, FILE, 1));
        notSocket("getsockopt", os -> GetsockoptCall.error(os, PIPE_END, new GetsockoptCall.OptionValue()));
        notSocket("accept4", os -> AcceptCall.accept(os, PIPE_END));
        add("connect", Errno.EISCONN, "a connection", os -> ConnectCall.connect(os, CONNECTION, 1, 1));
        add("connect", Errno.EISCONN, "it listens", os -> ConnectCall.connect(os, LISTENER, 1, 1));
        add("connect", Errno.EOPNOTSUPP, "a TCP socket", os -> ConnectCall.connect(os, STREAM, 1, 1));
        add("bind", Errno.EINVAL, "it has a port", os -> BindCall.bind(os, LISTENER, 1));
        add("bind", Errno.EINVAL, "a connection", os -> BindCall.bind(os, CONNECTION, 1));
        add("bind", Errno.EADDRINUSE, "another one has the port", os -> BindCall.bind(os, STREAM, PORT));
        add("bind", Errno.EOPNOTSUPP, "a UDP socket", os -> BindCall.bind(os, UNCONNECTED, 1));
        add("listen", Errno.EOPNOTSUPP, "a UDP socket", os -> ListenCall.listen(os, UNCONNECTED, 1));
        add("listen", Errno.EINVAL, "a connection", os -> ListenCall.listen(os, CONNECTION, 1));
        add("accept4", Errno.EOPNOTSUPP, "a UDP socket", os -> AcceptCall.accept(os, UNCONNECTED));
        add("accept4", Errno.EINVAL, "it does not listen", os -> AcceptCall.accept(os, STREAM));
        add(
                "accept4",
                Errno.EAGAIN,
                "nobody is there, and it does not wait",
                os -> FcntlCall.setNonBlocking(os, LISTENER, true),
                os -> AcceptCall.accept(os, LISTENER));
        add("recvmsg", Errno.EAGAIN, "nothing is reported", os -> RecvmsgCall.receiveEvent(os, DATAGRAMS, event()));
        add("recvmsg", Errno.EAGAIN, "a connection", os -> RecvmsgCall.receiveEvent(os, CONNECTION, event()));
        add(
                "setsockopt",
                Errno.EOPNOTSUPP,
                "SO_TXTIME of TCP",
                os -> SetsockoptCall.txtime(os, CONNECTION, true, true));
        add("setsockopt", Errno.EOPNOTSUPP, "it listens", os -> SetsockoptCall.sendBuffer(os, LISTENER, 1));
        add(
                "getsockopt",
                Errno.EOPNOTSUPP,
                "it listens",
                os -> GetsockoptCall.error(os, LISTENER, new GetsockoptCall.OptionValue()));
    }

    private static void sends() {
        sends("sendto", SyscallErrorTest::sendto);
        sends("sendmsg", (os, to, bytes) -> SendmsgCall.send(os, to, messages(1, bytes)));
        sends("sendmmsg", (os, to, bytes) -> SendmmsgCall.send(os, to, messages(1, bytes)));
        Errno again = Errno.EAGAIN;
        String how = "the send buffer is full, and it does not wait";
        BiConsumer<TinyServer, TinyClient> stall = (server, client) -> server.kernel.stallNic(SimTime.SECOND);
        add("sendto", again, how, stall, SyscallErrorTest::fill, SyscallErrorTest::fill, os -> sendto(os, FULL, 100));
        add("sendmsg", again, how, stall, SyscallErrorTest::fill, SyscallErrorTest::fill, os -> {
            return SendmsgCall.send(os, FULL, messages(1, 100));
        });
        add("sendmmsg", again, how, stall, SyscallErrorTest::fill, SyscallErrorTest::fill, os -> {
            return SendmmsgCall.send(os, FULL, messages(1, 100));
        });
        add(
                "sendmsg",
                Errno.EINVAL,
                "an instant without SO_TXTIME",
                os -> SendmsgCall.sendAt(os, DATAGRAMS, 100, SimTime.SECOND, 0, 0, Packet.UNSCHEDULED));
        MessageVector many = messages(228, 100);
        add(
                "sendmmsg",
                Errno.ENOBUFS,
                "227 notices of zero copy were not read",
                os -> SetsockoptCall.zeroCopy(os, DATAGRAMS),
                os -> SendmmsgCall.sendWithoutCopy(os, DATAGRAMS, many),
                os -> {
                    many.skip(227);
                    return SendmmsgCall.sendWithoutCopy(os, DATAGRAMS, many);
                });
        MessageVector more = messages(228, 100);
        add(
                "sendmsg",
                Errno.ENOBUFS,
                "227 notices of zero copy were not read",
                os -> SetsockoptCall.zeroCopy(os, DATAGRAMS),
                os -> SendmmsgCall.sendWithoutCopy(os, DATAGRAMS, more),
                os -> {
                    more.skip(227);
                    SyscallCall made = (SyscallCall) SendmsgCall.send(os, DATAGRAMS, more);
                    made.flags = MessageSending.ZERO_COPY;
                    return made;
                });
        add("io_uring_enter", Errno.EOPNOTSUPP, "no io_uring", os -> {
            return IoUringEnterCall.submit(os, EPOLL, new SubmissionRing(1));
        });
        add("io_uring_setup", Errno.EINVAL, "no entry", os -> IoUringSetupCall.setUp(os, 0));
        add("io_uring_setup", Errno.EINVAL, "too many entries", os -> IoUringSetupCall.setUp(os, 32_769));
    }

    /** Sends so many bytes through a descriptor. */
    private interface Send {
        Step make(Syscalls os, int descriptor, int bytes);
    }

    private static void sends(String call, Send send) {
        notSocket(call, os -> send.make(os, PIPE_BEGIN, 100));
        add(call, Errno.EOPNOTSUPP, "a connection", os -> send.make(os, CONNECTION, 100));
        add(call, Errno.EDESTADDRREQ, "it is not connected", os -> send.make(os, UNCONNECTED, 100));
        add(call, Errno.EMSGSIZE, "more than a frame takes", os -> send.make(os, DATAGRAMS, 1473));
    }

    private static Step sendto(Syscalls os, int descriptor, int bytes) {
        return SendtoCall.send(os, descriptor, bytes, 0, 0, Packet.UNSCHEDULED);
    }

    /** 4608 bytes of send buffer hold two datagrams of 2304. */
    private static Step fill(Syscalls os) {
        return sendto(os, FULL, 100);
    }

    private static void connections() {
        broken("recvfrom", os -> RecvfromCall.receive(os, CONNECTION, new byte[1]), false);
        broken("write", os -> WriteCall.writeFile(os, CONNECTION, 100, 0, 0), true);
        broken("sendfile", os -> SendfileCall.send(os, CONNECTION, FILE, 100), true);
        broken("splice", os -> SpliceCall.splice(os, PIPE_END, CONNECTION, 100), true);
        BiConsumer<TinyServer, TinyClient> reset = (server, client) -> reset(client);
        add("write", Errno.ECONNRESET, "a message", reset, os -> WriteCall.write(os, CONNECTION, new byte[1]));
        add("write", Errno.EPIPE, "a message", reset, os -> WriteCall.write(os, CONNECTION, new byte[1]), os -> {
            return WriteCall.write(os, CONNECTION, new byte[1]);
        });
        add("write", Errno.EPIPE, "it listens", os -> WriteCall.write(os, LISTENER, new byte[1]));
        add("write", Errno.EOPNOTSUPP, "a UDP socket", os -> WriteCall.write(os, DATAGRAMS, new byte[1]));
        add("write", Errno.EINVAL, "a timer", os -> WriteCall.write(os, TIMER, new byte[1]));
        add("write", Errno.EFAULT, "nothing is mapped there", os -> WriteCall.writeMapped(os, CONNECTION, 1, 1));
        add("sendfile", Errno.EPIPE, "it listens", os -> SendfileCall.send(os, LISTENER, FILE, 1));
        add("sendfile", Errno.EINVAL, "no file", os -> SendfileCall.send(os, CONNECTION, CONNECTION, 1));
        add("sendfile", Errno.EINVAL, "no connection", os -> SendfileCall.send(os, TIMER, FILE, 1));
        add("sendfile", Errno.EINVAL, "an offset below 0", os -> SendfileCall.sendFrom(os, CONNECTION, FILE, -1, 1));
        add("splice", Errno.EINVAL, "no pipe", os -> SpliceCall.splice(os, FILE, CONNECTION, 1));
        add("splice", Errno.EPIPE, "nobody reads", os -> CloseCall.close(os, PIPE_END), os -> {
            return SpliceCall.splice(os, FILE, PIPE_BEGIN, 1);
        });
        add(
                "splice",
                Errno.EAGAIN,
                "an empty pipe that does not wait",
                os -> {
                    return FcntlCall.setNonBlocking(os, PIPE_END, true);
                },
                os -> SpliceCall.splice(os, PIPE_END, CONNECTION, 1));
        add("recvfrom", Errno.ENOTCONN, "it listens", os -> RecvfromCall.receive(os, LISTENER, new byte[1]));
        add("recvfrom", Errno.EAGAIN, "a UDP socket that does not wait", os -> {
            return RecvfromCall.receive(os, FULL, new byte[1]);
        });
        add("recvfrom", Errno.EAGAIN, "nothing has come", SyscallErrorTest::unblock, os -> {
            return RecvfromCall.receive(os, CONNECTION, new byte[1]);
        });
        fullBuffer("write", os -> WriteCall.writeFile(os, CONNECTION, 5000, 0, 0));
        fullBuffer("sendfile", os -> SendfileCall.send(os, CONNECTION, FILE, 5000));
    }

    private static void reset(TinyClient client) {
        client.connections.get(0).abort();
    }

    private static Step unblock(Syscalls os) {
        return FcntlCall.setNonBlocking(os, CONNECTION, true);
    }

    /** The pipe is filled before, so that there is something to splice. */
    private static void broken(String call, Function<Syscalls, Step> step, boolean isTwice) {
        Function<Syscalls, Step> filling = os -> SpliceCall.splice(os, FILE, PIPE_BEGIN, 200);
        Function<Syscalls, Step> waiting = os -> ClockNanosleepCall.sleepUntil(os, LATE_PS);
        add(call, Errno.ECONNRESET, "the client has reset it", (server, client) -> reset(client), filling, step);
        add(
                call,
                Errno.ETIMEDOUT,
                "nobody acknowledges what was written",
                (server, client) -> client.vanish(),
                filling,
                os -> WriteCall.write(os, CONNECTION, new byte[1]),
                waiting,
                step);
        if (isTwice) {
            add(call, Errno.EPIPE, "it broke, as was told", (server, client) -> reset(client), filling, step, step);
        }
    }

    private static void fullBuffer(String call, Function<Syscalls, Step> step) {
        add(
                call,
                Errno.EAGAIN,
                "the send buffer is full, and it does not wait",
                (server, client) -> client.vanish(),
                SyscallErrorTest::unblock,
                os -> SetsockoptCall.sendBuffer(os, CONNECTION, 1),
                step,
                step);
    }

    private static void files() {
        add("openat", Errno.ENOENT, "there is no such file", os -> OpenatCall.open(os, "nothing"));
        add("read", Errno.EINVAL, "no room for the number", os -> ReadCall.read(os, TIMER, 7));
        add("read", Errno.EINVAL, "neither a file nor a timer", os -> ReadCall.read(os, EPOLL, 8));
        add("read", Errno.EAGAIN, "it has not expired, and does not wait", os -> {
            return ReadCall.readTimer(os, TIMER, new TimerExpirations());
        });
        add("pread64", Errno.ESPIPE, "a pipe", os -> PreadCall.read(os, PIPE_END, 1, 0));
        add("pread64", Errno.EINVAL, "an offset below 0", os -> PreadCall.read(os, FILE, 1, -1));
        add("mmap", Errno.ENODEV, "no file", os -> MmapCall.map(os, CONNECTION, 1));
        add("mmap", Errno.EINVAL, "no length", os -> MmapCall.map(os, FILE, 0));
        add("munmap", Errno.EINVAL, "nothing is mapped there", os -> MunmapCall.unmap(os, 1, 1));
        add("fadvise64", Errno.ESPIPE, "a pipe", os -> advise(os, PIPE_END, 0));
        add("fadvise64", Errno.EINVAL, "no file", os -> advise(os, CONNECTION, 0));
        add("fadvise64", Errno.EINVAL, "a length below 0", os -> advise(os, FILE, -1));
        TransmitRequest film = request("film", BEST_EFFORT);
        notSocket("transmit", os -> TransmitCall.transmit(os, FILE, film));
        add("transmit", Errno.EOPNOTSUPP, "a connection", os -> TransmitCall.transmit(os, CONNECTION, film));
        add("transmit", Errno.EDESTADDRREQ, "it is not connected", os -> TransmitCall.transmit(os, UNCONNECTED, film));
        add("transmit", Errno.ENOENT, "there is no such file", os -> {
            return TransmitCall.transmit(os, DATAGRAMS, request("nothing", BEST_EFFORT));
        });
        add("transmit", Errno.EINVAL, "no files", os -> {
            return TransmitCall.transmit(os, DATAGRAMS, new TransmitRequest(List.of(), BEST_EFFORT));
        });
        add("transmit", Errno.EBUSY, "the metrics cannot be kept", os -> {
            return TransmitCall.transmit(os, DATAGRAMS, request("film", rate("100 Gbps")));
        });
        add(
                "transmit",
                Errno.EIO,
                "the file loses its end meanwhile",
                (server, client) ->
                        at(server, 600, () -> server.kernel.parts().files().truncate(1, 1000)),
                os -> TransmitCall.transmit(os, DATAGRAMS, film));
    }

    private static Step advise(Syscalls os, int descriptor, long length) {
        return FadviseCall.advise(os, descriptor, 0, length, FadviseCall.Advice.POSIX_FADV_NORMAL);
    }

    private static FlowMetrics rate(String rate) {
        return new FlowMetrics(DataRate.parse(rate), DataRate.parse(rate), FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
    }

    private static void waits() {
        int[] many = IntStream.range(0, 17).toArray();
        add("poll", Errno.EINVAL, "more than may be open", os -> PollCall.await(os, new PollSet(many, new int[17]), 0));
        add("clock_nanosleep", Errno.EINVAL, "an instant below 0", os -> ClockNanosleepCall.sleepUntil(os, -1));
        add("epoll_wait", Errno.EINVAL, "no epoll", os -> EpollWaitCall.await(os, TIMER, new EpollEvents(1), 0));
        add("epoll_ctl", Errno.EPERM, "a file", os -> EpollControlCall.add(os, EPOLL, FILE, interest()));
        add("epoll_ctl", Errno.EINVAL, "no epoll", os -> EpollControlCall.add(os, TIMER, CONNECTION, interest()));
        add("epoll_ctl", Errno.ENOENT, "not watched", os -> EpollControlCall.delete(os, EPOLL, CONNECTION));
        add("epoll_ctl", Errno.EEXIST, "watched already", SyscallErrorTest::watch, SyscallErrorTest::watch);
        add("timerfd_settime", Errno.EINVAL, "no timer", os -> TimerfdSettimeCall.setRelative(os, EPOLL, 1));
        add("timerfd_settime", Errno.EINVAL, "a time below 0", os -> TimerfdSettimeCall.setRelative(os, TIMER, -1));
    }

    private static Step watch(Syscalls os) {
        return EpollControlCall.add(os, EPOLL, CONNECTION, interest());
    }

    private static EpollEvents.Interest interest() {
        return new EpollEvents.Interest(PollEvents.IN, 1);
    }

    private static EventBuffer event() {
        return new EventBuffer();
    }

    private static MessageVector messages(int count, int bytes) {
        MessageVector messages = new MessageVector(count);
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < count; i++) {
            messages.addMessage(bytes, 0, 0, Packet.UNSCHEDULED);
        }
        return messages;
    }

    private static TransmitRequest request(String path, FlowMetrics metrics) {
        return new TransmitRequest(
                List.of(new TransmitRequest.FileRange(path, TransmitRequest.FileRange.WHOLE_FILE)), metrics);
    }

    static Stream<Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theCallFailsWithIt(Case wanted) {
        TinyMachine machine = new TinyMachine();
        machine.with(CostItem.DESCRIPTORS, 16);
        TinyServer server = new TinyServer.Builder()
                .machine(machine)
                .file("movie", 70_000)
                .file("film", 1_000_000)
                .build();
        TinyClient client = new TinyClient(server);
        ScriptedProgram opening = new ScriptedProgram(opening());
        ScriptedProgram failing = new ScriptedProgram(wanted.steps());
        server.spawn((last, os) -> os.nowPs() < (READY_US + 10) * US ? opening.next(last, os) : failing.next(last, os));
        at(server, 100, () -> client.connect(PORT));
        at(server, READY_US, () -> wanted.fromOutside().accept(server, client));
        server.simulation.runUntil(2 * LATE_PS);

        assertThat(opening.results)
                .containsExactly("3", "0", "0", "4", "5", "6", "0", "7", "0", "10", "11", "12", "0", "0", "13", "14");
        assertThat(failing.results).hasSize(wanted.steps().size());
        assertThat(failing.results).last().asString().startsWith("-1 " + wanted.error() + " (");
        // The last call is exit.
        assertThat(server.calls.get(server.calls.size() - 2)).contains(" " + wanted.call() + "(");
    }

    /** And the kernel refuses to return one that the row does not declare. */
    @Test
    void everyErrorThatARowDeclaresIsMadeToHappenAndNoOther() {
        TreeSet<String> declared = SyscallTable.descriptions().stream()
                .flatMap(call -> call.errors().stream().map(error -> call.name() + ": " + error))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> happening = CASES.stream()
                .map(seen -> seen.call() + ": " + seen.error())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(happening).containsExactlyElementsOf(declared);
    }

    @Test
    void theRowsStandInTheOrderOfTheirNumbersAndSayWhatTheyDo() {
        assertThat(SyscallTable.descriptions())
                .extracting(SyscallDescription::number)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(SyscallTable.descriptions()).noneMatch(call -> call.summary().isEmpty());
    }

    /** EINTR and ECONNREFUSED among them: no signal is ever sent, and the server never connects. */
    @Test
    void errorsThatNoCallReturnsAreThoseOfCompletionsAndOfClients() {
        List<Errno> unused = Arrays.stream(Errno.values())
                .filter(error -> SyscallTable.descriptions().stream()
                        .noneMatch(call -> call.errors().contains(error)))
                .toList();

        assertThat(unused)
                .containsExactly(Errno.EINTR, Errno.ENOMEM, Errno.ENOSYS, Errno.ECONNREFUSED, Errno.ECANCELED);
    }

    private static List<Function<Syscalls, Step>> opening() {
        int[] ends = new int[2];
        return List.of(
                SocketCall::streamSocket,
                os -> BindCall.bind(os, LISTENER, PORT),
                os -> ListenCall.listen(os, LISTENER, 10),
                os -> AcceptCall.accept(os, LISTENER),
                SocketCall::datagramSocket,
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, DATAGRAMS, 1, 5004),
                os -> OpenatCall.open(os, "movie"),
                os -> PipeCall.pipe(os, ends),
                TimerfdCreateCall::createNonBlocking,
                EpollCreateCall::create,
                SocketCall::nonBlockingDatagramSocket,
                os -> ConnectCall.connect(os, FULL, 1, 5005),
                os -> SetsockoptCall.sendBuffer(os, FULL, 1),
                SocketCall::streamSocket,
                os -> IoUringSetupCall.setUp(os, 8),
                os -> ClockNanosleepCall.sleepUntil(os, (READY_US + 10) * US));
    }

    private static void at(TinyServer server, long us, Runnable action) {
        server.simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                us * US);
    }
}
