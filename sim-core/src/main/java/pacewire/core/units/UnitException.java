package pacewire.core.units;

/** A text that is not the quantity it should be; the message says what was found and what is allowed. */
public final class UnitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnitException(String message) {
        super(message);
    }
}
