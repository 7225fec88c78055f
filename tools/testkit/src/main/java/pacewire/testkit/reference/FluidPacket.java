package pacewire.testkit.reference;

import pacewire.core.units.Rational;

/** A packet in {@link FluidGps}. */
public final class FluidPacket {
    private final int flow;
    private final Rational arrival;
    private final Rational length;
    private final int period;
    private Rational virtualStart;
    private Rational virtualFinish;

    FluidPacket(
            int flow, Rational arrival, Rational length, int period, Rational virtualStart, Rational virtualFinish) {
        this.flow = flow;
        this.arrival = arrival;
        this.length = length;
        this.period = period;
        this.virtualStart = virtualStart;
        this.virtualFinish = virtualFinish;
    }

    /** The flow's number. */
    public int flow() {
        return flow;
    }

    public Rational arrival() {
        return arrival;
    }

    public Rational length() {
        return length;
    }

    /** The busy period in which it came, counted from 1: tags of different ones have nothing to do with each other. */
    public int period() {
        return period;
    }

    /** The virtual time, since the busy period began, at which its service begins. */
    public Rational virtualStart() {
        return virtualStart;
    }

    /** The virtual time, since the busy period began, at which its service ends. */
    public Rational virtualFinish() {
        return virtualFinish;
    }

    /** Its flow's weight was changed: what is left of it takes another virtual time. */
    void retag(Rational newStart, Rational newFinish) {
        virtualStart = newStart;
        virtualFinish = newFinish;
    }

    @Override
    public String toString() {
        return "flow " + flow + ", came at " + arrival + ", length " + length + ", S " + virtualStart + ", F "
                + virtualFinish;
    }
}
