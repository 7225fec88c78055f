package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * A sender behind a packet scheduler: takes one packet after another, each for its service time, and sleeps when there is
 * none until the scheduler is ready (and then for the time that waking up takes) or a packet comes.
 */
final class SimulatedLine {
    /** A packet offered at an instant. */
    record Arrival(long timePs, Packet packet) {}

    /** A packet's service, from and to. */
    record Departure(long startPs, long endPs, Packet packet) {}

    private final PacketScheduler scheduler;
    private final ToLongFunction<Packet> servicePs;
    private final LongSupplier wakeUpPs;
    private final List<Arrival> arrivals;
    private final List<Departure> departures = new ArrayList<>();
    private final List<Packet> dropped = new ArrayList<>();
    private int arrived;

    private SimulatedLine(
            PacketScheduler scheduler,
            List<Arrival> arrivals,
            ToLongFunction<Packet> servicePs,
            LongSupplier wakeUpPs) {
        this.scheduler = scheduler;
        this.servicePs = servicePs;
        this.wakeUpPs = wakeUpPs;
        this.arrivals = new ArrayList<>(arrivals);
        this.arrivals.sort(Comparator.comparingLong(Arrival::timePs));
    }

    /** Serves all that is offered; the departures in order. */
    static List<Departure> serve(
            PacketScheduler scheduler,
            List<Arrival> arrivals,
            ToLongFunction<Packet> servicePs,
            LongSupplier wakeUpPs) {
        SimulatedLine line = new SimulatedLine(scheduler, arrivals, servicePs, wakeUpPs);
        line.run();
        if (line.departures.size() + line.dropped.size() != arrivals.size()) {
            throw new AssertionError("lost packets: " + arrivals.size() + " offered, " + line.departures.size()
                    + " served, " + line.dropped.size() + " dropped");
        }
        return line.departures;
    }

    private void run() {
        long now = 0;
        while (true) {
            offerUntil(now);
            @Nullable Packet packet = scheduler.dequeue(now);
            if (packet != null) {
                long end = now + servicePs.applyAsLong(packet);
                departures.add(new Departure(now, end, packet));
                offerUntil(end);
                now = end;
                continue;
            }
            long ready = scheduler.readyAtPs(now);
            if (ready <= now) {
                throw new AssertionError("ready at " + ready + ", but nothing leaves at " + now);
            }
            if (ready == PacketScheduler.NEVER && arrived == arrivals.size()) {
                return;
            }
            long awake = ready == PacketScheduler.NEVER ? ready : ready + wakeUpPs.getAsLong();
            now = arrived < arrivals.size()
                    ? Math.min(awake, arrivals.get(arrived).timePs())
                    : awake;
        }
    }

    private void offerUntil(long nowPs) {
        while (arrived < arrivals.size() && arrivals.get(arrived).timePs() <= nowPs) {
            Arrival arrival = arrivals.get(arrived++);
            Verdict verdict = scheduler.enqueue(arrival.packet(), arrival.timePs());
            if (verdict instanceof DropReason) {
                dropped.add(arrival.packet());
            }
        }
    }
}
