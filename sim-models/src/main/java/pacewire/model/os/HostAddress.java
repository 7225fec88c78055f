package pacewire.model.os;

/** IPv4 addresses of hosts, for people: the network is 10.0.0.0/8, and the server is its first host. */
public final class HostAddress {
    private HostAddress() {}

    /** The address of a host number in dotted decimal, such as "10.0.0.1" for host 0. */
    public static String of(int host) {
        int number = host + 1;
        return "10." + (number >> 16 & 0xff) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
    }
}
