package pacewire.scenario.duel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.scenario.Scenario;

/**
 * A way to send: a server application over the packet scheduler that it is usually run with.
 *
 * @param application name of the application
 * @param scheduler as in scenario files
 * @param nic what the NIC is set to besides: keys below {@code server.nic} and their values
 */
public record Way(String application, String scheduler, List<String> nic) {
    public Way {
        nic = List.copyOf(nic);
    }

    /** A way that asks nothing of the NIC. */
    public Way(String application, String scheduler) {
        this(application, scheduler, List.of());
    }

    /** Every application that ships, in the order to show them. */
    public static List<Way> all() {
        return Applications.all().stream().map(Way::of).toList();
    }

    /** The way with an application's name. */
    public static Optional<Way> find(String application) {
        return Applications.find(application).map(Way::of);
    }

    private static Way of(ApplicationSpec spec) {
        return new Way(spec.name(), spec.scheduler(), spec.nic());
    }

    /**
     * What to change in a scenario so that it is served this way: nothing when it is already, for then the file says what
     * parameters and packet scheduler go with it.
     */
    List<String> overrides(Scenario scenario) {
        if (scenario.server().application().type().equals(application)) {
            return List.of();
        }
        List<String> overrides = new ArrayList<>();
        overrides.add("server.application={type: " + application + "}");
        overrides.add("server.scheduler=" + scheduler);
        nic.forEach(setting -> overrides.add("server.nic." + setting));
        return overrides;
    }
}
