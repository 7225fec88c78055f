package pacewire.scenario.format;

import java.util.List;

/**
 * What a file's reading shares.
 *
 * @param problems gathers what is wrong
 * @param inputs the other files that it names
 * @param groups names of the client groups, as written, by their place in the file
 */
public record Reading(Problems problems, InputFiles inputs, List<String> groups) {}
