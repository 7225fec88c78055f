package pacewire.bench.queue;

/** The structures to choose from. */
public enum Structure {
    /** What Pacewire runs on. */
    PACEWIRE,
    /** Four children a node, in primitive arrays. */
    HEAP,
    /** Sorted buckets of adapted width. */
    CALENDAR,
    /** Digits of eight bits. */
    RADIX,
    /** Buckets that are split when they are full. */
    LADDER;

    /** An empty queue. */
    public QueueCandidate create() {
        return switch (this) {
            case PACEWIRE -> new PacewireQueue();
            case HEAP -> new QuaternaryHeap();
            case CALENDAR -> new BrownCalendar();
            case RADIX -> new RadixHeap();
            case LADDER -> new LadderQueue();
        };
    }
}
