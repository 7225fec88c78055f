/** Clients: arrivals, requests, the playout buffer. */
@org.jspecify.annotations.NullMarked
package pacewire.model.client;
