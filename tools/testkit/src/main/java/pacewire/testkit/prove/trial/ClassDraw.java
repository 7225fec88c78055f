package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStream;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;

/**
 * Draws classes for a {@link PacketScheduler}: from what its declaration says, and by asking whether it takes what was drawn.
 * Parameters that may be left out are put in and taken out in groups of up to three that are declared one after another, as
 * far as the packet scheduler takes each step: those that only go together stand beside each other.
 */
final class ClassDraw {
    private static final int MOST_CLASSES = 4;
    private static final int MOST_BELOW = 3;
    private static final int BELOW_ONE_IN = 4;
    private static final int PLAIN_ONE_IN = 3;
    private static final int STEPS = 24;
    private static final int TOGETHER = 3;

    private final SchedulerSetup setup;
    private final ClassSpec declared;
    private final List<ParameterSpec> optional;
    private final ValueDraw values;
    private final RandomStream random;
    private int made;
    /** Whether each class has a flow of its own, and nothing inside: where classes are compared, and not what is in them. */
    private boolean isPlain;

    /** @param setup whose classes are drawn; it has none */
    ClassDraw(SchedulerSetup setup, ClassSpec declared, ValueDraw values, RandomStream random) {
        this.setup = setup;
        this.declared = declared;
        this.values = values;
        this.random = random;
        optional = ValueDraw.optional(declared.parameters());
    }

    /** Classes beside each other, some with classes below; empty when none was found that the packet scheduler takes. */
    List<ClassSetup> next() {
        made = 0;
        isPlain = random.nextInt(PLAIN_ONE_IN) == 0;
        return some(random.nextInt(8) == 0 ? 1 : 2 + random.nextInt(MOST_CLASSES - 1), true);
    }

    private List<ClassSetup> some(int number, boolean isTop) {
        List<ClassSetup> classes = new ArrayList<>();
        boolean takesAll = random.nextInt(3) > 0;
        for (int i = 0; i < number; i++) {
            boolean isLast = i == number - 1;
            ClassSetup drawn = one(isTop, isLast && takesAll);
            if (drawn != null) {
                classes.add(drawn);
            }
        }
        return classes;
    }

    /** Null when none was found that the packet scheduler takes. */
    private @Nullable ClassSetup one(boolean isTop, boolean takesAll) {
        int number = made++;
        String name = "c" + number;
        List<PacketFilter> match =
                takesAll ? List.of() : isPlain ? FilterDraw.ofFlow(number) : new FilterDraw(random).next();
        List<ClassSetup> below = isTop && !isPlain && declared.nests() && random.nextInt(BELOW_ONE_IN) == 0
                ? some(1 + random.nextInt(MOST_BELOW), false)
                : List.of();
        SchedulerSetup queue = below.isEmpty() && !isPlain ? queue() : null;
        return grown(name, match, queue, below);
    }

    private @Nullable ClassSetup grown(
            String name, List<PacketFilter> match, @Nullable SchedulerSetup queue, List<ClassSetup> below) {
        Map<String, Long> given = values.someOf(declared.parameters(), random);
        ClassSetup best = accepted(name, given, match, queue, below);
        for (int step = 0; step < STEPS && !optional.isEmpty(); step++) {
            int from = random.nextInt(optional.size());
            int to = Math.min(optional.size(), from + 1 + random.nextInt(TOGETHER));
            Map<String, Long> changed = new LinkedHashMap<>(given);
            IntStream.range(from, to).mapToObj(optional::get).forEach(spec -> toggle(changed, spec));
            ClassSetup candidate = accepted(name, changed, match, queue, below);
            if (candidate != null) {
                best = candidate;
                given = changed;
            }
        }
        return best;
    }

    private void toggle(Map<String, Long> given, ParameterSpec spec) {
        if (given.remove(spec.name()) == null) {
            given.put(spec.name(), values.any(spec, random));
        }
    }

    private @Nullable ClassSetup accepted(
            String name,
            Map<String, Long> given,
            List<PacketFilter> match,
            @Nullable SchedulerSetup queue,
            List<ClassSetup> below) {
        ClassSetup candidate =
                new ClassSetup(name, ParameterValues.of(declared.parameters(), given), match, queue, below);
        return setup.withClasses(candidate).problem().isEmpty() ? candidate : null;
    }

    /** What holds a leaf's packets; null: what the packet scheduler takes for it. */
    private @Nullable SchedulerSetup queue() {
        return switch (random.nextInt(16)) {
            case 0 -> inner("fifo", Map.of("limit", 1L + random.nextInt(4)));
            case 1 -> inner("drr", Map.of());
            case 2 -> inner("codel", Map.of());
            case 3 -> heldBack();
            case 4 -> inner("pifo", Map.of());
            default -> null;
        };
    }

    /** One that must wait after each packet or two. */
    private SchedulerSetup heldBack() {
        return inner("tbf", Map.of("rate", values.slowRate(), "burst", values.packetBytes()));
    }

    private static SchedulerSetup inner(String name, Map<String, Long> parameters) {
        return SchedulerSetup.of(PacketSchedulers.find(name).orElseThrow(), parameters);
    }
}
