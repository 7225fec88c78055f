package pacewire.model.transport;

/**
 * Is told what happens to a connection. It may write, read, close and abort in every call; what it writes leaves after the
 * call, together with the acknowledgement that is due. Nothing is called after {@link #closed} or {@link #failed}.
 */
public interface TcpListener {
    /** The handshake is over. */
    default void connected(TcpConnection connection, long nowPs) {}

    /** There are more bytes to read than before. */
    default void dataArrived(TcpConnection connection, long nowPs) {}

    /** The other end will send no more; all that it sent is there to read. */
    default void peerClosed(TcpConnection connection, long nowPs) {}

    /** The connection ended in order, both directions, and its TIME-WAIT, if it had one, is over. */
    default void closed(TcpConnection connection, long nowPs) {}

    /** The connection ended in disorder. */
    default void failed(TcpConnection connection, TcpFailure reason, long nowPs) {}
}
