/** Faults that a scenario lets strike the server and its clients, one file each. */
@org.jspecify.annotations.NullMarked
package pacewire.model.fault;
