/** Links: a queue, a serialiser, propagation, and the rules that disturb it. */
@org.jspecify.annotations.NullMarked
package pacewire.model.link;
