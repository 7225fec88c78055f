package pacewire.model.os;

/**
 * A buffer in an application's memory that it reads files into and sends from: how near to the cores its bytes are. The bytes
 * that are sent are those that were read first; so each has lain there for as long as the others were when their turn came.
 */
public final class UserBuffer {
    /** Which core read into it, or took from it, last; {@link DataCaches#NOBODY}: none ever. */
    int filledBy = DataCaches.NOBODY;

    /** What the core, and all cores, had touched when the bytes were read into it. */
    long filledAt;

    long filledAtOfAll;
    /** Bytes that were read into it, and those of them that were sent. */
    int filledBytes;

    int takenBytes;
    /** The same of the last use. */
    int usedBy = DataCaches.NOBODY;

    long usedAt;
    long usedAtOfAll;

    /** A buffer that holds nothing yet, and lies in no cache. */
    public UserBuffer() {}
}
