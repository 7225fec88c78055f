package pacewire.model.transport;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Simulation;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

class TcpReceiverTest {
    private static final int BUFFER = 100;

    private final TcpReceiver receiver =
            new TcpReceiver(new Simulation(), settings(), nowPs -> {}, this::extentArrived);
    private final PacketPool pool = new PacketPool();
    /** Parts of files, in the order in which they came in order. */
    private final List<String> extents = new ArrayList<>();

    @Test
    void whatLiesBeyondTheWindowIsNotTakenAndNeitherIsAFinThere() {
        open();

        receiver.take(segment(1, 150), true, 0);

        assertThat(receiver.nextExpected()).isEqualTo(101);
        assertThat(receiver.isFinished()).isFalse();
        assertThat(receiver.isWindowClosed()).isTrue();

        // The FIN was not remembered either: it has to come again.
        assertRead(100);
        receiver.offerWindow(false);
        receiver.take(segment(101, 50), false, 0);
        assertThat(receiver.isFinished()).isFalse();
    }

    @Test
    void aFinInsideTheWindowIsReachedWhenAllBeforeItHasCome() {
        open();

        receiver.take(segment(11, 10), true, 0);
        assertThat(receiver.isFinished()).isFalse();
        receiver.take(segment(1, 10), false, 0);

        assertThat(receiver.isFinished()).isTrue();
        // 20 bytes from 1 on, and the FIN.
        assertThat(receiver.nextExpected()).isEqualTo(22);
        assertRead(20);
    }

    @Test
    void overlappingPiecesAreTakenOnce() {
        open();

        receiver.take(segment(31, 10), false, 0);
        receiver.take(segment(11, 10), false, 0);
        // Covers the second piece, the gap behind it and the third piece, and reaches beyond both.
        receiver.take(segment(9, 40), false, 0);
        assertThat(receiver.available()).isZero();
        receiver.take(segment(1, 15), false, 0);

        assertRead(48);
    }

    /** A part of a file has no bytes here; what comes twice is taken once, whichever piece of it came first. */
    @Test
    void partsOfFilesAreToldInOrderAndTakeNoRoom() {
        open();

        receiver.take(extent(31, 10, 3, 1030), false, 0);
        receiver.take(extent(26, 10, 3, 1025), false, 0);
        receiver.take(segment(1, 20), false, 0);
        assertThat(extents).isEmpty();
        receiver.take(extent(21, 10, 3, 1020), false, 0);

        assertThat(extents).containsExactly("file 3: 1020 + 10", "file 3: 1030 + 10");
        assertThat(receiver.nextExpected()).isEqualTo(41);
        assertThat(receiver.bytesInOrder()).isEqualTo(40);
        assertRead(20);
    }

    @Test
    void acceptabilityFollowsTheTableOfTheRfc() {
        open();

        assertThat(receiver.isAcceptable(1, 0)).isTrue();
        assertThat(receiver.isAcceptable(100, 0)).isTrue();
        assertThat(receiver.isAcceptable(101, 0)).isFalse();
        assertThat(receiver.isAcceptable(0, 0)).isFalse();
        assertThat(receiver.isAcceptable(0, 1)).isFalse();
        assertThat(receiver.isAcceptable(0, 2)).isTrue();
        assertThat(receiver.isAcceptable(100, 50)).isTrue();
        assertThat(receiver.isAcceptable(101, 1)).isFalse();

        receiver.take(segment(1, BUFFER), false, 0);

        // The window is closed: only an empty segment with the number expected.
        assertThat(receiver.isAcceptable(101, 0)).isTrue();
        assertThat(receiver.isAcceptable(102, 0)).isFalse();
        assertThat(receiver.isAcceptable(101, 1)).isFalse();
    }

    private void open() {
        receiver.synchronise(0);
        receiver.offerWindow(false);
    }

    private void assertRead(int count) {
        byte[] read = new byte[BUFFER];
        assertThat(receiver.read(read, 0, BUFFER)).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(read[i]).as("byte %d", i + 1).isEqualTo((byte) (i + 1));
        }
    }

    /** Bytes whose values are their sequence numbers. */
    private static byte[] bytes(long sequence, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (sequence + i);
        }
        return bytes;
    }

    private static TcpSettings settings() {
        return new TcpSettings(50, 10, BUFFER, BUFFER, 1, 1, 1, 0, 1, 1, 1, 0, false);
    }

    private void extentArrived(int file, long offset, int bytes, long nowPs) {
        extents.add("file " + file + ": " + offset + " + " + bytes);
    }

    private Packet segment(long sequence, int length) {
        Packet segment = extent(sequence, length, 0, 0);
        segment.content = bytes(sequence, length);
        return segment;
    }

    private Packet extent(long sequence, int length, int file, long offset) {
        Packet segment = pool.take(0);
        segment.tcpSequence = sequence;
        segment.payloadBytes = length;
        segment.file = file;
        segment.fileOffset = offset;
        return segment;
    }
}
