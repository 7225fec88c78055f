package pacewire.model.client;

/** Is told what becomes of the clients' requests: after {@link #requested}, at most one of the others but {@link #accepted}. */
public interface ClientListener {
    /** The client is connected and has sent its request. */
    default void requested(Client client, long nowPs) {}

    /** The server will send so many bytes of payload. A server may leave this out and say only that it has sent them. */
    default void accepted(Client client, long bytes, long nowPs) {}

    /** The server will send nothing; {@code errno} is the name of its error, such as "EBUSY". */
    default void refused(Client client, String errno, String reason, long nowPs) {}

    /** The server says that it has sent everything; datagrams may still be under way, or lost. */
    default void completed(Client client, long bytesSent, long nowPs) {}

    /** The request came to nothing: no connection, a broken one, or an answer that makes no sense. May come without a request. */
    default void failed(Client client, String reason, long nowPs) {}
}
