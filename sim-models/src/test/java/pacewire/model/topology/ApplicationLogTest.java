package pacewire.model.topology;

import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.client.Client;
import pacewire.model.packet.FlowMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application calls for one client who asks for 3500 bytes at 5 Mbit/s, and when its datagrams leave: on a machine that
 * takes no time, so that instants are those of the schedule. 1400 bytes take 2.24 ms.
 */
class ApplicationLogTest {
    private static final String AGAIN = "-1 EAGAIN (Resource temporarily unavailable)";

    @Test
    void epollTimerWithATimerForEachClient() {
        TinyWorld world = new TinyWorld("epoll-timer").run(SimTime.SECOND);
        assertThat(world.calls.stream().map(ApplicationLogTest::withoutInstants))
                .containsExactly(
                        "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_IP) = 3",
                        "bind(3, {sa_family=AF_INET, sin_port=htons(554), sin_addr=inet_addr(\"10.0.0.1\")}, 16) = 0",
                        "listen(3, 4096) = 0",
                        "epoll_create1(EPOLL_CLOEXEC) = 4",
                        "epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN, data={u32=3, u64=3}}) = 0",
                        "epoll_wait(4, [{events=EPOLLIN, data={u32=3, u64=3}}], 512, -1) = 1",
                        "accept4(3, {sa_family=AF_INET, sin_port=htons(49152), sin_addr=inet_addr(\"10.0.0.2\")}, [16],"
                                + " SOCK_CLOEXEC|SOCK_NONBLOCK) = 5",
                        "epoll_ctl(4, EPOLL_CTL_ADD, 5, {events=EPOLLIN|EPOLLRDHUP|EPOLLET, data={u32=5, u64=5}}) = 0",
                        "accept4(3, NULL, NULL, SOCK_CLOEXEC|SOCK_NONBLOCK) = " + AGAIN,
                        "epoll_wait(4, [{events=EPOLLIN, data={u32=5, u64=5}}], 512, -1) = 1",
                        "recvfrom(5, \"TRANSFER\\nport: 5004\\nminRate: 500\"..., 1024, 0, NULL, NULL) = 91",
                        "socket(AF_INET, SOCK_DGRAM|SOCK_NONBLOCK, IPPROTO_IP) = 6",
                        "connect(6, {sa_family=AF_INET, sin_port=htons(5004), sin_addr=inet_addr(\"10.0.0.2\")}, 16) = 0",
                        "timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC|TFD_NONBLOCK) = 7",
                        "epoll_ctl(4, EPOLL_CTL_ADD, 7, {events=EPOLLIN, data={u32=7, u64=7}}) = 0",
                        "openat(AT_FDCWD, \"movie\", O_RDONLY) = 8",
                        "pread64(8, \"\"..., 1400, 0) = 1400",
                        "sendto(6, \"\"..., 1400, 0, NULL, 0) = 1400",
                        "timerfd_settime(7, TFD_TIMER_ABSTIME, {it_interval={tv_sec=0, tv_nsec=0},"
                                + " it_value={INSTANT}}, NULL) = 0",
                        "epoll_wait(4, [{events=EPOLLIN, data={u32=7, u64=7}}], 512, -1) = 1",
                        "read(7, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 8) = 8",
                        "pread64(8, \"\"..., 1400, 1400) = 1400",
                        "sendto(6, \"\"..., 1400, 0, NULL, 0) = 1400",
                        "timerfd_settime(7, TFD_TIMER_ABSTIME, {it_interval={tv_sec=0, tv_nsec=0},"
                                + " it_value={INSTANT}}, NULL) = 0",
                        "epoll_wait(4, [{events=EPOLLIN, data={u32=7, u64=7}}], 512, -1) = 1",
                        "read(7, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 8) = 8",
                        "pread64(8, \"\"..., 700, 2800) = 700",
                        "sendto(6, \"\"..., 700, 0, NULL, 0) = 700",
                        "close(8) = 0",
                        "close(6) = 0",
                        "close(7) = 0",
                        "write(5, \"COMPLETED\\nbytes: 3500\\n\\n\", 23) = 23",
                        "close(5) = 0");
        assertThat(world.departures).containsExactly("#0 0", "#1 2240", "#2 4480");
    }

