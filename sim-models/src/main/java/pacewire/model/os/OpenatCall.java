package pacewire.model.os;

import java.util.OptionalInt;

import pacewire.model.os.storage.FileSystem;

/** {@code openat(AT_FDCWD, path, O_RDONLY)}. Errors: ENOENT, EMFILE. */
final class OpenatCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        FileSystem files = kernel.parts().files();
        OptionalInt file = files.find(call.object(String.class));
        if (file.isEmpty()) {
            return SyscallResult.failed(Errno.ENOENT);
        }
        long size = files.file(file.getAsInt()).sizeBytes();
        return call.thread().process().open(new OpenFile(file.getAsInt(), size));
    }
}
