package pacewire.testkit.prove.property;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.Claim;

/**
 * A property as reports call it.
 *
 * @param name in a few words, as for {@code --claims}
 * @param statement what must be true, one sentence
 * @param claim by which kind of claim it is required; null: of every packet scheduler
 * @param plain the claim, when it says nothing but that it is made; null when it has figures that only its maker knows
 * @param maker of the properties that the claims require, none when none does
 */
public record PropertyKind(
        String name,
        String statement,
        @Nullable Class<? extends Claim> claim,
        @Nullable Claim plain,
        Function<List<Claim>, List<Property>> maker) {

    /** One that every packet scheduler must keep. */
    static PropertyKind always(String name, String statement, Property property) {
        return new PropertyKind(name, statement, null, null, claims -> List.of(property));
    }

    /** One that a claim without figures requires. */
    static PropertyKind plain(String name, String statement, Claim claim, Property property) {
        return new PropertyKind(
                name,
                statement,
                claim.getClass(),
                claim,
                claims -> claims.stream().anyMatch(claim::equals) ? List.of(property) : List.of());
    }

    /** One that a claim requires. */
    static <C extends Claim> PropertyKind claimed(
            String name, String statement, Class<C> kind, Function<C, Property> made) {
        return new PropertyKind(
                name,
                statement,
                kind,
                null,
                claims -> claims.stream()
                        .filter(kind::isInstance)
                        .map(kind::cast)
                        .map(made)
                        .toList());
    }

    public boolean isRequiredOfAll() {
        return claim == null;
    }
}