    @Test
    void epollTimerWithOneTimerForAll() {
        TinyWorld world = new TinyWorld("epoll-timer").with("timers", 1).run(SimTime.SECOND);
        assertThat(named(world, "timerfd_create", "timerfd_settime", "read", "epoll_wait", "sendto"))
                .containsExactly(
                        "timerfd_create",
                        "epoll_wait",
                        "epoll_wait",
                        "sendto",
                        "timerfd_settime",
                        "epoll_wait",
                        "read",
                        "sendto",
                        "timerfd_settime",
                        "epoll_wait",
                        "read",
                        "sendto");
        assertThat(world.departures).containsExactly("#0 0", "#1 2240", "#2 4480");
    }

    /** Due after 2.24 ms: 3 ms; then 1.477 ms ahead: 2 ms. A wait may be longer by a thousandth. */
    @Test
    void epollTimerWithTheTimeoutOfItsWaitIsLateByUpToAMillisecond() {
        TinyWorld world = new TinyWorld("epoll-timer").with("timers", 2).run(SimTime.SECOND);
        assertThat(world.calls.stream().filter(call -> call.startsWith("epoll_wait")))
                .containsExactly(
                        "epoll_wait(4, [{events=EPOLLIN, data={u32=3, u64=3}}], 512, -1) = 1",
                        "epoll_wait(4, [{events=EPOLLIN, data={u32=5, u64=5}}], 512, -1) = 1",
                        "epoll_wait(4, [], 512, 3) = 0",
                        "epoll_wait(4, [], 512, 2) = 0");
        assertThat(world.departures).containsExactly("#0 0", "#1 3003", "#2 5005");
    }

    /** Without a rate it sends until the buffer is full, and waits in the loop: the line carries 1 Gbit/s. */
    @Test
    void epollTimerWaitsForRoomInTheLoop() {
        TinyWorld world = new TinyWorld("epoll-timer")
                .clients(3, 1_400_000, FlowMetrics.BEST_EFFORT)
                .run(10 * SimTime.SECOND);
        assertThat(world.calls)
                .contains("sendto(6, \"\"..., 1400, 0, NULL, 0) = " + AGAIN)
                .contains("epoll_ctl(4, EPOLL_CTL_ADD, 6, {events=EPOLLOUT, data={u32=6, u64=6}}) = 0")
                .contains("epoll_ctl(4, EPOLL_CTL_DEL, 6, NULL) = 0");
        assertThat(world.meter().packetsCreated()).isEqualTo(3000);
        assertThat(world.testbed().observatory().transfers())
                .allSatisfy(transfer -> assertThat(transfer.client().phase()).isEqualTo(Client.Phase.COMPLETED));
        assertThat(world.world.pool().outstanding()).isZero();
    }

    /** Ticks of 1 ms: 2.24 ms is due at the third, 4.48 ms at the fifth. */
    @Test
    void burstSendmmsgSendsAtTicks() {
        TinyWorld world = new TinyWorld("burst-sendmmsg").run(SimTime.SECOND);
        assertThat(world.calls.stream().map(ApplicationLogTest::withoutInstants))
                .containsExactly(
                        "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
                        "bind(3, {sa_family=AF_INET, sin_port=htons(554), sin_addr=inet_addr(\"10.0.0.1\")}, 16) = 0",
                        "listen(3, 4096) = 0",
                        "accept4(3, {sa_family=AF_INET, sin_port=htons(49152), sin_addr=inet_addr(\"10.0.0.2\")}, [16],"
                                + " SOCK_CLOEXEC) = 4",
                        "clone(flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 1001",
                        "recvfrom(4, \"TRANSFER\\nport: 5004\\nminRate: 500\"..., 1024, 0, NULL, NULL) = 91",
                        "socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 5",
                        "connect(5, {sa_family=AF_INET, sin_port=htons(5004), sin_addr=inet_addr(\"10.0.0.2\")}, 16) = 0",
                        "openat(AT_FDCWD, \"movie\", O_RDONLY) = 6",
                        "read(6, \"\"..., 3500) = 3500",
                        sendmmsg(message(1400)),
                        SLEEP,
                        SLEEP,
                        SLEEP,
                        sendmmsg(message(1400)),
                        SLEEP,
                        SLEEP,
                        sendmmsg(message(700)),
                        "close(6) = 0",
                        "close(5) = 0",
                        "write(4, \"COMPLETED\\nbytes: 3500\\n\\n\", 23) = 23",
                        "close(4) = 0",
                        "exit(0) = 0");
        assertThat(world.departures).containsExactly("#0 0", "#1 3000", "#2 5000");
    }

