package pacewire.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far ahead an event schedules itself in the hold model. Distributions that tell event queues apart are those of
 * Jones, "An Empirical Comparison of Priority-Queue and Event-Set Implementations", Communications of the ACM 29(4),
 * 1986.
 */
public enum Spacing {
    /** Exponential: what independent arrivals do. */
    EXPONENTIAL("exponential") {
        @Override
        public long firstPs(Chance chance) {
            return nextPs(chance);
        }

        @Override
        public long nextPs(Chance chance) {
            return (long) (-Math.log(chance.nextShare()) * MEAN_PS);
        }
    },

    /** Nine in ten near, one in ten ten times as far: timers of two kinds. Jones's figures. */
    BIMODAL("bimodal") {
        @Override
        public long firstPs(Chance chance) {
            return nextPs(chance);
        }

        @Override
        public long nextPs(Chance chance) {
            double far = chance.nextInt(10) == 0 ? 9.5238 : 0;
            return (long) ((0.95238 * chance.nextShare() + far) * MEAN_PS);
        }
    },

    /** Equal steps from starts that are spread evenly: paced flows of one rate. */
    CONSTANT("constant") {
        @Override
        public long firstPs(Chance chance) {
            return (long) (chance.nextShare() * MEAN_PS);
        }

        @Override
        public long nextPs(Chance chance) {
            return MEAN_PS;
        }
    },

    /** All events at one instant, then all at the next: nothing but the order of scheduling tells them apart. */
    SAME_INSTANT("same-instant") {
        @Override
        public long firstPs(Chance chance) {
            return MEAN_PS;
        }

        @Override
        public long nextPs(Chance chance) {
            return MEAN_PS;
        }
    };

    /** 1 ms: with a million events pending they are still 1000 ticks apart on average. */
    private static final long MEAN_PS = 1_000_000_000;

    private final String key;

    Spacing(String key) {
        this.key = key;
    }

    /** The one with a name. */
    public static Optional<Spacing> find(String key) {
        return Arrays.stream(values())
                .filter(spacing -> spacing.key.equals(key))
                .findFirst();
    }

    /** All names, in the order to show them. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Spacing::key).toList();
    }

    /** The name on the command line. */
    public String key() {
        return key;
    }

    /** From the start of the run to the first time of an event, in picoseconds. */
    public abstract long firstPs(Chance chance);

    /** From a time of an event to its next, in picoseconds. */
    public abstract long nextPs(Chance chance);
}
