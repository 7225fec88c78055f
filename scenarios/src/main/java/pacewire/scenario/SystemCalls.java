package pacewire.scenario;

import java.util.List;

/** Names of the system calls whose numbers a run counts. */
final class SystemCalls {
    private static final List<String> NAMES = List.of(
            "accept",
            "clock_nanosleep",
            "close",
            "connect",
            "epoll_wait",
            "listen",
            "open",
            "read",
            "recv",
            "send",
            "sendto",
            "socket",
            "transmit");

    private SystemCalls() {}

    static List<String> names() {
        return NAMES;
    }
}
