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
            PropertyKind.plain(
                    "work-conservation",
                    "The line is never idle while a packet is held.",
                    new Claim.WorkConserving(),
                    Order::workConservation),
            PropertyKind.plain(
                    "flow-order",
                    "Packets of one flow leave in the order in which they came.",
                    new Claim.FlowOrder(),
                    Order::flowOrder),
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
                    "guaranteed-rate",
                    "Every packet has left by its guaranteed-rate clock and the latency claimed.",
                    Claim.GuaranteedRate.class,
                    Bounds::guaranteedRate),
            PropertyKind.claimed(
                    "network-calculus",
                    "Delay and backlog of a flow stay within what its burst, rate and latency allow.",
                    Claim.GuaranteedRate.class,
                    Bounds::networkCalculus),
            PropertyKind.plain(
                    "gps-delay",
                    "No packet leaves later than in the fluid reference by more than the largest packet's time.",
                    new Claim.GpsDelay(),
                    FluidBounds::delay),
            PropertyKind.plain(
                    "gps-lead",
                    "No flow is ahead of the fluid reference by more than its share of a packet.",
                    new Claim.GpsLead(),
                    FluidBounds::lead),
            PropertyKind.claimed(
                    "worst-case-fair",
                    "A packet waits for its own flow's backlog at its share, and the index claimed beside.",
                    Claim.WorstCaseFair.class,
                    Bounds::worstCaseFair),
            PropertyKind.claimed(
                    "short-term-fair",
                    "Services of two backlogged flows per weight differ by no more than claimed.",
                    Claim.ShortTermFair.class,
                    Bounds::shortTermFair),
            PropertyKind.claimed(
                    "served-within",
                    "A backlogged flow is served again within the time claimed.",
                    Claim.ServedWithin.class,
                    Bounds::servedWithin),
            PropertyKind.claimed(
                    "shaped", "What leaves conforms to the token bucket.", Claim.Shaped.class, Timing::shaped),
            PropertyKind.claimed(
                    "greedy", "What conforms to the token bucket leaves at once.", Claim.Shaped.class, Timing::greedy),
            PropertyKind.claimed(
                    "class-shaped",
                    "What leaves of a class conforms to its token bucket.",
                    Claim.ClassShaped.class,
                    Classes::shaped),
            PropertyKind.claimed(
                    "classes-fair",
                    "Services of two backlogged classes per share differ by no more than claimed.",
                    Claim.ClassesFair.class,
                    Classes::fair),
            PropertyKind.claimed(
                    "never-early",
                    "No packet leaves before its instant, and none waits longer on an idle line.",
                    Claim.NeverEarly.class,
                    Timing::neverEarly),
            PropertyKind.claimed(
                    "gates", "A packet is on the line only while its gate is open.", Claim.Gated.class, Timing::gated),
            PropertyKind.claimed(
                    "deadlines-met",
                    "Every packet has left by its deadline, if all deadlines can be kept.",
                    Claim.MeetsDeadlines.class,
                    Timing::meetsDeadlines),
            PropertyKind.claimed(
                    "jitter",
                    "Delays within a flow vary by no more than claimed, if that can be kept.",
                    Claim.JitterBound.class,
                    Timing::jitter),
            PropertyKind.claimed("bounded", "Never more is held than claimed.", Claim.Bounded.class, Buffer::bounded),
            PropertyKind.claimed(
                    "drops-only-when-full",
                    "Packets are dropped for want of room only when there is none.",
                    Claim.DropsOnlyWhenFull.class,
                    Buffer::dropsOnlyWhenFull),
            PropertyKind.plain(
                    "keeps-what-it-took",
                    "What was taken is sent.",
                    new Claim.KeepsWhatItTook(),
                    Buffer::keepsWhatItTook),
            PropertyKind.claimed(
                    "spares-short-queues",
                    "No early drop or mark of a packet that waited little, or with which little is held.",
                    Claim.SparesShortQueues.class,
                    QueueManagement::sparesShortQueues),
            PropertyKind.claimed(
                    "quiet-below",
                    "No early drop or mark as long as the backlog was small.",
                    Claim.QuietBelow.class,
                    QueueManagement::quietBelow),
            PropertyKind.plain(
                    "marks-instead",
                    "Packets whose senders understand marks are marked, not dropped early.",
                    new Claim.MarksInsteadOfDropping(),
                    QueueManagement::marksInsteadOfDropping),
            PropertyKind.plain(
                    "early-by-chance",
                    "Early drops and marks are as frequent as their probabilities say.",
                    new Claim.EarlyByChance(),
                    QueueManagement::earlyByChance),
            PropertyKind.claimed(
                    "signal-spacing",
                    "Early drops and marks are as far apart as the control law says.",
                    Claim.SignalSpacing.class,
                    QueueManagement::signalSpacing),
            PropertyKind.plain(
                    "scale",
                    "Lengths, rates and the line larger by a factor change no instant.",
                    new Claim.ScalesWithTheLine(),
                    Laws::scale),
            PropertyKind.plain(
                    "renaming", "Other flow numbers change nothing.", new Claim.FlowNumbersAreNames(), Laws::rename),
            PropertyKind.plain(
                    "splitting",
                    "One flow split into several changes nothing.",
                    new Claim.BlindToFlows(),
                    Laws::split));

    private static final PropertyKind COST = new PropertyKind(
            "cost",
            "Work for a packet grows with the number of flows as claimed.",
            Claim.Cost.class,
            null,
            claims -> List.of());

    private static final PropertyKind CLASS_COST = new PropertyKind(
            "class-cost",
            "Work for a packet grows with the number of classes as claimed.",
            Claim.ClassCost.class,
            null,
            claims -> List.of());

    private Properties() {}

    /** The growth of work, which is measured once and not in cases. */
    public static PropertyKind cost() {
        return COST;
    }

    /** The same with the number of classes. */
    public static PropertyKind classCost() {
        return CLASS_COST;
    }

    /** All that are looked at in cases. */
    public static List<PropertyKind> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<PropertyKind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
