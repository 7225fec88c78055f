package pacewire.scenario.format;

/**
 * What a file's reading shares.
 *
 * @param problems gathers what is wrong
 * @param inputs the other files that it names
 */
public record Reading(Problems problems, InputFiles inputs) {}
