/** The operating system: kernel, system calls, threads on CPU cores, timers, page cache, disk, sockets. */
@org.jspecify.annotations.NullMarked
package pacewire.model.os;
