package pacewire.model.transport;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** The window scale option (RFC 7323) and the receive buffer that grows, over 10 ms each way. */
class TcpWindowScaleTest {
    private static final int LARGEST = 3 * 1024 * 1024;

    private final TcpBench bench = new TcpBench();

    /** 65,535 times 64 is the first that holds 3 MiB. The windows of SYNs are bytes, all others are units of 64, rounded up. */
    @Test
    void theSynsSayTheShiftAndTheSegmentsBehindThemAreScaled() {
        bench.settings = TcpSettings.LINUX;
        bench.connect();

        bench.run();

        assertThat(bench.log)
                .containsExactly(
                        "0 ps > S 0:0 win 65535 wscale 6",
                        "10 ms < S. 0:0 ack 1 win 65535 wscale 6",
                        "20 ms > . 1:1 ack 1 win 1024");
    }

    /** Each end scales by its own shift, and reads the other's windows by the other's. */
    @Test
    void theShiftsOfTheTwoEndsNeedNotBeTheSame() {
        bench.settings = TcpSettings.LINUX.withLargestReceiveBuffer(64 * LARGEST);
        bench.at(5 * SimTime.MILLISECOND, () -> bench.settings = TcpSettings.LINUX);
        bench.client.whenConnected = () -> bench.client.open().writeExtent(0, 0, 0, 400 * 1460);
        bench.connect();

        bench.run();

        assertThat(bench.log)
                .contains("0 ps > S 0:0 win 65535 wscale 12", "10 ms < S. 0:0 ack 1 win 65535 wscale 6")
                // 16 units of 4096.
                .anyMatch(line -> line.startsWith("20 ms > . 1:1461 ack 1 win 16"));
        assertThat(bench.server.extentBytes).isEqualTo(400 * 1460);
    }

    /**
     * The line of the bench is infinitely fast, so that a window goes out in each round trip of 20 ms. 3,145,728 bytes are no
     * whole number of segments: 2154 fit, and the rest of 888 bytes is too little for Nagle.
     */
    @Test
    void aLongFatPathIsFilledToTheLargestWindow() {
        bench.settings = TcpSettings.LINUX;
        bench.server.whenConnected = () -> bench.server.open().writeExtent(0, 0, 0, 200_000_000);
        bench.connect();

        bench.simulation.runUntil(500 * SimTime.MILLISECOND);
        long before = bench.client.extentBytes;
        bench.simulation.runUntil(600 * SimTime.MILLISECOND);

        assertThat(bench.client.extentBytes - before).isEqualTo(5L * (LARGEST / 1460) * 1460);
    }

    /** As it was before RFC 7323: 44 full segments are in 65,535 bytes. */
    @Test
    void withoutScaleAConnectionCarriesNoMoreThanTheFieldHolds() {
        bench.server.whenConnected = () -> bench.server.open().writeExtent(0, 0, 0, 200_000_000);
        bench.connect();

        bench.simulation.runUntil(500 * SimTime.MILLISECOND);
        long before = bench.client.extentBytes;
        bench.simulation.runUntil(600 * SimTime.MILLISECOND);

        assertThat(bench.client.extentBytes - before).isEqualTo(5L * 44 * 1460);
    }

    /** A message that nobody reads fills the first window and no more, whatever the largest one is. */
    @Test
    void messagesDoNotMakeTheBufferGrow() {
        bench.settings = TcpSettings.LINUX;
        bench.client.readsAtOnce = false;
        bench.server.whenConnected = () -> bench.server.open().write(new byte[200_000]);
        bench.connect();

        bench.simulation.runUntil(10 * SimTime.SECOND);

        // The last unit of 64 is told whole.
        assertThat(bench.client.open().available()).isBetween(65_535, 65_535 + 63);
    }
}
