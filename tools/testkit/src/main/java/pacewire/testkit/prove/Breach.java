package pacewire.testkit.prove;

import pacewire.testkit.prove.property.Finding;
import pacewire.testkit.prove.trial.ProofCase;

/**
 * A property that broke.
 *
 * @param found where it broke first
 * @param smallest the fewest and plainest arrivals found on which it breaks
 * @param finding what breaks there
 */
public record Breach(ProofCase found, ProofCase smallest, Finding.Broken finding) {
    /** Whether arrivals show it; the growth of work is seen otherwise. */
    public boolean isInCase() {
        return !found.steps().isEmpty();
    }
}
