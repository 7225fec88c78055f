/** UDP and TCP. */
@org.jspecify.annotations.NullMarked
package pacewire.model.transport;
