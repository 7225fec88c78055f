/** What a server's files are read from: disks, and the page cache before them. */
@org.jspecify.annotations.NullMarked
package pacewire.model.os.storage;
