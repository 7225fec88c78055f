package pacewire.model.app;

import java.util.List;
import java.util.Optional;

/** Every server application that ships, one line each. */
public final class Applications {
    /** Port of the control connections. 554 is RTSP's (RFC 7826 section 21.2), whose role ours plays. */
    public static final int CONTROL_PORT = 554;

    private static final List<ApplicationSpec> ALL = List.of(
            TransmitApplication.SPEC,
            SleepSendtoApplication.SPEC,
            EpollTimerApplication.SPEC,
            BurstSendmmsgApplication.SPEC,
            PacingRateApplication.SPEC,
            TxtimeApplication.SPEC,
            SendfileTcpApplication.SPEC);

    private Applications() {}

    /** All of them, in the order to show them. */
    public static List<ApplicationSpec> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<ApplicationSpec> find(String name) {
        return ALL.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }
}
