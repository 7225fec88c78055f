package pacewire.model.sched;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.model.packet.Packet;

/** Who goes first of two flows with equal stamps, which the papers leave open. */
enum TieBreak {
    /** The flow with the lower number, as textbooks have it. */
    FLOW,
    /** The flow whose first packet came first: then the numbers of flows are names only. */
    ARRIVAL;

    private static final String NAME = "ties";
    private static final List<String> WORDS = List.of("flow", "arrival");

    static ParameterSpec parameter() {
        return ParameterSpec.choice(
                NAME, WORDS, "who goes first at equal stamps: the lower flow number, or the packet that came first");
    }

    static TieBreak of(SchedulerSetup setup) {
        return values()[(int) setup.parameters().value(NAME)];
    }

    /** The less, the earlier. */
    long of(FairFlow flow, Packet first) {
        return this == FLOW ? flow.number : first.heldOrder;
    }
}
