package pacewire.testkit.prove.trial;

import pacewire.core.random.RandomStream;

/** Lengths of packets: all equal, two kinds, or any. */
final class SizePattern {
    private static final int[] TYPICAL = {1, 2, 40, 64, 100, 500, 576, 1000, 1500, 1514};
    private static final int JUMBO = 9000;

    private final int kind;
    private final int one;
    private final int other;

    SizePattern(RandomStream random) {
        kind = random.nextInt(8);
        one = TYPICAL[random.nextInt(TYPICAL.length)];
        other = kind == 7 ? JUMBO : TYPICAL[random.nextInt(TYPICAL.length)];
    }

    /** Largest that may come. */
    int largest() {
        return kind < 3 ? one : kind < 5 ? Math.max(one, other) : Math.max(1500, Math.max(one, other));
    }

    int next(RandomStream random) {
        if (kind < 3) {
            return one;
        }
        if (kind < 5) {
            return random.nextInt(2) == 0 ? one : other;
        }
        return switch (random.nextInt(6)) {
            case 0 -> largest();
            case 1 -> one;
            default -> 1 + random.nextInt(1500);
        };
    }
}
