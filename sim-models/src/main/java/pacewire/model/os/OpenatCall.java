package pacewire.model.os;

import java.util.OptionalInt;

import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.FileSystem;

/** {@code openat(AT_FDCWD, path, O_RDONLY)}. Errors: ENOENT, EMFILE. */
public final class OpenatCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(
            257,
            "openat",
            MachineProfile::fileOpenPs,
            new OpenatCall(),
            c -> "AT_FDCWD, \"" + c.object + "\", O_RDONLY");

    private OpenatCall() {}

    /** Opens a file to read it. */
    public static Step open(Syscalls os, String path) {
        SyscallCall made = os.make(ROW);
        made.object = path;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        FileSystem files = kernel.parts().files();
        OptionalInt file = files.find(call.object(String.class));
        if (file.isEmpty()) {
            return SyscallResult.failed(Errno.ENOENT);
        }
        return call.thread().process().open(new OpenFile(file.getAsInt()));
    }
}
