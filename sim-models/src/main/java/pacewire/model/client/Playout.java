package pacewire.model.client;

import java.util.function.IntToLongFunction;

import pacewire.model.transport.TransferRequest;

/** The player of one client: its buffer, and which byte of the media a byte of a file is. */
public final class Playout {
    private final PlayoutBuffer buffer;
    private final RequestedMedia media;

    /**
     * A player.
     *
     * @param request what is played: its files, one after the other
     * @param fileBytes size of a file at the server, for those asked for as a whole
     */
    public Playout(PlayoutBuffer buffer, TransferRequest request, IntToLongFunction fileBytes) {
        this.buffer = buffer;
        this.media = new RequestedMedia(request.files(), fileBytes);
    }

    public PlayoutBuffer buffer() {
        return buffer;
    }

    void received(int file, long offset, int bytes, long nowPs) {
        buffer.received(media.positionOf(file, offset), bytes, nowPs);
    }
}
