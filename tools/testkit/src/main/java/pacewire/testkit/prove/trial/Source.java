package pacewire.testkit.prove.trial;

import java.util.List;

/** Where a line's steps come from. */
@FunctionalInterface
public interface Source {
    /** All steps of the next instant at which there are any, later than the present one; empty: there are none. */
    List<Step> next(View view);

    /** What an adversary sees of a line. */
    interface View {
        /** Before the first step: the least instant allowed. */
        long nowPs();

        /** When the line is free again; not later than now: it is. */
        long freePs();

        /** When the packet scheduler wants to send again, on a line that is free; {@code Long.MAX_VALUE}: it holds none. */
        long readyPs();

        int packetsHeld();
    }

    /** Steps that are known. */
    static Source of(List<Step> steps) {
        return new FixedSource(steps);
    }
}
