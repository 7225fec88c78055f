package pacewire.model.os;

/** What the threads of a process have used so far, together. */
final class ProcessUsage {
    long userPs;
    long systemPs;
    /** Soft interrupts that ran in its threads. */
    long softInterruptPs;
    /** Time in which threads were ready and others had the cores. */
    long runQueuePs;

    long voluntarySwitches;
    long involuntarySwitches;
    long migrations;
}
