package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

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
        leaves(setup.classes()).forEach(leaf -> inner.add(leaf.queueOrFifo().claims(environment)));
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

    /** The leaves, in the order written. */
    static List<ClassSetup> leaves(List<ClassSetup> classes) {
        return classes.stream()
                .flatMap(each -> each.isLeaf() ? Stream.of(each) : leaves(each.classes()).stream())
                .toList();
    }

    /** The packets that come to a class at the top or to a leaf; where each class takes what it is asked first. */
    static Claim.Members membersOf(SchedulerSetup setup, ClassSetup wanted) {
        return (packet, metrics) -> {
            for (ClassSetup top : setup.classes()) {
                ClassSetup leaf = leafOf(List.of(top), packet, metrics);
                if (leaf != null) {
                    return leaf.name().equals(wanted.name()) || top.name().equals(wanted.name());
                }
            }
            return false;
        };
    }

    /** As {@link ClassTree#leafOf}, for one without a remainder. */
    private static @Nullable ClassSetup leafOf(List<ClassSetup> classes, Packet packet, FlowMetrics metrics) {
        for (ClassSetup each : classes) {
            boolean takes =
                    each.match().isEmpty() || each.match().stream().anyMatch(filter -> filter.passes(packet, metrics));
            ClassSetup leaf = !takes || each.isLeaf() ? each : leafOf(each.classes(), packet, metrics);
            if (takes && leaf != null) {
                return leaf;
            }
        }
        return null;
    }

    private static boolean all(List<List<Claim>> inner, Class<? extends Claim> kind) {
        return inner.stream().allMatch(claims -> find(claims, kind).isPresent());
    }

    private static <C extends Claim> Optional<C> find(List<Claim> claims, Class<C> kind) {
        return claims.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