    /** Ticks of 10 ms: both others at the first, the first one on the line for 1466 bytes at 1 Gbit/s before the second. */
    @Test
    void burstSendmmsgSendsWhatIsDueInOneCall() {
        TinyWorld world = new TinyWorld("burst-sendmmsg")
                .with("tick", 10 * SimTime.MILLISECOND)
                .run(SimTime.SECOND);
        assertThat(world.calls.stream().filter(call -> call.startsWith("sendmmsg")))
                .containsExactly(
                        sendmmsg(message(1400)),
                        sendmmsg(message(1400) + ", " + message(700)).replace("1, 0) = 1", "2, 0) = 2"));
        assertThat(world.departures).containsExactly("#0 0", "#1 10000", "#2 10011");
    }

    /** The last two are one message of two segments; they leave as before. */
    @Test
    void burstSendmmsgWithGsoSendsThemAsOne() {
        TinyWorld world = new TinyWorld("burst-sendmmsg")
                .with("tick", 10 * SimTime.MILLISECOND)
                .with("gso", 1)
                .run(SimTime.SECOND);
        assertThat(world.calls.stream().filter(call -> call.startsWith("sendmmsg")))
                .containsExactly(
                        sendmmsg(message(1400)),
                        sendmmsg("{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=2100}],"
                                + " msg_iovlen=1, msg_control=[{cmsg_len=18, cmsg_level=SOL_UDP,"
                                + " cmsg_type=UDP_SEGMENT, cmsg_data=[1400]}], msg_controllen=24, msg_flags=0},"
                                + " msg_len=2100}"));
        assertThat(world.departures).containsExactly("#0 0", "#1 10000", "#2 10011");
        assertThat(world.world.pool().outstanding()).isZero();
    }

    /** 64,400 bytes a read; before each, what the error queue has: the pages of the buffer that is read into are free. */
    @Test
    void burstSendmmsgWithoutCopiesReusesABufferWhenItsPagesAreFree() {
        TinyWorld world = new TinyWorld("burst-sendmmsg")
                .with("gso", 1)
                .with("zerocopy", 1)
                .clients(1, 200_000, FlowMetrics.BEST_EFFORT)
                .run(SimTime.SECOND);
        assertThat(named(world, "setsockopt", "read", "sendmmsg", "recvmsg", "poll"))
                .containsExactly(
                        "setsockopt",
                        "recvmsg",
                        "read",
                        "sendmmsg",
                        "recvmsg",
                        "read",
                        "sendmmsg",
                        "recvmsg",
                        "poll",
                        "recvmsg",
                        "recvmsg",
                        "read",
                        "sendmmsg",
                        "recvmsg",
                        "poll",
                        "recvmsg",
                        "recvmsg",
                        "read",
                        "sendmmsg");
        assertThat(world.testbed().kernel().bytesCopiedFromUser()).isZero();
        assertThat(world.meter().bytesDelivered()).isEqualTo(200_000);
        assertThat(world.world.pool().outstanding()).isZero();
    }

    /** 142 datagrams at once: 92 and those that leave meanwhile find room, and the others when half of the buffer is free. */
    @Test
    void burstSendmmsgOverIoUringTriesAgainWhatFoundNoRoom() {
        TinyWorld world = new TinyWorld("burst-sendmmsg")
                .with("submit", 1)
                .with("payload", 400)
                .clients(1, 200_000, FlowMetrics.BEST_EFFORT)
                .run(SimTime.SECOND);
        assertThat(named(world, "io_uring_setup", "io_uring_enter", "poll", "sendmmsg"))
                .startsWith("io_uring_setup", "io_uring_enter", "poll", "io_uring_enter")
                .doesNotContain("sendmmsg");
        assertThat(world.meter().bytesDelivered()).isEqualTo(200_000);
        assertThat(world.meter().packetsCreated()).isEqualTo(500);
        assertThat(world.world.pool().outstanding()).isZero();
    }

    private static final String SLEEP = "clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {INSTANT}, NULL) = 0";

    private static String sendmmsg(String messages) {
        return "sendmmsg(5, [" + messages + "], 1, 0) = 1";
    }

    private static String message(int bytes) {
        return "{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=" + bytes
                + "}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=" + bytes + "}";
    }

    private static String withoutInstants(String call) {
        return call.replaceAll("(it_value=|ABSTIME, )\\{tv_sec=\\d+, tv_nsec=\\d+}", "$1{INSTANT}");
    }

    private static List<String> named(TinyWorld world, String... names) {
        return world.calls.stream()
                .map(call -> call.substring(0, call.indexOf('(')))
                .filter(List.of(names)::contains)
                .toList();
    }
}
