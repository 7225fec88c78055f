package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

/**
 * How {@code fq} is set up; each field is a parameter.
 *
 * @param flowMaxRate null: none
 * @param lowRateBps the low-rate threshold
 */
record FqSettings(
        long limit,
        long flowLimit,
        long quantum,
        long initialQuantum,
        @Nullable DataRate flowMaxRate,
        long lowRateBps,
        long refillDelayPs,
        long horizonPs,
        boolean capsAtHorizon) {
    private static final int CAP = 1;

    /** Defaults are those of {@code fq_init}: 10000, 100, 2 and 10 MTU, 550000/8 bytes a second, 40 ms, 10 s, drop. */
    static ParameterSpec[] parameters() {
        return new ParameterSpec[] {
            ParameterSpec.quantity(
                    "limit", Quantity.PACKETS, "10000 packets", 1, Integer.MAX_VALUE, "most packets held"),
            ParameterSpec.quantity(
                    "flowLimit",
                    Quantity.PACKETS,
                    "100 packets",
                    1,
                    Integer.MAX_VALUE,
                    "most packets held of one flow"),
            ParameterSpec.optionalQuantity(
                    "quantum",
                    Quantity.SIZE,
                    1,
                    1_000_000_000,
                    "wire bytes a turn; left out, two of the line's largest packets"),
            ParameterSpec.optionalQuantity(
                    "initialQuantum",
                    Quantity.SIZE,
                    1,
                    1_000_000_000,
                    "wire bytes of a flow's first turn; left out, ten of the line's largest packets"),
            ParameterSpec.optionalQuantity(
                    "flowMaxRate",
                    Quantity.RATE,
                    1,
                    DataRate.LARGEST_BITS_PER_SECOND,
                    "rate that no flow exceeds, whatever its own"),
            ParameterSpec.quantity(
                    "lowRateThreshold",
                    Quantity.RATE,
                    "550 kbps",
                    0,
                    DataRate.LARGEST_BITS_PER_SECOND,
                    "rate up to which a flow waits after each packet"),
            ParameterSpec.quantity(
                    "refillDelay",
                    Quantity.TIME,
                    "40 ms",
                    0,
                    1000 * SimTime.SECOND,
                    "time without packets after which a flow has a whole quantum again"),
            ParameterSpec.quantity(
                    "horizon",
                    Quantity.TIME,
                    "10 s",
                    0,
                    1000 * SimTime.SECOND,
                    "how far ahead the time that a sender names may lie"),
            ParameterSpec.choice(
                    "beyondHorizon",
                    List.of("drop", "cap"),
                    "whether a packet with a later time is dropped, or leaves at the horizon")
        };
    }

    static FqSettings of(ParameterValues parameters, SchedulerEnvironment environment) {
        long rate = parameters.valueOr("flowMaxRate", 0);
        return new FqSettings(
                parameters.value("limit"),
                parameters.value("flowLimit"),
                parameters.valueOr("quantum", 2L * environment.largestPacketBytes()),
                parameters.valueOr("initialQuantum", 10L * environment.largestPacketBytes()),
                rate == 0 ? null : new DataRate(rate),
                parameters.value("lowRateThreshold"),
                parameters.value("refillDelay"),
                parameters.value("horizon"),
                parameters.value("beyondHorizon") == CAP);
    }

    /** The rate at which a flow is paced: the slower one of its own and that for all; null when there is neither. */
    @Nullable
    DataRate rateOf(FqFlow flow) {
        DataRate own = flow.maxRate;
        if (own == null || flowMaxRate == null) {
            return own == null ? flowMaxRate : own;
        }
        return own.compareTo(flowMaxRate) <= 0 ? own : flowMaxRate;
    }
}
