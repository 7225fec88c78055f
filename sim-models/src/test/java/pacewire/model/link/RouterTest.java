package pacewire.model.link;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

class RouterTest {
    private final PacketPool pool = new PacketPool();
    private final List<String> log = new ArrayList<>();
    private final Router router =
            new Router((packet, reason, nowPs) -> log.add("to " + packet.destination + ": " + reason.key()));

    @Test
    void aPacketGoesToThePortOfItsDestinationInNoTime() {
        router.connect(0, (packet, nowPs) -> log.add("port 0 at " + nowPs));
        router.connect(300, (packet, nowPs) -> log.add("port 300 at " + nowPs));

        send(300, 5);
        send(0, 6);

        assertThat(log).containsExactly("port 300 at 5", "port 0 at 6");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2, 1000})
    void aPacketForAnUnknownHostHasNoReceiver(int host) {
        router.connect(0, (packet, nowPs) -> log.add("port 0"));
        router.connect(3, (packet, nowPs) -> log.add("port 3"));

        send(host, 0);

        assertThat(log).containsExactly("to " + host + ": noReceiver");
    }

    private void send(int host, long nowPs) {
        Packet packet = pool.take(nowPs);
        packet.destination = host;
        router.accept(packet, nowPs);
    }
}
