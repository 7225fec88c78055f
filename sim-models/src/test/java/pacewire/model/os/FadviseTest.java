package pacewire.model.os;

import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.SimTime;
import pacewire.model.os.FadviseCall.Advice;
import pacewire.model.os.storage.PageCache;

import static org.assertj.core.api.Assertions.assertThat;

class FadviseTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int FILE = 3;

    private static TinyServer cold() {
        return new TinyServer.Builder().file("film", 1_000_000).cold().build();
    }

    @SafeVarargs
    private static ScriptedProgram run(TinyServer server, Function<Syscalls, Step>... steps) {
        ScriptedProgram program = new ScriptedProgram(steps);
        server.kernel.spawn("test", program);
        server.runUntilUs(100_000);
        return program;
    }

    @Test
    void whatWillBeNeededIsReadWhileTheProgramGoesOn() {
        TinyServer server = cold();
        ScriptedProgram program = run(
                server,
                os -> OpenatCall.open(os, "film"),
                os -> FadviseCall.advise(os, FILE, 0, 200_000, Advice.POSIX_FADV_WILLNEED),
                os -> ClockNanosleepCall.sleepUntil(os, 10_000 * US),
                os -> ReadCall.read(os, FILE, 4096));

        assertThat(program.results).containsExactly("3", "0", "0", "4096");
        // 1 us for the call and 1 for its look-up: it does not wait for the disk.
        assertThat(server.calls)
                .anyMatch(call -> call.endsWith(" fadvise64(3, 0, 200000, POSIX_FADV_WILLNEED) = 0 <2>"))
                // 1 us for the call, 1 for the page, 4.096 for the copy.
                .anyMatch(call -> call.contains(" read(3, ") && call.endsWith(" = 4096 <6.096>"));
        // 200,000 bytes lie in 49 pages.
        assertThat(server.disk.bytesRead()).isEqualTo(49 * 4096);
    }

    /** A megabyte and a half are 367 pages, which take three reads of at most 128: two look-ups more than for one of 49 pages. */
    @Test
    void whatWillBeNeededTakesALookUpForEachRead() {
        TinyServer server =
                new TinyServer.Builder().file("film", 1_500_000).cold().build();
        ScriptedProgram program = run(
                server,
                os -> OpenatCall.open(os, "film"),
                os -> FadviseCall.advise(os, FILE, 0, 0, Advice.POSIX_FADV_WILLNEED),
                os -> FadviseCall.advise(os, FILE, 0, 0, Advice.POSIX_FADV_WILLNEED));

        assertThat(program.results).containsExactly("3", "0", "0");
        // The second time all of it is on its way: there is nothing to read.
        assertThat(server.calls.subList(1, 3))
                .satisfiesExactly(
                        call -> assertThat(call).endsWith("WILLNEED) = 0 <4>"),
                        call -> assertThat(call).endsWith("WILLNEED) = 0 <2>"));
        assertThat(server.disk.bytesRead()).isEqualTo(1_500_000);
    }

    /**
     * 128 KiB are the most that is read ahead (32 pages): a read of 17 pages reads that, and twice as much where the file is read in
     * order; a read of one page begins with four, or, at random, reads that alone.
     */
    @ParameterizedTest
    @CsvSource({
        "POSIX_FADV_NORMAL, 69632, 131072",
        "POSIX_FADV_SEQUENTIAL, 69632, 262144",
        "POSIX_FADV_NORMAL, 4096, 16384",
        "POSIX_FADV_RANDOM, 4096, 4096"
    })
    void howAFileIsReadSaysHowFarAhead(Advice advice, int bytes, long fromDisk) {
        TinyServer server = cold();
        run(
                server,
                os -> OpenatCall.open(os, "film"),
                os -> FadviseCall.advise(os, FILE, 0, 0, advice),
                os -> ReadCall.read(os, FILE, bytes));

        assertThat(server.disk.bytesRead()).isEqualTo(fromDisk);
    }

    @Test
    void whatIsNotNeededLeavesMemoryInWholePages() {
        TinyServer server = new TinyServer.Builder().file("film", 1_000_000).build();
        PageCache cache = server.kernel.parts().pages().cache();
        long before = cache.usedBytes();
        run(
                server,
                os -> OpenatCall.open(os, "film"),
                os -> FadviseCall.advise(os, FILE, 5_000, 15_000, Advice.POSIX_FADV_DONTNEED));

        // 5,000 lies in page 1, 20,000 in page 4: pages 2 and 3 lie between them.
        assertThat(cache.contains(0, 4096, 4096)).isTrue();
        assertThat(cache.contains(0, 8192, 1)).isFalse();
        assertThat(cache.contains(0, 16_383, 1)).isFalse();
        assertThat(cache.contains(0, 16_384, 4096)).isTrue();
        assertThat(before - cache.usedBytes()).isEqualTo(8192);
    }

    @Test
    void toTheEndMeansTheLastPageToo() {
        TinyServer server = new TinyServer.Builder().file("film", 1_000_000).build();
        PageCache cache = server.kernel.parts().pages().cache();
        cache.pin(0, 300_000, 1000);
        run(
                server,
                os -> OpenatCall.open(os, "film"),
                os -> FadviseCall.advise(os, FILE, 0, 0, Advice.POSIX_FADV_DONTNEED));

        // What is pinned stays, with its window of 128 KiB.
        assertThat(cache.usedBytes()).isEqualTo(131_072);
        assertThat(cache.contains(0, 262_144, 131_072)).isTrue();
    }

    @Test
    void onlyFilesTakeAdvice() {
        int[] ends = new int[2];
        ScriptedProgram program = run(
                cold(),
                os -> OpenatCall.open(os, "film"),
                os -> PipeCall.pipe(os, ends),
                SocketCall::datagramSocket,
                os -> FadviseCall.advise(os, 99, 0, 0, Advice.POSIX_FADV_NORMAL),
                os -> FadviseCall.advise(os, 4, 0, 0, Advice.POSIX_FADV_NORMAL),
                os -> FadviseCall.advise(os, 6, 0, 0, Advice.POSIX_FADV_NORMAL),
                os -> FadviseCall.advise(os, FILE, 0, -1, Advice.POSIX_FADV_NORMAL),
                os -> FadviseCall.advise(os, FILE, 2_000_000, 5, Advice.POSIX_FADV_WILLNEED));

        assertThat(program.results)
                .containsExactly(
                        "3",
                        "0",
                        "6",
                        "-1 EBADF (Bad file descriptor)",
                        "-1 ESPIPE (Illegal seek)",
                        "-1 EINVAL (Invalid argument)",
                        "-1 EINVAL (Invalid argument)",
                        "0");
    }

    @Test
    void aSocketTellsItsSendBufferAndItsError() {
        GetsockoptCall.OptionValue value = new GetsockoptCall.OptionValue();
        TinyServer server = cold();
        ScriptedProgram program = run(
                server,
                SocketCall::datagramSocket,
                os -> GetsockoptCall.sendBuffer(os, 3, value),
                os -> SetsockoptCall.sendBuffer(os, 3, 10_000),
                os -> GetsockoptCall.sendBuffer(os, 3, value),
                os -> GetsockoptCall.error(os, 3, value),
                os -> GetsockoptCall.error(os, 99, value),
                os -> OpenatCall.open(os, "film"),
                os -> GetsockoptCall.error(os, 4, value),
                SocketCall::streamSocket,
                os -> GetsockoptCall.error(os, 5, value));

        assertThat(server.calls)
                .anyMatch(call -> call.contains("getsockopt(3, SOL_SOCKET, SO_SNDBUF, [212992], [4]) = 0"))
                .anyMatch(call -> call.contains("getsockopt(3, SOL_SOCKET, SO_SNDBUF, [20000], [4]) = 0"))
                .anyMatch(call -> call.contains("getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0"));
        assertThat(program.results)
                .containsExactly(
                        "3",
                        "0",
                        "0",
                        "0",
                        "0",
                        "-1 EBADF (Bad file descriptor)",
                        "4",
                        "-1 ENOTSOCK (Socket operation on non-socket)",
                        "5",
                        "-1 EOPNOTSUPP (Operation not supported)");
        assertThat(value.value()).isZero();
    }
}
