package pacewire.model.app;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.Errno;
import pacewire.model.transport.MessageException;
import pacewire.model.transport.MessageLines;
import pacewire.model.transport.TransferRequest;

/** Puts a client's request together from the bytes that its connection delivers. */
final class RequestReader {
    /** A request for a few files fits; a longer one takes several calls. */
    private static final int BUFFER_BYTES = 1024;

    private final RecentRequests recent;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final MessageLines lines = new MessageLines();
    private @Nullable TransferRequest request;
    private @Nullable Errno error;

    RequestReader(RecentRequests recent) {
        this.recent = recent;
    }

    /** Where the next bytes go. */
    byte[] buffer() {
        return buffer;
    }

    /** Takes what a call has put into the buffer. */
    void take(int bytes) {
        try {
            lines.take(buffer, 0, bytes);
            var message = lines.next();
            if (message != null) {
                request = recent.decode(message);
            }
        } catch (MessageException malformed) {
            error = Errno.EINVAL;
        }
    }

    /** The request; null until all of it has come. */
    @Nullable
    TransferRequest request() {
        return request;
    }

    /** Why there will be no request; null while there may be one. */
    @Nullable
    Errno error() {
        return error;
    }
}
