package pacewire.model.os;

/** Socket options of level SOL_SOCKET, with their numbers in Linux {@code include/uapi/asm-generic/socket.h}. */
enum SocketOption {
    SO_ERROR(4),
    SO_SNDBUF(7),
    SO_MAX_PACING_RATE(47),
    SO_ZEROCOPY(60),
    SO_TXTIME(61);

    private final int number;

    SocketOption(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
