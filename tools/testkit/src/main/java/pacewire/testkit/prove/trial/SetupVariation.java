package pacewire.testkit.prove.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import pacewire.core.random.RandomStream;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.sched.SchedulerSetup;

/** Varies the parameters that the user left at their defaults: small limits, rates below the line's, every choice. */
final class SetupVariation {
    private static final int FEW_PACKETS = 12;
    /** In one case of so many, flows are opened with their first packets. */
    private static final int LATE_ONE_IN = 3;

    private final SchedulerSetup setup;
    private final Set<String> fixed;

    /** @param fixed names of parameters that stay as they are */
    SetupVariation(SchedulerSetup setup, Set<String> fixed) {
        this.setup = setup;
        this.fixed = fixed;
    }

    /** What differs in a case; often nothing. */
    Variation next(RandomStream random, RandomStream rare, long lineBps, int largestBytes) {
        return new Variation(
                parameters(random, lineBps, largestBytes), Map.of(), List.of(), rare.nextInt(LATE_ONE_IN) == 0);
    }

    /** In base units. */
    private Map<String, Long> parameters(RandomStream random, long lineBps, int largestBytes) {
        Map<String, Long> changes = new LinkedHashMap<>();
        boolean isVaried = random.nextInt(2) == 0;
        for (ParameterSpec spec : setup.spec().parameters()) {
            long draw = random.nextLong(1 << 30);
            if (isVaried && !fixed.contains(spec.name()) && draw % 2 == 0) {
                long value = value(spec, draw / 2, lineBps, largestBytes);
                if (value >= spec.smallest() && value <= spec.largest()) {
                    changes.put(spec.name(), value);
                }
            }
        }
        return changes;
    }

    private static long value(ParameterSpec spec, long draw, long lineBps, int largestBytes) {
        Quantity quantity = spec.quantity();
        if (quantity == null) {
            return draw % spec.choices().size();
        }
        boolean isLimit = spec.name().toLowerCase(Locale.ROOT).contains("limit");
        if (quantity == Quantity.PACKETS && isLimit) {
            return 1 + draw % FEW_PACKETS;
        }
        if (quantity == Quantity.SIZE && isLimit) {
            return (1 + draw % FEW_PACKETS) * (long) largestBytes - draw % 3 + 1;
        }
        boolean isBurst = spec.name().toLowerCase(Locale.ROOT).contains("burst");
        if (quantity == Quantity.SIZE && isBurst) {
            // From half the largest packet, which is then too large for it.
            return Math.max(1, (1 + draw % FEW_PACKETS) * (long) largestBytes / 2);
        }
        if (quantity == Quantity.TIME && spec.name().equals("tolerance")) {
            return draw % 5 * new DataRate(lineBps).psForBytesUp(largestBytes);
        }
        if (quantity == Quantity.RATE) {
            return lineBps / (1 + draw % 10);
        }
        return spec.smallest() - 1;
    }
}
