package pacewire.testkit.replay;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.packet.DropReason;

/** What became of a packet. All instants are in seconds. */
public sealed interface Outcome {
    /** Of which packet. */
    Arrival arrival();

    /** Its place in the order of arrivals, from 0: {@link pacewire.model.packet.Packet#id} in the replay. */
    int index();

    /** In a word: {@code sent}, {@code dropped:} and the reason, or {@code held}. */
    String verdict();

    default String id() {
        return arrival().id();
    }

    default String flow() {
        return arrival().flow();
    }

    /** First bit on the line; null when it was not sent. */
    default @Nullable Rational startOrNull() {
        return null;
    }

    /** Last bit on the line; null when it was not sent. */
    default @Nullable Rational endOrNull() {
        return null;
    }

    /**
     * A packet that was sent.
     *
     * @param start first bit on the line
     * @param end last bit on the line; when the packet scheduler is polled, its start
     * @param ecn code point with which it left
     */
    record Departure(Arrival arrival, int index, Rational start, Rational end, byte ecn) implements Outcome {
        @Override
        public String verdict() {
            return "sent";
        }

        @Override
        public Rational startOrNull() {
            return start;
        }

        @Override
        public Rational endOrNull() {
            return end;
        }

        /** Whether congestion was marked here. */
        public boolean isMarked() {
            return ecn != arrival.ecn();
        }
    }

    /**
     * A packet that was dropped, on arrival or later.
     *
     * @param at when
     */
    record Drop(Arrival arrival, int index, Rational at, DropReason reason) implements Outcome {
        @Override
        public String verdict() {
            return "dropped:" + reason.key();
        }
    }

    /** A packet that never left. */
    record Held(Arrival arrival, int index) implements Outcome {
        @Override
        public String verdict() {
            return "held";
        }
    }
}
