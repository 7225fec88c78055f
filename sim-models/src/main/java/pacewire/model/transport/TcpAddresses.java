package pacewire.model.transport;

/** The two ends of a connection: host numbers and ports. */
public record TcpAddresses(int localHost, int localPort, int remoteHost, int remotePort) {
    /**
     * By hand, as {@link #equals}: the virtual machine assembles the methods of records at their first call, in a hundred
     * times the time of a whole connection.
     */
    @Override
    public int hashCode() {
        return 31 * (31 * (31 * localHost + localPort) + remoteHost) + remotePort;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TcpAddresses that
                && localHost == that.localHost
                && localPort == that.localPort
                && remoteHost == that.remoteHost
                && remotePort == that.remotePort;
    }
}
