/** Wires hosts, links and switches together; sees all other models, none of them sees it. */
@org.jspecify.annotations.NullMarked
package pacewire.model.topology;
