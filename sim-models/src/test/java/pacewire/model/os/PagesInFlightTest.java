package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Event;
import pacewire.core.units.SimTime;
import pacewire.model.os.storage.PageCache;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages of files that a connection or a pipe refers to, pages that are mapped, and files that change under them. */
class PagesInFlightTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int PORT = 554;
    private static final int CONNECTION = 4;
    private static final int FILE = 5;

    private final TinyServer server = new TinyServer.Builder()
            .scheduler("fifo", Map.of())
            .file("movie", 7000)
            .file("film", 1_000_000)
            .build();
    private final TinyClient client = new TinyClient(server);

    @Test
    void pagesOfAMappingThatAreNotInMemoryTakeMajorFaults() {
        server.kernel.parts().pages().cache().forgetFrom(1, 0);
        connected(
                os -> OpenatCall.open(os, "film"),
                os -> MmapCall.map(os, FILE, 1_000_000),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L, 50_000),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L + 50_000, 15_000));
        server.runUntilUs(200_000);

        // The first byte's page is missing, and the 16 pages behind it come with it (half of 32 around it); with
        // them all 65,000 bytes but those from 65,536 on, which nobody touches: one block of 64 KiB, one fault.
        assertThat(server.kernel.majorFaults()).isEqualTo(1);
        assertThat(server.kernel.minorFaults()).isZero();
        assertThat(server.disk.bytesRead()).isEqualTo(131_072);
    }

    @Test
    void pagesStayPinnedUntilTheClientHasAcknowledgedThem() {
        connected(os -> OpenatCall.open(os, "movie"), os -> SendfileCall.send(os, CONNECTION, FILE, 7000));
        PageCache cache = server.kernel.parts().pages().cache();
        List<Long> pinned = new ArrayList<>();
        at(150, () -> pinned.add(cache.pinnedBytes()));
        at(170, () -> pinned.add(cache.pinnedBytes()));
        server.runUntilUs(200_000);

        // Not before the call has found its pages at 151.084 us; then two of five segments are on the wire.
        assertThat(pinned).containsExactly(0L, 7000L);
        assertThat(cache.pinnedBytes()).isZero();
    }

    @Test
    void pagesInAPipeArePinned() {
        int[] ends = new int[2];
        connected(
                os -> OpenatCall.open(os, "film"),
                os -> PipeCall.pipe(os, ends),
                os -> SpliceCall.splice(os, FILE, 7, 10_000),
                os -> CloseCall.close(os, 6),
                os -> ClockNanosleepCall.sleepUntil(os, 10_000 * US),
                os -> CloseCall.close(os, 7),
                os -> ClockNanosleepCall.sleepUntil(os, 20_000 * US));
        PageCache cache = server.kernel.parts().pages().cache();
        List<Long> pinned = new ArrayList<>();
        at(5_000, () -> pinned.add(cache.pinnedBytes()));
        at(15_000, () -> pinned.add(cache.pinnedBytes()));
        server.runUntilUs(30_000);

        // What nobody can read any more goes when the other end is closed, too.
        assertThat(pinned).containsExactly(10_000L, 0L);
    }

    @Test
    void aFileThatLosesItsEndEndsTheCallThere() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "film"),
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000),
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000),
                os -> MmapCall.map(os, FILE, 1_000_000),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L + 199_000, 5_000),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L + 200_000, 5_000));
        // By then the call waits for room in the send buffer, of 87,040 bytes at first.
        at(400, () -> server.kernel.parts().files().truncate(1, 200_000));
        server.runUntilUs(400_000);

        // As Linux has it: a short count, then the end; of a mapping, what there is, and then a bad address.
        assertThat(program.results)
                .containsExactly(
                        "5", "200000", "0", Long.toString(0x7f00_0000_0000L), "1000", "-1 EFAULT (Bad address)");
        assertThat(client.bytes()).isEqualTo(201_000);
        assertNothingIsOnItsWay();
    }

    /** A program that has accepted a connection at 143.084 us and takes its steps from there; its log holds those alone. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    private ScriptedProgram connected(Function<Syscalls, Step>... steps) {
        ScriptedProgram serving = new ScriptedProgram(steps);
        ScriptedProgram accepting = new ScriptedProgram(
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, PORT),
                os -> ListenCall.listen(os, 3, 10),
                os -> AcceptCall.accept(os, 3));
        Program main = (last, os) -> os.nowPs() < 143 * US ? accepting.next(last, os) : serving.next(last, os);
        server.spawn(main);
        at(100, () -> client.connect(PORT));
        return serving;
    }

    private void at(long us, Runnable action) {
        server.simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                us * US);
    }

    private void assertNothingIsOnItsWay() {
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.control.inFlight()).isZero();
        assertThat(server.packetsHeld()).isZero();
    }
}
