package pacewire.model.packet;

import java.util.Locale;

/** Where a packet can spend time between its ideal instant and its arrival, in the order of the path. */
public enum DelayPart {
    /** Waiting for a timer to fire after the instant it was wanted: resolution, slack, shared wake-ups. */
    TIMER("timer"),
    /** Ready to run, waiting for a CPU core: run queue, context switch. */
    RUN_QUEUE("runQueue"),
    /** Running, and pre-empted by interrupts. */
    INTERRUPT("interrupt"),
    /** On the CPU: the application's own work, and kernel work other than copying. */
    SYSCALL("syscall"),
    /** On the CPU: copying bytes between kernel and application. */
    COPY("copy"),
    /** Waiting for the disk to fill the page cache. */
    STORAGE("storage"),
    /** Waiting for room in the socket's send buffer. */
    SOCKET_BUFFER("socketBuffer"),
    /** Held back by the application, to be sent together with others. */
    BATCH("batch"),
    /** In the packet scheduler, allowed to leave, others first. */
    SCHEDULER("scheduler"),
    /** In the NIC's descriptor ring, until the NIC has fetched it. */
    RING("ring"),
    /** In the NIC and ready, while others are on the line. */
    LINE("line"),
    /** Being put on a wire, bit by bit, on every hop. */
    SERIALISATION("serialisation"),
    /** In the queues of routers and access links. */
    NETWORK_QUEUE("networkQueue"),
    /** On the way through the wires, delay variation included. */
    PROPAGATION("propagation");

    private static final DelayPart[] ALL = values();

    /** How many parts there are. */
    public static final int COUNT = ALL.length;

    private final String key;

    DelayPart(String key) {
        this.key = key;
    }

    /** The name in results. */
    public String key() {
        return key;
    }

    /** The name in sentences, such as "run queue". */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The part with an ordinal, without the copy that {@code values()} makes. */
    public static DelayPart of(int ordinal) {
        return ALL[ordinal];
    }
}
