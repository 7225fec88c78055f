package pacewire.testkit.prove.trial;

import java.util.List;

import pacewire.core.random.RandomStream;
import pacewire.core.units.Quantity;
import pacewire.model.sched.SchedulerSetup;

/** Lengths of packets: all equal, two kinds, or any; in some cases as long as a size that the packet scheduler was set to. */
final class SizePattern {
    private static final int[] TYPICAL = {1, 2, 40, 64, 100, 500, 576, 1000, 1500, 1514};
    private static final int JUMBO = 9000;
    /** Of cases in which a packet can be as long as some size of the set-up. */
    private static final int AIMED_ONE_IN = 2;

    private final int kind;
    private final int one;
    private final int other;
    /** Lengths that the packet scheduler may tell from those a byte longer. */
    private List<Integer> edges = List.of();

    SizePattern(RandomStream random) {
        kind = random.nextInt(8);
        one = TYPICAL[random.nextInt(TYPICAL.length)];
        other = kind == 7 ? JUMBO : TYPICAL[random.nextInt(TYPICAL.length)];
    }

    /** In some cases, many packets are as long as a size in a set-up, or a byte longer or shorter. */
    void aimAt(SchedulerSetup setup, RandomStream rare) {
        List<Integer> found = SetupQuantities.of(setup, Quantity.SIZE).stream()
                .flatMap(bytes -> List.of(bytes - 1, bytes, bytes + 1).stream())
                .filter(bytes -> bytes >= 1 && bytes <= largest())
                .map(Long::intValue)
                .distinct()
                .toList();
        if (!found.isEmpty() && rare.nextInt(AIMED_ONE_IN) == 0) {
            edges = found;
        }
    }

    /** Largest that may come. */
    int largest() {
        return kind < 3 ? one : kind < 5 ? Math.max(one, other) : Math.max(1500, Math.max(one, other));
    }

    /** One of the lengths that are frequent, by any number. */
    int typical(long draw) {
        return draw % 2 == 0 ? largest() : draw % 4 == 1 ? one : Math.min(other, largest());
    }

    int next(RandomStream random) {
        if (!edges.isEmpty() && random.nextInt(2) == 0) {
            return edges.get(random.nextInt(edges.size()));
        }
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
