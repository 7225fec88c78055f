package pacewire.model.fault;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;

/**
 * A file loses its end, as by {@code truncate(2)}. Its pages behind the new end leave the page cache; those that datagrams
 * refer to stay until these have left, with the bytes that they had (Linux {@code mm/truncate.c}, {@code
 * truncate_inode_folio}: a folio leaves the mapping, and its memory is freed with the last reference). A file that is shorter
 * already stays as it is.
 */
final class FileTruncated implements Fault {
    static final FaultSpec SPEC = new FaultSpec(
            "fileTruncated",
            "A file is cut to a length while it may be sent.",
            FaultSpec.Target.FILE,
            List.of(ParameterSpec.quantity(
                    "size", Quantity.SIZE, "0 B", 0, Long.MAX_VALUE, "what is left of it, from its beginning")),
            parameters -> new FileTruncated(parameters.value("size")));

    private final long bytes;

    private FileTruncated(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public void strike(FaultSite site, long nowPs) {
        int file = site.target();
        if (bytes < site.files().sizeOf(file)) {
            site.files().truncate(file, bytes);
            site.pageCache().forgetFrom(file, bytes);
        }
    }
}
