package pacewire.model.sched;

/** A packet scheduler that drops or marks packets by chance, and gives account of it. */
public interface EarlyDropper {
    /** Its account, since it was made or last reset. */
    EarlyDrops earlyDrops();
}
