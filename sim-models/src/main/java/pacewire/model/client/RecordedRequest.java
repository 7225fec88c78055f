package pacewire.model.client;

/**
 * A request from a web server's log.
 *
 * @param atPs when, from the start of the run
 * @param file index of the file at the server
 * @param bytes how much of it was asked for; 0 for an answer without a body
 */
public record RecordedRequest(long atPs, int file, long bytes) {}
