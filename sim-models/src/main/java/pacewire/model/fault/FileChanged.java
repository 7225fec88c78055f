package pacewire.model.fault;

import java.util.List;

/**
 * A file is written anew in place, as by an editor that opens it without O_TRUNC and writes over it: the pages in memory hold
 * the new bytes at once, also those that datagrams refer to which have not left yet. Who wrote it, and what that took, is not
 * part of the simulation. (A file that is replaced by {@code rename} is another file: who has the old one open keeps it.)
 */
final class FileChanged implements Fault {
    static final FaultSpec SPEC = new FaultSpec(
            "fileChanged",
            "A file is written anew in place while it may be sent.",
            FaultSpec.Target.FILE,
            List.of(),
            parameters -> new FileChanged());

    private FileChanged() {}

    @Override
    public void strike(FaultSite site, long nowPs) {
        site.files().overwrite(site.target());
    }
}
