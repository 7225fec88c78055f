package pacewire.model.os.cpu;

/** A thread of some weight that shares a core, and how long it ran. */
final class Sharer extends Schedulable {
    private final long weight;
    long ranPs;

    Sharer(long weight) {
        super(SchedulingPolicy.NORMAL);
        this.weight = weight;
    }

    @Override
    long weight() {
        return weight;
    }
}
