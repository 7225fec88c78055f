package pacewire.testkit.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import pacewire.core.units.Rational;

/**
 * Generalised processor sharing, the fluid that packet fair queueing approximates, in exact fractions: at every instant each
 * backlogged flow is served at {@code line * weight / (weights of all backlogged flows)} (Parekh and Gallager, "A Generalized
 * Processor Sharing Approach to Flow Control in Integrated Services Networks", IEEE/ACM ToN 1993).
 *
 * <p>Virtual time rises at {@code line / (weights of all backlogged flows)} and starts at 0 with every busy period. It is
 * found by iterated deletion: it goes from one end of a flow's backlog to the next, for the set of backlogged flows, and with
 * it the slope, changes at each. Lengths and times are in any units; time never goes back from call to call.
 */
public final class FluidGps {
    private final Rational line;
    private final Map<Integer, Flow> flows = new TreeMap<>();
    /** Backlogged flows, that whose backlog ends first in front. */
    private final TreeSet<Flow> backlogged = new TreeSet<>(
            Comparator.<Flow, Rational>comparing(flow -> flow.lastFinish).thenComparing(flow -> flow.number));

    /** What virtual time did so far, in order. */
    private final List<Piece> pieces = new ArrayList<>();

    private Rational now = Rational.ZERO;
    private Rational virtual = Rational.ZERO;
    private Rational backloggedWeight = Rational.ZERO;
    private int period;

    /** @param line length that it serves per unit of time, above 0 */
    public FluidGps(Rational line) {
        if (line.signum() <= 0) {
            throw new IllegalArgumentException("a line of rate " + line + " serves nobody");
        }
        this.line = line;
    }

    /**
     * Gives a flow a weight, 1 before. Of a backlogged flow, what is left is served by the new weight from now on, and the tags
     * of its packets that are not served yet change accordingly.
     *
     * @param weight above 0
     */
    public void setWeight(int number, Rational weight, Rational time) {
        if (weight.signum() <= 0) {
            throw new IllegalArgumentException("flow " + number + " has weight " + weight);
        }
        advance(time);
        Flow flow = flow(number);
        if (!backlogged.remove(flow)) {
            flow.weight = weight;
            return;
        }
        backloggedWeight = backloggedWeight.minus(flow.weight).plus(weight);
        flow.change(weight);
        backlogged.add(flow);
        appendPiece();
    }

    /**
     * A packet comes.
     *
     * @param length above 0
     */
    public FluidPacket arrive(int number, Rational length, Rational time) {
        advance(time);
        if (backlogged.isEmpty()) {
            period++;
            virtual = Rational.ZERO;
        }
        Flow flow = flow(number);
        boolean isNew = !backlogged.remove(flow);
        if (isNew) {
            backloggedWeight = backloggedWeight.plus(flow.weight);
            flow.start();
        }
        FluidPacket packet = flow.add(length);
        backlogged.add(flow);
        if (isNew) {
            appendPiece();
        }
        return packet;
    }

    /** Serves until an instant. */
    public void advance(Rational time) {
        if (time.compareTo(now) < 0) {
            throw new IllegalArgumentException("time went back from " + now + " to " + time);
        }
        while (!backlogged.isEmpty() && endOfFirstBacklog().compareTo(time) <= 0) {
            endFirstBacklogs();
        }
        if (!backlogged.isEmpty()) {
            virtual = virtual.plus(time.minus(now).times(line).dividedBy(backloggedWeight));
        }
        now = time;
    }

    /** Serves all there is; when that ends, or the present when there is nothing. */
    public Rational drain() {
        while (!backlogged.isEmpty()) {
            endFirstBacklogs();
        }
        return now;
    }

    /** How far it has served. */
    public Rational now() {
        return now;
    }

    /** Virtual time since the busy period began; after its end, what it came to. */
    public Rational virtualTime() {
        return virtual;
    }

    public boolean isBacklogged(int number) {
        Flow flow = flows.get(number);
        return flow != null && backlogged.contains(flow);
    }

    public boolean isIdle() {
        return backlogged.isEmpty();
    }

    /** The weight of a flow at present. */
    public Rational weight(int number) {
        return flow(number).weight;
    }

