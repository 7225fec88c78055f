package pacewire.testkit.prove.property;

import java.util.List;

import pacewire.testkit.prove.trial.Fault;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Polling;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;

/** What every packet scheduler must keep, whatever it claims: seen by how it conducts itself. */
final class Conduct {
    private Conduct() {}

    /** Every packet is somewhere exactly once, and the numbers say so after every call. */
    static Finding conservation(Trial trial) {
        for (Polling polling : List.of(Polling.PLAIN, Polling.LATE)) {
            Trace trace = trial.trace(polling);
            Finding finding = noFault(trace, Fault.Kind.BOOKS, Fault.Kind.IDENTITY);
            if (finding != Finding.HELD) {
                return finding;
            }
        }
        return Finding.HELD;
    }

    /** Throws nothing, and comes to an end. */
    static Finding composure(Trial trial) {
        for (Polling polling : Polling.values()) {
            Finding finding = noFault(trial.trace(polling), Fault.Kind.FAILURE);
            if (finding != Finding.HELD) {
                return finding;
            }
        }
        return Finding.HELD;
    }

    /** What it holds will leave: somebody is told when to come. */
    static Finding wakeUp(Trial trial) {
        for (Polling polling : List.of(Polling.PLAIN, Polling.LATE, Polling.EAGER)) {
            Finding finding = noFault(trial.trace(polling), Fault.Kind.WAKE_UP);
            if (finding != Finding.HELD) {
                return finding;
            }
        }
        return Finding.HELD;
    }

    /** The instant named is the earliest: something leaves then, and nothing before. */
    static Finding namedInstant(Trial trial) {
        for (Polling polling : List.of(Polling.PLAIN, Polling.EAGER, Polling.SILENT)) {
            Finding finding = noFault(trial.trace(polling), Fault.Kind.ANSWER);
            if (finding != Finding.HELD) {
                return finding;
            }
        }
        return Finding.HELD;
    }

    /** Asked never, once or many times, tried in vain: the same packets leave at the same instants. */
    static Finding questions(Trial trial) {
        for (Polling polling : List.of(Polling.SILENT, Polling.CURIOUS, Polling.EAGER)) {
            Trace trace = trial.trace(polling);
            if (polling == Polling.CURIOUS) {
                Finding finding = noFault(trace, Fault.Kind.ANSWER, Fault.Kind.BOOKS);
                if (finding != Finding.HELD) {
                    return finding;
                }
            }
            Trace.Difference difference = trial.trace().differenceTo(trace, 0);
            if (difference != null) {
                return Finding.broken(difference, "leaves otherwise when treated " + describe(polling));
            }
        }
        return Finding.HELD;
    }

    private static String describe(Polling polling) {
        return switch (polling) {
            case SILENT -> "without questions";
            case CURIOUS -> "with many questions";
            case EAGER -> "with attempts that are too early";
            default -> polling.toString();
        };
    }

    /** Who comes later than told finds the books in order and every packet. */
    static Finding latePolling(Trial trial) {
        return noFault(
                trial.trace(Polling.LATE),
                Fault.Kind.ANSWER,
                Fault.Kind.BOOKS,
                Fault.Kind.IDENTITY,
                Fault.Kind.WAKE_UP);
    }

    /** One packet at a time, each for the time of its length. */
    static Finding oneAtATime(Trial trial) {
        Passage before = null;
        for (Passage passage : trial.trace().departures()) {
            long endPs = passage.startPs() + trial.trace().psForBytes(passage.bytes());
            if (passage.endPs() != endPs) {
                return Finding.broken(
                        passage, "last bit on the line", Text.instant(endPs), Text.instant(passage.endPs()));
            }
            if (before != null && passage.startPs() < before.endPs()) {
                return Finding.broken(
                        passage,
                        "on the line together with " + before.name(),
                        "from " + Text.instant(before.endPs()),
                        Text.instant(passage.startPs()));
            }
            before = passage;
        }
        return before == null ? Finding.NOT_TESTED : Finding.HELD;
    }

    /** The same again. */
    static Finding determinism(Trial trial) {
        Trace.Difference difference = trial.trace().differenceTo(trial.again(Polling.PLAIN), 0);
        return difference == null ? Finding.HELD : Finding.broken(difference, "leaves otherwise in a second run");
    }

    private static Finding noFault(Trace trace, Fault.Kind... kinds) {
        for (Fault fault : trace.faults()) {
            if (List.of(kinds).contains(fault.kind())) {
                return Finding.broken(fault);
            }
        }
        return Finding.HELD;
    }
}
