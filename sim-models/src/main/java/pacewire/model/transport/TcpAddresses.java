package pacewire.model.transport;

/** The two ends of a connection: host numbers and ports. */
public record TcpAddresses(int localHost, int localPort, int remoteHost, int remotePort) {}
