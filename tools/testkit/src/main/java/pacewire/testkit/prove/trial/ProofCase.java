package pacewire.testkit.prove.trial;

import java.util.List;
import java.util.stream.Stream;

import pacewire.core.units.DataRate;

/**
 * What a packet scheduler is tried on.
 *
 * @param number of the case among those of a seed
 * @param line rate of the line
 * @param largestBytes largest packet that the packet scheduler is told of
 * @param variation what differs from the set-up under test
 * @param steps in the order of their instants
 */
public record ProofCase(int number, DataRate line, int largestBytes, Variation variation, List<Step> steps) {
    public ProofCase {
        steps = List.copyOf(steps);
    }

    /** The same with other steps. */
    public ProofCase with(List<Step> others) {
        return new ProofCase(number, line, largestBytes, variation, others);
    }

    /** The same, set up otherwise. */
    public ProofCase with(Variation other) {
        return new ProofCase(number, line, largestBytes, other, steps);
    }

    /** The same, where the packet scheduler is told of another largest packet. */
    public ProofCase withLargest(int bytes) {
        return new ProofCase(number, line, bytes, variation, steps);
    }

    /** The packets that come. */
    public List<Arrival> arrivals() {
        return arrivalsIn(steps).toList();
    }

    private static Stream<Arrival> arrivalsIn(List<Step> steps) {
        return steps.stream().filter(Arrival.class::isInstance).map(Arrival.class::cast);
    }

    /** Whether it can be written as arrivals alone. */
    public boolean hasClosings() {
        return steps.stream().anyMatch(Closing.class::isInstance);
    }
}
