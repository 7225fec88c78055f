package pacewire.cli;

/** The user ended the run before its time. */
final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedRunException(String message) {
        super(message);
    }
}
