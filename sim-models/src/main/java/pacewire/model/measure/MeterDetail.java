package pacewire.model.measure;

/** How much the meters of a group keep for each of its clients. */
public enum MeterDetail {
    /** Its own jitter; and the delays of 65,536 datagrams (90 MB of video), half a megabyte at most. */
    CLIENT(1 << 16),
    /** What the figures of the group need. */
    GROUP(4);

    private final int delaysKept;

    MeterDetail(int delaysKept) {
        this.delaysKept = delaysKept;
    }

    /** Delays of a client that are kept, until there are enough of them to show the least; see {@link DelayVariation}. */
    int delaysKept() {
        return delaysKept;
    }
}
