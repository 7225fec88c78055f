package pacewire.model.os;

import java.util.OptionalInt;

import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.FileSystem;

/** {@code openat(AT_FDCWD, path, O_RDONLY)}. Errors: ENOENT, EMFILE. */
public final class OpenatCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(257, "openat", new OpenatCall())
            .that("opens a file to read it")
            .failsWith(Errno.ENOENT, Errno.EMFILE);

    private OpenatCall() {}

    /** Opens a file to read it. */
    public static Step open(Syscalls os, String path) {
        SyscallCall made = os.make(ROW);
        made.object = path;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        // The descriptor is taken first: do_sys_openat2 in Linux fs/open.c.
        if (!process.canOpen()) {
            return SyscallResult.failed(Errno.EMFILE);
        }
        FileSystem files = kernel.parts().files();
        OptionalInt file = files.find(call.object(String.class));
        if (file.isEmpty()) {
            return SyscallResult.failed(Errno.ENOENT);
        }
        return process.open(new OpenFile(file.getAsInt()));
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.fileOpenPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return "AT_FDCWD, \"" + call.object + "\", O_RDONLY";
    }
}
