package pacewire.testkit.prove.trial;

/** A flow is torn down, before what else comes at that instant. */
public record Closing(int flow, long atPs) implements Step {
    @Override
    public Closing at(long ps) {
        return new Closing(flow, ps);
    }

    @Override
    public Closing ofFlow(int number) {
        return new Closing(number, atPs);
    }
}
