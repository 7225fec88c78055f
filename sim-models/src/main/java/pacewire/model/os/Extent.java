package pacewire.model.os;

/**
 * A part of a file to send.
 *
 * @param file its number
 * @param bytes the first so many, at least 1
 */
record Extent(int file, long bytes) {}
