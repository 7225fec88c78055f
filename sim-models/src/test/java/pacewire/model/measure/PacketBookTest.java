package pacewire.model.measure;

import org.junit.jupiter.api.Test;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PacketBookTest {
    private final Packet packet = new PacketPool().take(0);
    private final PacketBook book = new PacketBook("control");

    @Test
    void whatWasMadeAndNeitherArrivedNorWasDroppedIsInFlight() {
        for (int i = 0; i < 5; i++) {
            book.created(packet);
        }
        book.delivered(packet);
        book.dropped(packet, DropReason.LINK_LOSS);
        book.dropped(packet, DropReason.LINK_LOSS);

        assertThat(book.inFlight()).isEqualTo(2);
        assertThat(book.packetsCreated()).isEqualTo(5);
        assertThat(book.packetsDelivered()).isEqualTo(1);
        assertThat(book.packetsDropped())
                .containsEntry("linkLoss", 2L)
                .containsEntry("queueFull", 0L)
                .hasSize(DropReason.values().length);
    }

    @Test
    void moreEndsThanBeginningsAreAnError() {
        book.delivered(packet);

        assertThatThrownBy(book::inFlight)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the book of control: 1 packets ended");
    }
}
