package pacewire.testkit.prove.cost;

import java.util.List;

import pacewire.model.sched.Claim;

/**
 * Work for a packet against the number of flows that are backlogged.
 *
 * @param points by ascending number of flows, each a power of two
 */
public record CostCurve(List<Point> points) {
    /** Growth of what does not grow: the slope on logarithmic axes that is put down to coincidence. */
    private static final double FLAT = 0.1;

    /** How much above its course the work may be at the end. */
    private static final double SLACK = 1.5;

    /**
     * A measurement.
     *
     * @param operations for a packet: branches and calls in its own code, coming and leaving together
     */
    public record Point(int flows, double operations) {}

    public CostCurve {
        points = List.copyOf(points);
    }

    /** Slope on logarithmic axes, by least squares: 0 for constant work, 1 for linear. */
    public double slope() {
        double meanX = 0;
        double meanY = 0;
        for (Point point : points) {
            meanX += StrictMath.log(point.flows()) / points.size();
            meanY += StrictMath.log(point.operations()) / points.size();
        }
        double above = 0;
        double below = 0;
        for (Point point : points) {
            double x = StrictMath.log(point.flows()) - meanX;
            above += x * (StrictMath.log(point.operations()) - meanY);
            below += x * x;
        }
        return above / below;
    }

    /** Whether the work grows no faster. */
    public boolean isWithin(Claim.Growth growth) {
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        double grown = last.operations() / first.operations();
        return switch (growth) {
            case CONSTANT -> slope() <= FLAT;
            case LOGARITHMIC -> grown <= SLACK * StrictMath.log(last.flows()) / StrictMath.log(first.flows());
            case LINEAR -> grown <= SLACK * last.flows() / first.flows();
        };
    }
}
