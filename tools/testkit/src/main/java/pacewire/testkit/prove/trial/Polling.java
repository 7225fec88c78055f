package pacewire.testkit.prove.trial;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

/**
 * How a line treats its packet scheduler: all of these but the late ones must lead to the same departures.
 */
public enum Polling {
    /** Asks when something may leave, and takes it then. */
    PLAIN,
    /** Takes without asking, and asks only when it got nothing. */
    SILENT,
    /** Asks all there is to ask, many times over, at every step and in between. */
    CURIOUS,
    /** Tries to take packets when none may leave, and one picosecond before one may. */
    EAGER,
    /** Comes later than it was told. */
    LATE;

    /** How much later than told it comes, each time. */
    static final class Lateness {
        private final RandomStream random;
        private final long mostPs;

        /** @param mostPs at most */
        Lateness(long seed, long mostPs) {
            random = new RandomStreams(seed).stream("late");
            this.mostPs = mostPs;
        }

        long nextPs() {
            return switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 1;
                default -> random.nextLong(mostPs);
            };
        }
    }
}
