package pacewire.testkit.replay;

/** A replay that cannot be made as it was asked for; the message says what was found and what is allowed. */
public final class ReplayException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
