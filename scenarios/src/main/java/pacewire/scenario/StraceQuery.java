package pacewire.scenario;

/**
 * Which system calls to print.
 *
 * @param process name of the process
 * @param fromPs calls that end before this instant are left out
 * @param toPs calls that begin after this instant are left out; the run ends here
 */
public record StraceQuery(String process, long fromPs, long toPs) {}
