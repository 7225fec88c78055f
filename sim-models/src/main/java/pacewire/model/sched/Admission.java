package pacewire.model.sched;

/**
 * The answer to a flow that asks for metrics.
 *
 * @param isAdmitted whether the metrics will be kept
 * @param reason why not, for people; empty when admitted
 */
public record Admission(boolean isAdmitted, String reason) {
    /** The metrics will be kept. */
    public static final Admission ADMITTED = new Admission(true, "");

    /** The metrics will not be kept, for a reason that people read. */
    public static Admission refused(String reason) {
        return new Admission(false, reason);
    }
}
