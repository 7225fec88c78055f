package pacewire.model.nic;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

class ReceiveSideScalingTest {
    /** The examples of Microsoft's "Verifying the RSS Hash Calculation", IPv4 with TCP ports. */
    @ParameterizedTest(name = "{0}:{1} to {2}:{3}")
    @CsvSource({
        "66.9.149.187, 2794, 161.142.100.80, 1766, 51ccc178",
        "199.92.111.2, 14230, 65.69.140.83, 4739, c626b0ea",
        "24.19.198.95, 12898, 12.22.207.184, 38024, 5c2b394a",
        "38.27.205.30, 48228, 209.142.163.6, 2217, afc7327f",
        "153.39.163.191, 44251, 202.188.127.2, 1303, 10e828a2"
    })
    void theHashIsThatOfThePublishedExamples(
            String source, int sourcePort, String destination, int destinationPort, String hash) {
        int actual = new ReceiveSideScaling(4).hash(address(source), address(destination), sourcePort, destinationPort);

        assertThat(Integer.toHexString(actual)).isEqualTo(hash);
    }

    /** The first example: its hash ends in 0x78, entry 120 of 128, and 120 modulo 7 is 1. */
    @Test
    void theTableNamesTheQueuesInTurns() {
        Packet packet = new PacketPool().take(0);
        packet.source = address("66.9.149.187");
        packet.destination = address("161.142.100.80");
        packet.sourcePort = 2794;
        packet.destinationPort = 1766;

        assertThat(new ReceiveSideScaling(7).queueOf(packet)).isEqualTo(1);
    }

    @Test
    void connectionsSpreadOverAllQueues() {
        ReceiveSideScaling scaling = new ReceiveSideScaling(8);
        Set<Integer> seen = new HashSet<>();
        Packet packet = new PacketPool().take(0);
        for (int host = 1; host <= 200; host++) {
            packet.source = host;
            packet.sourcePort = 40_000;
            seen.add(scaling.queueOf(packet));
        }

        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static int address(String dotted) {
        int address = 0;
        for (String part : dotted.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
