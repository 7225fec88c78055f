package pacewire.model.fault;

/** Something that goes wrong at one instant, and perhaps comes right again later. */
@FunctionalInterface
public interface Fault {
    /** It happens now. What ends it, it schedules itself: {@link FaultSite#later}. */
    void strike(FaultSite site, long nowPs);
}
