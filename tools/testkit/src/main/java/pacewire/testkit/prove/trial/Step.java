package pacewire.testkit.prove.trial;

/** Something that happens to a packet scheduler from outside. */
public sealed interface Step permits Arrival, Closing {
    /** The flow it concerns. */
    int flow();

    /** When. */
    long atPs();

    /** The same at another instant. */
    Step at(long ps);

    /** The same of another flow. */
    Step ofFlow(int number);
}
