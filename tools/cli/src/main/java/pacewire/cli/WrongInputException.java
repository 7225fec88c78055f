package pacewire.cli;

/** What the user gave is wrong; the message says what was found and what is allowed. */
final class WrongInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongInputException(String message) {
        super(message);
    }
}
