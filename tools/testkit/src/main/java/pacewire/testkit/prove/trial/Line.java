package pacewire.testkit.prove.trial;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;
import pacewire.testkit.prove.cost.EndlessCallError;

/**
 * A line that is fed by a packet scheduler and nothing else. At every instant what comes comes first, then the line, if it
 * is free, takes what may leave. Exact to the picosecond.
 */
public final class Line implements Source.View {
    /** Decisions without a packet that comes or goes, after which it is taken not to come to an end. */
    private static final int MOST_IN_VAIN = 10_000;

    private final PacketScheduler scheduler;
    private final Instance instance;
    private final ProofCase tried;
    private final Polling polling;
    private final Source source;
    private final Trace trace;
    private final FlowBook flows;
    private final Books books;
    private final Questions questions;
    private final Polling.Lateness lateness;

    private long nowPs;
    private long freePs;
    /** When the line, if free, is to try next. */
    private long attemptPs = SimTime.NEVER;
    /** The instant named for the next departure, while nothing has happened since. */
    private long namedPs = SimTime.NEVER;

    private int inVain;
    private boolean hasEnded;
    private List<Step> pending;

    /**
     * A line at its beginning.
     *
     * @param instance whose packet scheduler is new, or was reset
     * @param startPs not before anything that the packet scheduler was told
     */
    public Line(Instance instance, ProofCase tried, Polling polling, Source source, long startPs) {
        this.instance = instance;
        this.tried = tried;
        this.polling = polling;
        this.source = source;
        scheduler = instance.scheduler();
        nowPs = startPs;
        freePs = startPs;
        trace = new Trace(tried.line());
        flows = new FlowBook(scheduler, tried.largestBytes());
        books = new Books(scheduler, trace, flows, instance.pool().created());
        questions = new Questions(scheduler, books);
        // A dozen full packets of time: late enough to miss several others.
        lateness = new Polling.Lateness(tried.number(), 1 + 12 * tried.line().psForBytesUp(tried.largestBytes()));
        pending = List.of();
    }

    /** Runs until nothing more comes and nothing more leaves. */
    public Trace run() {
        return run(SimTime.NEVER);
    }

    /** Runs until then at the most: no step and no departure after that. */
    Trace run(long untilPs) {
        instance.listen(books::dropped);
        try {
            if (!tried.variation().opensLate()) {
                flows.openAll(tried.arrivals(), nowPs);
            }
            pending = source.next(this);
            while (!hasEnded && nextPs() <= untilPs && nextPs() != SimTime.NEVER) {
                nowPs = nextPs();
                takeSteps();
                if (nowPs >= freePs && nowPs >= attemptPs) {
                    decide();
                }
                if (pending.isEmpty()) {
                    pending = source.next(this);
                }
                if (polling == Polling.CURIOUS) {
                    questions.askAll(nowPs);
                }
            }
            if (!hasEnded && untilPs == SimTime.NEVER && books.packets() > 0) {
                books.fault(
                        Fault.Kind.WAKE_UP,
                        books.lastPacket(),
                        "packets are held, and nothing will ever be ready",
                        "an instant",
                        "never");
            }
        } catch (RuntimeException | StackOverflowError | AssertionError | EndlessCallError failure) {
            fail(failure);
        } finally {
            instance.listen(null);
        }
        trace.hasChangedTerms = flows.hasChangedTerms();
        return trace;
    }

    /** Makes the packet scheduler forget everything, so many times; what it drops is in the trace. */
    void reset(int times) {
        instance.listen(books::dropped);
        try {
            resetAll(times);
        } catch (EndlessCallError failure) {
            fail(failure);
        }
        instance.listen(null);
    }

    private void resetAll(int times) {
        for (int i = 0; i < times; i++) {
            scheduler.reset(books::dropped, nowPs);
            books.compare("a reset", nowPs);
            if (books.packets() > 0) {
                books.fault(
                        Fault.Kind.BOOKS,
                        books.lastPacket(),
                        "packets that a reset did not drop",
                        "0",
                        String.valueOf(books.packets()));
            }
        }
    }

    private void fail(Throwable failure) {
        trace.isEndless |= failure instanceof EndlessCallError;
        books.fault(
                Fault.Kind.FAILURE,
                books.lastPacket(),
                Questions.failed(failure) + " at " + SimTime.format(nowPs) + Questions.place(failure),
                "none",
                failure.toString());
    }

    private long nextPs() {
        long stepPs = pending.isEmpty() ? SimTime.NEVER : pending.get(0).atPs();
        return Math.min(stepPs, Math.max(freePs, attemptPs));
    }

    private void takeSteps() {
        if (pending.isEmpty() || pending.get(0).atPs() != nowPs) {
            return;
        }
        for (Step step : pending) {
            if (step instanceof Closing closing) {
                books.beginCall();
                flows.close(closing.flow(), nowPs);
                books.compare("a flow was closed", nowPs);
            } else if (step instanceof Arrival arrival) {
                offer(arrival);
            }
        }
        long wantedPs = Math.max(nowPs, freePs);
        attemptPs = Math.min(attemptPs, polling == Polling.LATE ? wantedPs + lateness.nextPs() : wantedPs);
        namedPs = SimTime.NEVER;
        inVain = 0;
        pending = List.of();
    }

    private void offer(Arrival arrival) {
        books.beginCall();
        Terms granted = flows.settle(arrival, nowPs);
        Packet packet = packet(arrival);
        Passage passage = books.offered(arrival, packet, granted);
        Verdict verdict = scheduler.enqueue(packet, nowPs);
        if (verdict instanceof DropReason reason) {
            books.refused(passage, reason, nowPs);
        }
        books.settle(passage);
        books.compare("a packet came", nowPs);
        if (polling == Polling.CURIOUS) {
            questions.askAll(nowPs);
        }
    }

