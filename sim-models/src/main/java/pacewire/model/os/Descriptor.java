package pacewire.model.os;

/** What a file descriptor can stand for. */
sealed interface Descriptor permits OpenFile, TcpListenSocket, TcpSocket, UdpSocket {
    /** The last descriptor of it was closed. */
    void close(Kernel kernel, long nowPs);
}
