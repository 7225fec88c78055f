package pacewire.testkit.prove;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** What the marked lines of a {@link ReproductionFile} say; each stands once, but for {@code CLOSE}. */
enum ReproductionEntry {
    PROPERTY("the name of a property"),
    SEED("a whole number"),
    CASE("a whole number, 0 or more"),
    LINE("a rate such as '1 Gbps'"),
    LARGEST("a size such as '1500 B'"),
    OPEN("'late', or 'early'"),
    CLOSE("a flow and an instant, such as '3 0.125'");

    /** What such a line begins with: a comment to everybody else. */
    static final String MARK = "#: ";

    private final String allowed;

    ReproductionEntry(String allowed) {
        this.allowed = allowed;
    }

    /** What may stand behind the key, in words. */
    String allowed() {
        return allowed;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable ReproductionEntry named(String key) {
        return Arrays.stream(values())
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElse(null);
    }
}
