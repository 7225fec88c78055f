/** The server applications, one file each. */
@org.jspecify.annotations.NullMarked
package pacewire.model.app;
