package pacewire.model.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.transport.MessageException;
import pacewire.model.transport.MessageLines;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpConnection;
import pacewire.model.transport.TcpFailure;
import pacewire.model.transport.TcpListener;
import pacewire.model.transport.TransferReply;

/** A client's connection to the server, from the first SYN to the end of TIME-WAIT: sends the request, reads the replies. */
final class ControlConnection implements TcpListener {
    private final Client client;
    /** What has come of a message of which the rest is still to come; null between messages. */
    private @Nullable MessageLines messages;

    private final TcpConnection connection;
    /** Files come over it: it does not rest between their segments. */
    private boolean carriesFiles;

    /** Opens the connection. */
    ControlConnection(Client client, ClientEnvironment environment, TcpAddresses addresses, int flow) {
        this.client = client;
        connection = TcpConnection.connect(client, environment.tcp(), addresses, flow, this);
    }

    /** Goes on with the connection that was suspended. */
    ControlConnection(
            Client client, ClientEnvironment environment, TcpAddresses addresses, int flow, byte[] suspended) {
        this.client = client;
        connection = TcpConnection.resume(client, environment.tcp(), addresses, flow, this, suspended);
    }

    void vanish() {
        connection.vanish();
    }

    void segmentArrived(Packet segment, long nowPs) {
        connection.segmentArrived(segment, nowPs);
    }

    @Override
    public void connected(TcpConnection open, long nowPs) {
        open.write(client.request().encode());
        client.requestSent(nowPs);
    }

    @Override
    public void dataArrived(TcpConnection open, long nowPs) {
        // Nothing is to be read where a part of a file has come.
        if (open.available() > 0) {
            readReplies(open, nowPs);
        }
        if (client.phase().isOver()) {
            open.close();
        }
    }

    private void readReplies(TcpConnection open, long nowPs) {
        byte[] bytes = new byte[open.available()];
        open.read(bytes, 0, bytes.length);
        try {
            takeReplies(bytes, nowPs);
        } catch (MessageException malformed) {
            client.fail("the server's answer is malformed: " + malformed.getMessage(), nowPs);
        }
    }

    @Override
    public void extentArrived(TcpConnection open, int file, long offset, int bytes, long nowPs) {
        carriesFiles = true;
        client.extentArrived(file, offset, bytes, nowPs);
    }

    private void takeReplies(byte[] bytes, long nowPs) throws MessageException {
        MessageLines present = messages == null ? new MessageLines() : messages;
        present.take(bytes, 0, bytes.length);
        messages = present.isInMessage() ? present : null;
        @Nullable List<String> lines = present.next();
        while (lines != null && !client.phase().isOver()) {
            client.replied(TransferReply.decode(lines), nowPs);
            lines = present.next();
        }
    }

    /** Between messages, there is nothing else to keep. */
    @Override
    public void rested(TcpConnection open, long nowPs) {
        byte[] suspended = messages == null && !carriesFiles ? open.suspend() : null;
        if (suspended != null) {
            client.connectionRests(suspended);
        }
    }

    @Override
    public void peerClosed(TcpConnection open, long nowPs) {
        client.fail("the server closed the connection before its answer was complete", nowPs);
        open.close();
    }

    @Override
    public void closed(TcpConnection open, long nowPs) {
        client.connectionEnded();
    }

    @Override
    public void failed(TcpConnection open, TcpFailure reason, long nowPs) {
        client.fail("the connection failed: " + reason, nowPs);
        client.connectionEnded();
    }
}
