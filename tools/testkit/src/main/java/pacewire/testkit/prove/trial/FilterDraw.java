package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.random.RandomStream;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketFilter.Condition;
import pacewire.model.sched.PacketFilter.Field;
import pacewire.model.sched.PacketFilter.InRange;
import pacewire.model.sched.PacketFilter.NamedRate;
import pacewire.model.sched.PacketFilter.Paced;
import pacewire.model.sched.PacketFilter.RateInRange;

/** Draws filters that some of a case's packets pass: by what a row of a replay's arrivals can say. */
final class FilterDraw {
    /** Flows and priorities more often than others. */
    private static final int[] CONDITIONS = {0, 0, 0, 1, 2, 2, 3, 4};

    private static final int[] NUMBERS = {0, 1, 1, 1, 1, 1, 1, 2};
    private static final int FLOWS = 6;
    private static final int PRIORITIES = 8;
    private static final int LARGEST_PRIORITY = 15;
    private static final int LARGEST_DSCP = 63;

    private final RandomStream random;

    FilterDraw(RandomStream random) {
        this.random = random;
    }

    /** The packets of one flow. */
    static List<PacketFilter> ofFlow(int number) {
        return List.of(PacketFilter.of(new InRange(Field.FLOW, number, number)));
    }

    /** None, one or two, of which a packet need pass one. */
    List<PacketFilter> next() {
        List<PacketFilter> filters = new ArrayList<>();
        int number = NUMBERS[random.nextInt(NUMBERS.length)];
        for (int i = 0; i < number; i++) {
            int one = CONDITIONS[random.nextInt(CONDITIONS.length)];
            int other = random.nextInt(4) == 0 ? CONDITIONS[random.nextInt(CONDITIONS.length)] : one;
            List<Condition> conditions = new ArrayList<>(List.of(condition(Math.min(one, other))));
            if (one != other) {
                conditions.add(condition(Math.max(one, other)));
            }
            filters.add(new PacketFilter(conditions));
        }
        return filters;
    }

    /** In the order in which scenario files are read; each stands once in a filter at most. */
    private Condition condition(int which) {
        return switch (which) {
            case 0 -> range(Field.FLOW, FLOWS, Integer.MAX_VALUE);
            case 1 -> new InRange(Field.DSCP, 1 + random.nextInt(48), LARGEST_DSCP);
            case 2 -> range(Field.PRIORITY, PRIORITIES, LARGEST_PRIORITY);
            case 3 -> new RateInRange(NamedRate.MIN_RATE, 1, Long.MAX_VALUE);
            default -> new Paced(random.nextInt(2) == 0);
        };
    }

    private Condition range(Field field, int values, int largest) {
        // Low numbers are frequent: most cases have few flows.
        int from = Math.min(random.nextInt(values), random.nextInt(values));
        return new InRange(field, from, random.nextInt(3) == 0 ? largest : from + random.nextInt(3));
    }
}
