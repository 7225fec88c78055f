package pacewire.model.fault;

import java.util.List;

/** Every kind of fault, one line each. */
public final class Faults {
    private static final List<FaultSpec> ALL = List.of(
            ClientVanishes.SPEC,
            DiskStall.SPEC,
            FileChanged.SPEC,
            FileTruncated.SPEC,
            InterruptStorm.SPEC,
            MemoryPressure.SPEC,
            NicStall.SPEC);

    private Faults() {}

    /** All of them, in the order of their names. */
    public static List<FaultSpec> all() {
        return ALL;
    }
}
