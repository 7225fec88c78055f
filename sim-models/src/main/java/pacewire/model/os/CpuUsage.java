package pacewire.model.os;

import java.util.List;

/**
 * What cores and processes have spent their time in, in picoseconds. All of it adds up: user and system time of the processes,
 * and the interrupt, soft interrupt and idle time of the cores, are cores times time.
 *
 * @param cores in the order of their numbers
 * @param processes in the order of their starts; the last one is {@code ksoftirqd}, a thread on each core
 */
public record CpuUsage(List<CoreUsage> cores, List<ProcessShare> processes) {
    /**
     * What a core did.
     *
     * @param userPs ran programs
     * @param systemPs ran the kernel for threads: their system calls, and the switches to them
     * @param interruptPs ran hard interrupts
     * @param softInterruptPs ran soft interrupts, be it in {@code ksoftirqd} or ahead of threads
     * @param idlePs nothing; waking up counts here, too
     * @param pollingPs of the idle time, that spent polling, because every idle state took too long to leave for somebody
     * @param contextSwitches switches to a thread
     */
    public record CoreUsage(
            long userPs,
            long systemPs,
            long interruptPs,
            long softInterruptPs,
            long idlePs,
            long pollingPs,
            long contextSwitches) {
        /** All but idle time. */
        public long busyPs() {
            return userPs + systemPs + interruptPs + softInterruptPs;
        }
    }

    /**
     * What the threads of a process did, together.
     *
     * @param softInterruptPs soft interrupts that ran in {@code ksoftirqd}; 0 for all others
     * @param runQueuePs were ready to run while others had the cores; waits that have not ended are left out
     * @param voluntarySwitches gave up the core, to wait or to end
     * @param involuntarySwitches lost the core to another thread
     * @param migrations ran on another core than before
     */
    public record ProcessShare(
            String name,
            long userPs,
            long systemPs,
            long softInterruptPs,
            long runQueuePs,
            long voluntarySwitches,
            long involuntarySwitches,
            long migrations) {}
}
