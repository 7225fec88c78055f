package pacewire.testkit.prove.trial;

import java.util.Arrays;

import pacewire.core.units.SimTime;
import pacewire.model.sched.PacketScheduler;
import pacewire.testkit.prove.cost.EndlessCallError;

/** What can be asked of a packet scheduler without changing it. */
final class Questions {
    private static final int TIMES = 3;

    private final PacketScheduler scheduler;
    private final Books books;

    Questions(PacketScheduler scheduler, Books books) {
        this.scheduler = scheduler;
        this.books = books;
    }

    long ready(long nowPs) {
        return scheduler.readyAtPs(nowPs);
    }

    /** Asks everything, several times: the answers stay the same. */
    void askAll(long nowPs) {
        long readyPs = scheduler.readyAtPs(nowPs);
        for (int i = 0; i < TIMES; i++) {
            scheduler.packetCount();
            scheduler.byteCount();
            scheduler.holdsUntilIdeal();
            scheduler.packetAhead(i);
            long again = scheduler.readyAtPs(nowPs);
            if (again != readyPs) {
                books.fault(
                        Fault.Kind.ANSWER,
                        books.lastPacket(),
                        "asked twice at " + SimTime.format(nowPs),
                        instant(readyPs),
                        instant(again));
            }
        }
        books.compare("it was asked", nowPs);
    }

    static String instant(long ps) {
        return ps == SimTime.NEVER ? "names no instant" : "names " + SimTime.format(ps);
    }

    /** What a failure is. */
    static String failed(Throwable failure) {
        return failure instanceof EndlessCallError ? "does not return from a call" : "threw an exception";
    }

    /** Where a failure arose, for messages. */
    static String place(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        // The counter's own frame is not the place.
        return Arrays.stream(stack)
                .filter(frame -> !frame.getClassName().startsWith("pacewire.testkit.prove.cost."))
                .findFirst()
                .map(frame -> " in " + frame)
                .orElse("");
    }
}
