package pacewire.model.client;

/** When the clients of a group come, one after the other. */
@FunctionalInterface
public interface ArrivalProcess {
    /**
     * When the next client comes, in picoseconds from the start of the run: not before the one before it. {@link
     * pacewire.core.units.SimTime#NEVER} when that lies beyond all time.
     */
    long nextPs();
}
