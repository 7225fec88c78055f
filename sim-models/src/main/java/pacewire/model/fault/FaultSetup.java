package pacewire.model.fault;

import pacewire.core.spec.ParameterValues;

/**
 * A fault of a scenario.
 *
 * @param atPs when it strikes
 * @param target number of the file at the server, or of the client among all of the scenario; 0 for the server itself
 */
public record FaultSetup(FaultSpec spec, long atPs, int target, ParameterValues parameters) {
    /** Makes the fault. */
    public Fault create() {
        return spec.factory().create(parameters);
    }
}
