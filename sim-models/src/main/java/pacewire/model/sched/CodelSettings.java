package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

/**
 * How a queue is managed by CoDel.
 *
 * @param flavour whose CoDel
 * @param targetPs sojourn time that is acceptable for good
 * @param intervalPs how long it may be exceeded before the first packet is dropped
 * @param mtuBytes backlog in IP bytes that is never cut down: one packet's worth
 * @param isMarking whether packets of senders that are told by ECN are marked rather than dropped
 */
record CodelSettings(CodelFlavour flavour, long targetPs, long intervalPs, long mtuBytes, boolean isMarking) {
    /** RFC 8289, section 4.2 and 4.3: 5 ms and 100 ms suit paths of 10 ms to 1 s. Linux and ns-3 have the same. */
    static final ParameterSpec TARGET = ParameterSpec.quantity(
            "target",
            Quantity.TIME,
            "5 ms",
            SimTime.NANOSECOND,
            3600 * SimTime.SECOND,
            "sojourn time that is acceptable for good");

    static final ParameterSpec INTERVAL = ParameterSpec.quantity(
            "interval",
            Quantity.TIME,
            "100 ms",
            10 * SimTime.MICROSECOND,
            3600 * SimTime.SECOND,
            "how long the target may be exceeded before the first drop");

    /** Linux takes the device's MTU, ns-3 (MinBytes) 1500 bytes. */
    static final ParameterSpec MTU = ParameterSpec.quantity(
            "mtu", Quantity.SIZE, "1500 B", 0, 1_000_000, "backlog that is never cut down, in IP bytes");

    static final ParameterSpec FLAVOUR =
            ParameterSpec.choice("flavour", CodelFlavour.words(), "whose CoDel, where they differ");

    /** Linux codel does not mark unless told to. */
    static final ParameterSpec ECN_OFF =
            ParameterSpec.choice("ecn", List.of("off", "on"), "mark ECN-capable packets instead of dropping them");

    static CodelSettings of(ParameterValues values, boolean isMarking) {
        return new CodelSettings(
                CodelFlavour.of(values.value(FLAVOUR.name())),
                values.value(TARGET.name()),
                values.value(INTERVAL.name()),
                values.value(MTU.name()),
                isMarking);
    }

    /** A time in the flavour's units, rounded down. */
    long ticks(long ps) {
        return flavour == CodelFlavour.RFC8289 ? ps : CodelControlLaw.units(ps);
    }

    /** Whether a backlog is too small to drop anything of it. */
    boolean isSmall(long backlogBytes) {
        return flavour == CodelFlavour.NS3 ? backlogBytes < mtuBytes : backlogBytes <= mtuBytes;
    }

    /**
     * What can be relied on, in any flavour.
     *
     * @param isPerFlow whether each flow has a queue of its own
     */
    List<Claim> claims(boolean isPerFlow) {
        long smallBytes = flavour == CodelFlavour.NS3 ? mtuBytes - 1 : mtuBytes;
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.SparesShortQueues(spareSojournPs(), Math.max(0, smallBytes)),
                new Claim.QuietBelow(0, Math.max(0, smallBytes))));
        // Of Linux's fq_codel nothing is known: a count that jumps makes the Newton step wrap.
        if (!isPerFlow || flavour != CodelFlavour.LINUX) {
            claims.add(new Claim.SignalSpacing(this::leastSpacingPs, isPerFlow));
        }
        if (isMarking) {
            claims.add(new Claim.MarksInsteadOfDropping());
        }
        if (flavour != CodelFlavour.RFC8289) {
            claims.add(new Claim.TimeGrid(CodelControlLaw.unitsInPs(1)));
        }
        return claims;
    }

    /** Linux cuts both ends of the sojourn time to whole units: it can look up to one longer than it is. */
    private long spareSojournPs() {
        return flavour == CodelFlavour.RFC8289 ? targetPs : CodelControlLaw.unitsInPs(Math.max(0, ticks(targetPs) - 1));
    }

    /**
     * Least time between two drops after so many. One Newton step from below the root stays below it, but at count 2 gives
     * 0.5 for 0.707: sqrt(1/2) of the law, its worst. Four units beside for what is cut off.
     */
    private long leastSpacingPs(long drops) {
        return flavour == CodelFlavour.RFC8289
                ? CodelControlLaw.exactStep(intervalPs, drops)
                : Math.max(0, CodelControlLaw.exactStep(intervalPs, 2 * drops) - CodelControlLaw.unitsInPs(4));
    }
}
