package pacewire.model.os.machine;

import java.util.List;
import java.util.Optional;

/** Every machine profile that ships, one line each. */
public final class MachineProfiles {
    private static final List<MachineProfile> ALL = List.of(
            Linux6.PROFILE,
            Linux3.PROFILE,
            Solaris10.PROFILE,
            CloudVm.PROFILE,
            EmbeddedBox.PROFILE,
            IdealMachine.PROFILE);

    private MachineProfiles() {}

    /** All of them, in the order to show them. */
    public static List<MachineProfile> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<MachineProfile> find(String name) {
        return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }
}
