package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

/** How the service curves of a class are written: as {@code m1 d m2}, or as {@code umax dmax rate}, as in tc-hfsc(8). */
record HfscCurves(
        @Nullable ServiceCurve realTime,
        @Nullable ServiceCurve linkShare,
        @Nullable ServiceCurve upperLimit) {
    private static final long LONGEST_PS = 3600 * SimTime.SECOND;
    private static final long MOST_BYTES = 1_000_000_000_000L;

    /** The parameters of a class. */
    static ParameterSpec[] parameters() {
        List<ParameterSpec> all = new ArrayList<>();
        all.addAll(parameters("rt", "real time, of a leaf"));
        all.addAll(parameters("ls", "link share"));
        all.addAll(parameters("ul", "upper limit of the link share"));
        return all.toArray(ParameterSpec[]::new);
    }

    private static List<ParameterSpec> parameters(String curve, String what) {
        long fastest = DataRate.LARGEST_BITS_PER_SECOND;
        return List.of(
                ParameterSpec.optionalQuantity(curve + "M1", Quantity.RATE, 0, fastest, what + ": first slope"),
                ParameterSpec.optionalQuantity(
                        curve + "D", Quantity.TIME, 0, LONGEST_PS, what + ": how long the first slope lasts"),
                ParameterSpec.optionalQuantity(curve + "M2", Quantity.RATE, 1, fastest, what + ": slope after it"),
                ParameterSpec.optionalQuantity(
                        curve + "Umax",
                        Quantity.SIZE,
                        1,
                        MOST_BYTES,
                        what + ": so many bytes within " + curve + "Dmax, then " + curve + "Rate; instead of slopes"),
                ParameterSpec.optionalQuantity(
                        curve + "Dmax", Quantity.TIME, 1, LONGEST_PS, what + ": time for " + curve + "Umax"),
                ParameterSpec.optionalQuantity(
                        curve + "Rate",
                        Quantity.RATE,
                        1,
                        fastest,
                        what + ": rate behind " + curve + "Umax; from the beginning, without it"));
    }

    static HfscCurves of(ParameterValues values) {
        return new HfscCurves(curve(values, "rt"), curve(values, "ls"), curve(values, "ul"));
    }

    private static @Nullable ServiceCurve curve(ParameterValues values, String name) {
        if (isGiven(values, name + "Umax")) {
            return ServiceCurve.burst(
                    values.value(name + "Umax"), values.value(name + "Dmax"), values.value(name + "Rate"));
        }
        if (isGiven(values, name + "Rate")) {
            return ServiceCurve.linear(values.value(name + "Rate"));
        }
        return isGiven(values, name + "M2")
                ? new ServiceCurve(
                        values.valueOr(name + "M1", 0), values.valueOr(name + "D", 0), values.value(name + "M2"))
                : null;
    }

    private static boolean isGiven(ParameterValues values, String name) {
        return values.asMap().containsKey(name);
    }

    /** What is wrong with the curves of a class. */
    static Optional<String> problem(ClassSetup each) {
        ParameterValues values = each.parameters();
        for (String curve : List.of("rt", "ls", "ul")) {
            Optional<String> problem = problem(values, curve);
            if (problem.isPresent()) {
                return problem.map(text -> "class '" + each.name() + "': " + text);
            }
        }
        HfscCurves curves = of(values);
        if (curves.linkShare == null && (curves.realTime == null || !each.isLeaf())) {
            return Optional.of("class '" + each.name() + "' needs "
                    + (each.isLeaf() ? "'rtM2' or 'lsM2' (or a rate)" : "'lsM2' (or 'lsRate'), having classes"));
        }
        if (curves.upperLimit != null && curves.linkShare == null) {
            return Optional.of("class '" + each.name() + "' has an upper limit, and no link share that it would limit");
        }
        return Optional.empty();
    }

    private static Optional<String> problem(ParameterValues values, String curve) {
        boolean hasSlopes =
                isGiven(values, curve + "M1") || isGiven(values, curve + "D") || isGiven(values, curve + "M2");
        boolean hasBurst = isGiven(values, curve + "Umax") || isGiven(values, curve + "Dmax");
        boolean hasRate = isGiven(values, curve + "Rate");
        if (hasSlopes && (hasBurst || hasRate)) {
            return Optional.of("a curve is given by '" + curve + "M1', '" + curve + "D', '" + curve + "M2' or by '"
                    + curve + "Umax', '" + curve + "Dmax', '" + curve + "Rate'");
        }
        if (hasSlopes && !isGiven(values, curve + "M2")) {
            return Optional.of("'" + curve + "M2' is missing");
        }
        if (isGiven(values, curve + "M1") != isGiven(values, curve + "D")) {
            return Optional.of("'" + curve + "M1' and '" + curve + "D' stand together");
        }
        boolean isWhole = isGiven(values, curve + "Umax") == isGiven(values, curve + "Dmax") && (!hasBurst || hasRate);
        return isWhole
                ? Optional.empty()
                : Optional.of("'" + curve + "Umax', '" + curve + "Dmax' and '" + curve + "Rate' stand together");
    }
}
