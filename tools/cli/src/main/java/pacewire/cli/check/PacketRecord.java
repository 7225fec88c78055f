package pacewire.cli.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The file beside a golden in which the packets stand one by one. */
interface PacketRecord {
    /** What the file's name ends in. */
    String suffix();

    /** Writes the packets of this run or replay. */
    void write(OutputStream out) throws IOException;

    /**
     * Reads the packets of an earlier one.
     *
     * @return those, and the packets of this one in the same ticks
     * @throws IllegalArgumentException when the file does not hold what it should
     */
    Pair read(InputStream in) throws IOException;

    /** The packets before and now, in the same ticks. */
    record Pair(Packets before, Packets now) {}
}
