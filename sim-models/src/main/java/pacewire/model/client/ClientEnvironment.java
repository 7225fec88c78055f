package pacewire.model.client;

import pacewire.core.event.Simulation;
import pacewire.model.measure.GroupMeter;
import pacewire.model.measure.PacketBook;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.PacketPool;
import pacewire.model.transport.TcpSettings;

/**
 * What all clients of a group share.
 *
 * @param pool where packets come from and go back to
 * @param serverHost host number of the server
 * @param serverPort its TCP port for requests
 * @param group index of the group, for the packets that its clients send
 * @param meter books of the datagrams that come
 * @param controlBook books of the TCP segments that clients send and receive
 * @param drops takes datagrams that came to a port on which nobody listens
 */
public record ClientEnvironment(
        Simulation simulation,
        PacketPool pool,
        TcpSettings tcp,
        int serverHost,
        int serverPort,
        int group,
        GroupMeter meter,
        PacketBook controlBook,
        DropListener drops,
        ClientListener listener) {}
