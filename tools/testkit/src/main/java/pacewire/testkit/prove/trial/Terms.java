package pacewire.testkit.prove.trial;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;

/**
 * What a flow asks for.
 *
 * @param weight 1 to 1000
 * @param rate guaranteed and never to exceed; null: none
 * @param priority of its packets, 0 to 15, and up to 7 its own
 */
public record Terms(int weight, @Nullable DataRate rate, int priority) {
    /** A flow that is never opened. */
    public static final Terms NONE = new Terms(1, null, 0);

    /** These; a rate that is not named stays what it was. */
    Terms orAsBefore(Terms before) {
        return rate == null ? new Terms(weight, before.rate, priority) : this;
    }

    /** Whether bounds are the same for both. */
    boolean boundsAsMuchAs(Terms other) {
        return weight == other.weight && Objects.equals(rate, other.rate);
    }
}