    /**
     * When the service of a packet ended.
     *
     * @throws IllegalStateException when it has not ended yet
     */
    public Rational finish(FluidPacket packet) {
        int low = 0;
        int high = pieces.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).isBefore(packet.period(), packet.virtualFinish())) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Piece piece = pieces.get(low);
        Rational finish =
                piece.time.plus(packet.virtualFinish().minus(piece.virtual).dividedBy(piece.slope));
        if (finish.compareTo(now) > 0) {
            throw new IllegalStateException("at " + now + " not served yet: " + packet);
        }
        return finish;
    }

    /**
     * Service given to a flow from the beginning to an instant, in units of length.
     *
     * @param time not after {@link #now()}
     */
    public Rational service(int number, Rational time) {
        if (time.compareTo(now) > 0) {
            throw new IllegalArgumentException("at " + now + " the service until " + time + " is not known yet");
        }
        Flow flow = flows.get(number);
        int index = pieceAt(time);
        if (flow == null || index < 0) {
            return Rational.ZERO;
        }
        Piece piece = pieces.get(index);
        return flow.serviceAt(
                piece.period, piece.virtual.plus(time.minus(piece.time).times(piece.slope)));
    }

    private Flow flow(int number) {
        return flows.computeIfAbsent(number, Flow::new);
    }

    private Rational endOfFirstBacklog() {
        Rational work = backlogged.first().lastFinish.minus(virtual).times(backloggedWeight);
        return now.plus(work.dividedBy(line));
    }

    /** Goes on to the end of the backlog that ends first, and of all that end with it. */
    private void endFirstBacklogs() {
        now = endOfFirstBacklog();
        virtual = backlogged.first().lastFinish;
        while (!backlogged.isEmpty() && backlogged.first().lastFinish.equals(virtual)) {
            Flow flow = backlogged.first();
            backlogged.remove(flow);
            backloggedWeight = backloggedWeight.minus(flow.weight);
            flow.stop();
        }
        appendPiece();
    }

    private void appendPiece() {
        Rational slope = backlogged.isEmpty() ? Rational.ZERO : line.dividedBy(backloggedWeight);
        if (!pieces.isEmpty() && pieces.get(pieces.size() - 1).time.equals(now)) {
            pieces.remove(pieces.size() - 1);
        }
        pieces.add(new Piece(now, period, virtual, slope));
    }

    /** The last piece that began by an instant; -1 before the first. */
    private int pieceAt(Rational time) {
        int low = -1;
        int high = pieces.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).time.compareTo(time) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** From an instant on, until the next piece, virtual time rises from a value at a slope. */
    private record Piece(Rational time, int period, Rational virtual, Rational slope) {
        boolean isBefore(int otherPeriod, Rational otherVirtual) {
            return period < otherPeriod || (period == otherPeriod && virtual.compareTo(otherVirtual) < 0);
        }
    }

    /** From a virtual time on, the service of a flow rises from an amount by so much per virtual time. */
    private record Stretch(int period, Rational virtual, Rational service, Rational slope) {
        boolean isAfter(int otherPeriod, Rational otherVirtual) {
            return period > otherPeriod || (period == otherPeriod && virtual.compareTo(otherVirtual) > 0);
        }
    }

    private final class Flow {
        final int number;
        Rational weight = Rational.ONE;
        /** Virtual time at which its backlog ends; that of the last one when it has none. */
        Rational lastFinish = Rational.ZERO;
        /** Packets that have come since it is backlogged. */
        private final Deque<FluidPacket> packets = new ArrayDeque<>();

        private final List<Stretch> stretches = new ArrayList<>();

        Flow(int number) {
            this.number = number;
        }

        void start() {
            lastFinish = virtual;
            append(weight);
        }

        void stop() {
            append(Rational.ZERO);
            packets.clear();
        }

        FluidPacket add(Rational length) {
            if (length.signum() <= 0) {
                throw new IllegalArgumentException("a packet of length " + length);
            }
            Rational start = lastFinish;
            lastFinish = start.plus(length.dividedBy(weight));
            FluidPacket packet = new FluidPacket(number, now, length, period, start, lastFinish);
            packets.add(packet);
            return packet;
        }

        /** What is left of a packet took {@code left / weight} of virtual time, and takes {@code left / newWeight} now. */
        void change(Rational newWeight) {
            Rational ratio = weight.dividedBy(newWeight);
            for (FluidPacket packet : packets) {
                if (packet.virtualFinish().compareTo(virtual) > 0) {
                    packet.retag(stretched(packet.virtualStart(), ratio), stretched(packet.virtualFinish(), ratio));
                }
            }
            lastFinish = stretched(lastFinish, ratio);
            weight = newWeight;
            append(newWeight);
        }

        /** A tag that lies ahead moves with the weight; one that has passed stays. */
        private Rational stretched(Rational tag, Rational ratio) {
            return tag.compareTo(virtual) <= 0
                    ? tag
                    : virtual.plus(tag.minus(virtual).times(ratio));
        }

        Rational serviceAt(int atPeriod, Rational atVirtual) {
            int low = -1;
            int high = stretches.size();
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (stretches.get(middle).isAfter(atPeriod, atVirtual)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            if (low < 0) {
                return Rational.ZERO;
            }
            Stretch stretch = stretches.get(low);
            return stretch.slope.signum() == 0
                    ? stretch.service
                    : stretch.service.plus(atVirtual.minus(stretch.virtual).times(stretch.slope));
        }

        private void append(Rational slope) {
            stretches.add(new Stretch(period, virtual, serviceAt(period, virtual), slope));
        }
    }
}
