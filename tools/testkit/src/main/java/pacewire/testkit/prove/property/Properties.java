package pacewire.testkit.prove.property;

import java.util.List;
import java.util.Optional;

import pacewire.model.sched.Claim;

/** Every property, in the order to show them. */
public final class Properties {
    private static final List<PropertyKind> ALL = List.of(
            PropertyKind.always(
                    "conservation",
                    "Every packet is in one place, and the numbers held say so after every call.",
                    Conduct::conservation),
            PropertyKind.always("composure", "It throws nothing and comes to an end.", Conduct::composure),
            PropertyKind.always(
                    "wake-up", "While packets are held there is an instant at which to come.", Conduct::wakeUp),
            PropertyKind.always(
                    "named-instant",
                    "Something leaves at the instant named, and nothing before.",
                    Conduct::namedInstant),
            PropertyKind.always("questions", "Questions and attempts in vain change nothing.", Conduct::questions),
            PropertyKind.always(
                    "late-polling", "Who comes later than told finds everything in order.", Conduct::latePolling),
            PropertyKind.always(
                    "one-at-a-time", "One packet at a time is on the line, for its length.", Conduct::oneAtATime),
            PropertyKind.always("determinism", "The same arrivals lead to the same departures.", Conduct::determinism),
            PropertyKind.always("reset", "After a reset, or two, it is as it was when new.", Laws::reset),
            PropertyKind.always("time-shift", "The same arrivals later leave later by as much.", Laws::timeShift),
            PropertyKind.claimed(
                    "work-conservation",
                    "The line is never idle while a packet is held.",
                    Claim.WorkConserving.class,
                    claim -> Order::workConservation),
            PropertyKind.claimed(
                    "flow-order",
                    "Packets of one flow leave in the order in which they came.",
                    Claim.FlowOrder.class,
                    claim -> Order::flowOrder),
            PropertyKind.claimed(
                    "priority-order",
                    "No packet leaves while one of a better level may leave.",
                    Claim.PriorityOrder.class,
                    Order::priority),
            PropertyKind.claimed(
                    "deadline-order",
                    "Of those that may leave, that of the least deadline goes first.",
                    Claim.DeadlineOrder.class,
                    Order::deadline),
            PropertyKind.claimed(
                    "scale",
                    "Lengths, rates and the line larger by a factor change no instant.",
                    Claim.ScalesWithTheLine.class,
                    claim -> Laws::scale),
            PropertyKind.claimed(
                    "renaming",
                    "Other flow numbers change nothing.",
                    Claim.FlowNumbersAreNames.class,
                    claim -> Laws::rename),
            PropertyKind.claimed(
                    "splitting",
                    "One flow split into several changes nothing.",
                    Claim.BlindToFlows.class,
                    claim -> Laws::split));

    private Properties() {}

    /** All of them. */
    public static List<PropertyKind> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<PropertyKind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