    private Packet packet(Arrival arrival) {
        Packet packet = instance.pool().take(nowPs);
        packet.protocol = Protocol.RAW;
        packet.flow = arrival.flow();
        packet.sequence = arrival.id();
        packet.payloadBytes = arrival.bytes();
        packet.priority = (byte) arrival.terms().priority();
        packet.dscp = (byte) arrival.dscp();
        packet.ecn = (byte) arrival.ecn();
        packet.eligiblePs = arrival.eligiblePs();
        packet.deadlinePs = arrival.deadlinePs();
        packet.idealPs = flows.idealPs(arrival, nowPs);
        return packet;
    }

    /** The line is free and takes what may leave. */
    private void decide() {
        if (polling == Polling.SILENT || polling == Polling.EAGER) {
            // On an empty one an attempt may do what is left to do when a queue has emptied, as in Linux.
            if (books.packets() == 0 || !tookWithoutAsking()) {
                askAndWait();
            }
        } else {
            askAndTake();
        }
    }

    private void askAndTake() {
        while (!hasEnded) {
            long readyPs = ask();
            if (readyPs > nowPs) {
                waitUntil(readyPs);
                return;
            }
            if (take()) {
                return;
            }
            if (books.dropsInCall() == 0) {
                endWith("said that something may leave at " + SimTime.format(nowPs) + ", and gave nothing");
            }
        }
    }

    private boolean tookWithoutAsking() {
        do {
            if (take()) {
                return true;
            }
        } while (books.dropsInCall() > 0);
        return false;
    }

    private void askAndWait() {
        long readyPs = ask();
        if (readyPs <= nowPs) {
            endWith("gave nothing at " + SimTime.format(nowPs) + ", and then said that something may leave");
            return;
        }
        if (polling == Polling.EAGER && readyPs != SimTime.NEVER) {
            tryTooEarly(readyPs);
        } else {
            waitUntil(readyPs);
        }
    }

    /** Tries between the instants at which something happens, the last time one picosecond too early. */
    private void tryTooEarly(long readyPs) {
        long stepPs = pending.isEmpty() ? SimTime.NEVER : pending.get(0).atPs();
        if (pending.isEmpty()) {
            pending = source.next(this);
            stepPs = pending.isEmpty() ? SimTime.NEVER : pending.get(0).atPs();
        }
        long[] instants = {nowPs + (readyPs - nowPs) / 2, readyPs - 1};
        for (long instant : instants) {
            if (instant > nowPs && instant < stepPs) {
                nowPs = instant;
                books.beginCall();
                if (tookTooEarly(readyPs)) {
                    return;
                }
            }
        }
        waitUntil(readyPs);
    }

    private boolean tookTooEarly(long readyPs) {
        if (take() || books.dropsInCall() > 0) {
            endWith("named " + SimTime.format(readyPs) + ", and gave or dropped a packet at " + SimTime.format(nowPs));
            return true;
        }
        long again = ask();
        if (again != readyPs) {
            endWith("named " + SimTime.format(readyPs) + ", and at " + SimTime.format(nowPs) + " "
                    + Questions.instant(again));
            return true;
        }
        return false;
    }

    private boolean take() {
        books.beginCall();
        @Nullable Packet packet = scheduler.dequeue(nowPs);
        boolean hasLeft = packet != null;
        if (packet != null) {
            freePs = nowPs + tried.line().psForBytesUp(packet.wireBytes());
            hasEnded |= !books.left(packet, nowPs, freePs);
            attemptPs = polling == Polling.LATE ? freePs + lateness.nextPs() : freePs;
            namedPs = SimTime.NEVER;
            inVain = 0;
        }
        books.compare(hasLeft ? "one left" : "nothing left", nowPs);
        return hasLeft;
    }

    private long ask() {
        long readyPs = questions.ready(nowPs);
        if (readyPs < nowPs) {
            endWith("names " + SimTime.format(readyPs) + " at " + SimTime.format(nowPs) + ", which is past");
            return SimTime.NEVER;
        }
        if (namedPs != SimTime.NEVER && nowPs >= namedPs && readyPs > nowPs && polling != Polling.LATE) {
            endWith("named " + SimTime.format(namedPs) + ", and then " + Questions.instant(readyPs));
        }
        if (readyPs != SimTime.NEVER && books.packets() == 0) {
            endWith("is empty and names " + SimTime.format(readyPs));
        }
        return readyPs;
    }

    private void waitUntil(long readyPs) {
        namedPs = readyPs;
        boolean isLate = polling == Polling.LATE && readyPs != SimTime.NEVER;
        attemptPs = isLate ? Math.addExact(readyPs, lateness.nextPs()) : readyPs;
        if (++inVain > MOST_IN_VAIN) {
            hasEnded = true;
            books.fault(
                    Fault.Kind.FAILURE, books.lastPacket(), "does not come to an end", "a departure", "waits again");
        }
    }

    private void endWith(String message) {
        hasEnded = true;
        books.fault(Fault.Kind.ANSWER, books.lastPacket(), message, "the earliest instant", "another");
    }

    @Override
    public long nowPs() {
        return nowPs;
    }

    @Override
    public long freePs() {
        return freePs;
    }

    @Override
    public long readyPs() {
        return freePs > nowPs ? freePs : attemptPs;
    }

    @Override
    public int packetsHeld() {
        return books.packets();
    }
}
