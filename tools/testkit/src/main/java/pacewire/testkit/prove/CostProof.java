package pacewire.testkit.prove;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.cost.CostCurve;
import pacewire.testkit.prove.property.Finding;
import pacewire.testkit.prove.property.Properties;
import pacewire.testkit.prove.property.PropertyKind;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Variation;

/** Whether the work for a packet grows as is claimed: the one property that no case of a few packets shows. */
final class CostProof {
    private CostProof() {}

    /** By the number of flows; {@code curve} is null when it could not be measured. */
    static PropertyResult ofFlows(List<Claim> claims, @Nullable CostCurve curve) {
        List<Claim.Growth> growths = claims.stream()
                .filter(Claim.Cost.class::isInstance)
                .map(claim -> ((Claim.Cost) claim).growth())
                .toList();
        return of(Properties.cost(), "flows", growths, curve);
    }

    /** By the number of classes. */
    static PropertyResult ofClasses(List<Claim> claims, @Nullable CostCurve curve) {
        List<Claim.Growth> growths = claims.stream()
                .filter(Claim.ClassCost.class::isInstance)
                .map(claim -> ((Claim.ClassCost) claim).growth())
                .toList();
        return of(Properties.classCost(), "classes", growths, curve);
    }

    private static PropertyResult of(
            PropertyKind kind, String what, List<Claim.Growth> growths, @Nullable CostCurve curve) {
        Breach breach = null;
        boolean isClaimed = !growths.isEmpty();
        for (Claim.Growth growth : growths) {
            breach = curve == null || curve.isWithin(growth) ? breach : breach(what, growth, curve);
        }
        return new PropertyResult(kind, isClaimed, isClaimed && curve != null && breach == null ? 1 : 0, breach);
    }

    private static Breach breach(String what, Claim.Growth growth, CostCurve curve) {
        CostCurve.Point first = curve.points().get(0);
        CostCurve.Point last = curve.points().get(curve.points().size() - 1);
        Finding.Broken finding = new Finding.Broken(
                "a packet among " + last.flows() + " " + what,
                "takes work that grows faster than claimed",
                growth.name().toLowerCase(Locale.ROOT),
                operations(first) + " operations with " + first.flows() + " " + what + ", " + operations(last)
                        + " with " + last.flows());
        ProofCase none = new ProofCase(0, new DataRate(1), 1, Variation.NONE, List.of());
        return new Breach(none, none, finding);
    }

    private static String operations(CostCurve.Point point) {
        return String.format(Locale.ROOT, "%.1f", point.operations());
    }
}
