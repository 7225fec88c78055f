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

    /**
     * A part of a file has come, and all before it. It takes no room in the receive buffer: the owner has it when this returns.
     *
     * @param file the file's number at the other end
     * @param offset of the first byte in it
     */
    default void extentArrived(TcpConnection connection, int file, long offset, int bytes, long nowPs) {}

    /** The other end has acknowledged some of what was written. */
    default void acknowledged(TcpConnection connection, long nowPs) {}

    /** The other end will send no more; all that it sent is there to read. */
    default void peerClosed(TcpConnection connection, long nowPs) {}

    /**
     * Nothing is under way, kept or due, and no timer runs: the owner may {@link TcpConnection#suspend} the connection. The
     * exception to the above: whatever is written here leaves at once.
     */
    default void rested(TcpConnection connection, long nowPs) {}

    /** The connection ended in order, both directions, and its TIME-WAIT, if it had one, is over. */
    default void closed(TcpConnection connection, long nowPs) {}

    /** The connection ended in disorder. */
    default void failed(TcpConnection connection, TcpFailure reason, long nowPs) {}
}
