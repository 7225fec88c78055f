/** How the threads of a core take turns: run queues and their disciplines. They know threads by weight and priority alone. */
@org.jspecify.annotations.NullMarked
package pacewire.model.os.cpu;
