package pacewire.model.os;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionTableTest {
    /** The flag of TCP's first segment (RFC 9293, section 3.1). */
    private static final int SYN = 0x02;

    private final Kernel kernel = new TinyServer.Builder().build().kernel;
    private final PacketPool pool = new PacketPool();
    private final ConnectionTable table = new ConnectionTable();

    private record Key(int host, int port, int localPort) {}

    /** Few hosts and ports, so that addresses come again and home places are shared; against a map of the library. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatWasAddedAndNothingElse(long seed) {
        RandomStream random = new RandomStreams(seed).stream("connections");
        Map<Key, TcpSocket> naive = new LinkedHashMap<>();
        for (int step = 0; step < 3000; step++) {
            Key key = new Key(random.nextInt(60), 1 + random.nextInt(5), 80 + random.nextInt(2));
            TcpSocket known = naive.get(key);
            assertThat(table.find(segment(key))).isSameAs(known);
            if (known == null) {
                TcpSocket socket = new TcpSocket(kernel, new TcpListenSocket());
                socket.accept(segment(key));
                table.add(socket);
                naive.put(key, socket);
            } else if (random.nextInt(2) == 0) {
                table.remove(known);
                table.remove(known);
                naive.remove(key);
            }
            assertThat(table.size()).isEqualTo(naive.size());
        }
        naive.forEach((key, socket) -> assertThat(table.find(segment(key))).isSameAs(socket));
    }

    private Packet segment(Key key) {
        Packet syn = pool.take(0);
        syn.protocol = Protocol.TCP;
        syn.tcpFlags = SYN;
        syn.source = key.host();
        syn.sourcePort = key.port();
        syn.destinationPort = key.localPort();
        return syn;
    }
}
