package pacewire.model.os;

/** A limit that stays what it is; a packet may overshoot it. */
final class FixedByteLimit implements ByteLimit {
    private final long limitBytes;
    private long postedBytes;

    FixedByteLimit(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public boolean hasRoom() {
        return postedBytes < limitBytes;
    }

    @Override
    public void posted(long wireBytes) {
        postedBytes += wireBytes;
    }

    @Override
    public void completed(long wireBytes) {
        postedBytes -= wireBytes;
    }
}
