package pacewire.model.sched;

/** A set-up that is right by itself, but not where it stands: it asks for more than the line has, for example. */
public final class UnfitSetupException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message what does not fit, as a sentence */
    public UnfitSetupException(String message) {
        super(message);
    }
}
