/** Scenario files: parsed, validated with exact locations, and made into records; the runner that wires and runs them. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario;
