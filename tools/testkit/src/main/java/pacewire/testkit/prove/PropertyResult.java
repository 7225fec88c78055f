package pacewire.testkit.prove;

import org.jspecify.annotations.Nullable;

import pacewire.testkit.prove.property.PropertyKind;

/**
 * What came of a property over all cases.
 *
 * @param isClaimed whether it was required in any case
 * @param heldCases cases that tested it, and on which it held
 * @param breach where it broke; null when it did not
 */
public record PropertyResult(
        PropertyKind kind,
        boolean isClaimed,
        int heldCases,
        @Nullable Breach breach) {
    public boolean isBroken() {
        return breach != null;
    }
}
