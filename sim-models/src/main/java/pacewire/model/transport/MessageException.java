package pacewire.model.transport;

/** A message of the control connection that breaks its rules; says what was found and what is allowed. */
public final class MessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MessageException(String message) {
        super(message);
    }
}
