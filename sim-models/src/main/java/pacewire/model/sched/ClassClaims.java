package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a packet scheduler with classes can claim because those inside its classes do. */
final class ClassClaims {
    private ClassClaims() {}

    /**
     * That it is work-conserving, keeps what it took, and is bounded, as far as all inner packet schedulers claim it; for one
     * that itself never idles, drops or refuses.
     *
     * @param setup with a packet scheduler in every leaf
     */
    static List<Claim> of(SchedulerSetup setup, SchedulerEnvironment environment) {
        List<List<Claim>> inner = new ArrayList<>();
        setup.classes().forEach(each -> addLeaves(each, environment, inner));
        List<Claim> claims = new ArrayList<>();
        if (all(inner, Claim.WorkConserving.class)) {
            claims.add(new Claim.WorkConserving());
        }
        if (all(inner, Claim.KeepsWhatItTook.class)) {
            claims.add(new Claim.KeepsWhatItTook());
        }
        if (all(inner, Claim.Bounded.class)) {
            long packets = 0;
            for (List<Claim> each : inner) {
                packets += find(each, Claim.Bounded.class).orElseThrow().packets();
            }
            claims.add(new Claim.Bounded(packets, Long.MAX_VALUE));
        }
        return claims;
    }

    private static void addLeaves(ClassSetup each, SchedulerEnvironment environment, List<List<Claim>> inner) {
        if (each.isLeaf()) {
            inner.add(each.queueOrFifo().claims(environment));
        }
        each.classes().forEach(child -> addLeaves(child, environment, inner));
    }

    private static boolean all(List<List<Claim>> inner, Class<? extends Claim> kind) {
        return inner.stream().allMatch(claims -> find(claims, kind).isPresent());
    }

    private static <C extends Claim> Optional<C> find(List<Claim> claims, Class<C> kind) {
        return claims.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
