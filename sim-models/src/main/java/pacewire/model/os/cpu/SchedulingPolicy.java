package pacewire.model.os.cpu;

/**
 * How a thread competes for cores (Linux {@code sched(7)}).
 *
 * @param nice of a {@link Kind#FAIR} thread, -20 (most) to 19 (least); 0 for the others
 * @param priority of a real-time thread, 1 (least) to 99; 0 for {@link Kind#FAIR}
 */
public record SchedulingPolicy(Kind kind, int nice, int priority) {
    /** What the policy is. */
    public enum Kind {
        /** {@code SCHED_OTHER}: shares the cores with the others of its kind. */
        FAIR("fair"),
        /** {@code SCHED_FIFO}: runs until it waits for something, ahead of all of lower priority. */
        FIFO("fifo"),
        /** {@code SCHED_RR}: as FIFO, in turns with others of the same priority. */
        RR("rr");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** Name in scenario files. */
        public String key() {
            return key;
        }
    }

    public static final int LEAST_NICE = -20;
    public static final int MOST_NICE = 19;
    public static final int MOST_PRIORITY = 99;

    /** What a thread has that asks for nothing. */
    public static final SchedulingPolicy NORMAL = fair(0);

    /** The weight of nice 0 (Linux {@code NICE_0_LOAD}). */
    static final long NORMAL_WEIGHT = 1024;

    /** Linux {@code sched_prio_to_weight} in {@code kernel/sched/core.c}: a step of nice is about 10 % of CPU, factor 1.25. */
    private static final int[] WEIGHTS = {
        88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
        9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
        1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
        110, 87, 70, 56, 45, 36, 29, 23, 18, 15
    };

    public SchedulingPolicy {
        boolean isFair = kind == Kind.FAIR;
        if (nice < LEAST_NICE || nice > MOST_NICE || (!isFair && nice != 0)) {
            throw new IllegalArgumentException("nice " + nice + " of policy " + kind);
        }
        if (isFair ? priority != 0 : priority < 1 || priority > MOST_PRIORITY) {
            throw new IllegalArgumentException("priority " + priority + " of policy " + kind);
        }
    }

    /** Shares the cores; nice -20 to 19. */
    public static SchedulingPolicy fair(int nice) {
        return new SchedulingPolicy(Kind.FAIR, nice, 0);
    }

    /** Real time, first in, first out; priority 1 to 99. */
    public static SchedulingPolicy fifo(int priority) {
        return new SchedulingPolicy(Kind.FIFO, 0, priority);
    }

    /** Real time, in turns; priority 1 to 99. */
    public static SchedulingPolicy roundRobin(int priority) {
        return new SchedulingPolicy(Kind.RR, 0, priority);
    }

    /** Whether it goes before every thread that shares fairly. */
    public boolean isRealTime() {
        return kind != Kind.FAIR;
    }

    /** Its weight among those that share. */
    public long weight() {
        return WEIGHTS[nice - LEAST_NICE];
    }
}
