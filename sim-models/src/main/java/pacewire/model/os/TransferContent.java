package pacewire.model.os;

import java.util.List;

/**
 * What a transfer sends, and how far it is: the place of the next datagram to make, and that of the next one whose pages are
 * asked for, which is ahead of it or the same.
 */
final class TransferContent {
    private final List<Transfer.Extent> extents;
    private final int extentCount;
    private int extent;
    /** Of the present extent: its file, its length, and the place in it of the next datagram. */
    private int file;

    private long extentBytes;
    private long offset;
    private int askedExtent;
    private long askedOffset;
    private boolean isAllMade;

    TransferContent(List<Transfer.Extent> extents) {
        this.extents = extents;
        extentCount = extents.size();
        isAllMade = extents.isEmpty();
        if (!isAllMade) {
            turnTo(0);
        }
    }

    List<Transfer.Extent> extents() {
        return extents;
    }

    /** Whether no datagram is left to make. */
    boolean isAllMade() {
        return isAllMade;
    }

    /** File of the next datagram. */
    int file() {
        return file;
    }

    /** Its place in the file. */
    long offset() {
        return offset;
    }

    /** Its payload. */
    int bytes() {
        return (int) Math.min(Transfer.PAYLOAD_BYTES, extentBytes - offset);
    }

    /** A datagram was made. */
    void moveOn(int payloadBytes) {
        offset += payloadBytes;
        if (offset == extentBytes) {
            isAllMade = extent + 1 == extentCount;
            if (!isAllMade) {
                turnTo(extent + 1);
            }
        }
    }

    private void turnTo(int newExtent) {
        extent = newExtent;
        file = extents.get(newExtent).file();
        extentBytes = extents.get(newExtent).bytes();
        offset = 0;
    }

    /** Whether the pages of all datagrams have been asked for. */
    boolean isAllAsked() {
        return askedExtent == extentCount;
    }

    /** File of the next datagram to ask for. */
    int askedFile() {
        return askedExtent == extent ? file : extents.get(askedExtent).file();
    }

    /** Its place in the file. */
    long askedOffset() {
        return askedOffset;
    }

    /** Its payload. */
    int askedBytes() {
        return (int) Math.min(Transfer.PAYLOAD_BYTES, askedExtentBytes() - askedOffset);
    }

    /** A datagram has its pages. */
    void moveAskedOn() {
        askedOffset += Transfer.PAYLOAD_BYTES;
        if (askedOffset >= askedExtentBytes()) {
            askedExtent++;
            askedOffset = 0;
        }
    }

    /** Length of the extent in which the next datagram to ask for begins: most often the present one. */
    private long askedExtentBytes() {
        return askedExtent == extent ? extentBytes : extents.get(askedExtent).bytes();
    }
}
