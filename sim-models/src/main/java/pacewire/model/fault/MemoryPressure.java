package pacewire.model.fault;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.os.storage.PageCache;

/**
 * Something else takes the machine's memory for a while: the page cache shrinks at once, all but the pages that datagrams on
 * their way refer to, and then may grow again. The work of taking pages away is not charged.
 */
final class MemoryPressure implements Fault {
    static final FaultSpec SPEC = new FaultSpec(
            "memoryPressure",
            "The page cache is smaller for a while.",
            FaultSpec.Target.SERVER,
            List.of(
                    ParameterSpec.quantity(
                            "size",
                            Quantity.SIZE,
                            "1 MB",
                            PageCache.WINDOW_BYTES,
                            Long.MAX_VALUE,
                            "what is left to the page cache"),
                    FaultSpec.howLong(SimTime.NEVER - 1)),
            parameters -> new MemoryPressure(parameters.value("size"), parameters.value("for")));

    private final long bytes;
    private final long lengthPs;

    private MemoryPressure(long bytes, long lengthPs) {
        this.bytes = bytes;
        this.lengthPs = lengthPs;
    }

    @Override
    public void strike(FaultSite site, long nowPs) {
        PageCache cache = site.pageCache();
        long taken = Math.max(0, cache.capacityBytes() - bytes);
        cache.resize(cache.capacityBytes() - taken);
        // Several at once add up, and each gives back what it took.
        if (lengthPs <= SimTime.NEVER - 1 - nowPs) {
            site.later(nowPs + lengthPs, endPs -> cache.resize(cache.capacityBytes() + taken));
        }
    }
}
