package pacewire.model.os;

/** Flags of an open descriptor, as in Linux {@code include/uapi/asm-generic/fcntl.h}. */
final class OpenFlags {
    static final int READ_WRITE = 2;
    static final int NONBLOCK = 2048;

    private OpenFlags() {}
}
