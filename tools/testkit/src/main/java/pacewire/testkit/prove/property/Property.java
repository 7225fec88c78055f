package pacewire.testkit.prove.property;

import pacewire.testkit.prove.trial.Trial;

/** Something that must be true of every trial of a packet scheduler. */
@FunctionalInterface
public interface Property {
    /** Looks whether it is. */
    Finding check(Trial trial);
}
