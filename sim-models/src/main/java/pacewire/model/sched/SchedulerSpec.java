package pacewire.model.sched;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;

/**
 * A packet scheduler as users see it: its name, what it is, where it comes from, what can be set and what it claims of
 * itself, each declared once. Validation, the command line, the JSON Schema, the reference page and the proof kit derive
 * from this.
 *
 * @param name as in scenario files, such as "jitter-edf"
 * @param summary one sentence
 * @param source the paper, RFC or kernel file it follows
 * @param parameters its parameters in the order to show them
 * @param tables its lists of rows in the order to show them
 * @param classes the classes that it can be set up with; null: none
 * @param check finds what is wrong with a set-up whose values are each right
 * @param claims what can be relied on, and is tested
 * @param promises whether it refuses flows whose metrics it could not keep, and keeps those of the others by counting on all of
 *     the line behind it
 * @param factory makes an instance
 */
public record SchedulerSpec(
        String name,
        String summary,
        String source,
        List<ParameterSpec> parameters,
        List<TableSpec> tables,
        @Nullable ClassSpec classes,
        Check check,
        Claims claims,
        boolean promises,
        Factory factory) {

    /** Makes a packet scheduler as it is set up, for a place in the network. */
    @FunctionalInterface
    public interface Factory {
        PacketScheduler create(SchedulerSetup setup, SchedulerEnvironment environment);

        /** Whose code it is that makes it: this one, unless it passes on to another. */
        default Factory innermost() {
            return this;
        }
    }

    /** Says what a packet scheduler claims of itself; may depend on how it is set up, and on the line. */
    @FunctionalInterface
    public interface Claims {
        List<Claim> of(SchedulerSetup setup, SchedulerEnvironment environment);
    }

    /** Says what is wrong with a set-up, as a sentence; empty when it is right. */
    @FunctionalInterface
    public interface Check {
        Optional<String> problem(SchedulerSetup setup);
    }

    /** Begins a declaration. */
    public static Declaration named(String name) {
        return new Declaration(name);
    }

    /** The same under another name. */
    public SchedulerSpec renamed(String other) {
        return new SchedulerSpec(other, summary, source, parameters, tables, classes, check, claims, promises, factory);
    }

    /** The same with something else that makes an instance, such as what watches over the one that the factory makes. */
    public SchedulerSpec madeBy(Factory other) {
        return new SchedulerSpec(name, summary, source, parameters, tables, classes, check, claims, promises, other);
    }

    /** A declaration under way; {@link #madeBy} ends it. */
    public static final class Declaration {
        private final String name;
        private String summary = "";
        private String source = "";
        private List<ParameterSpec> parameters = List.of();
        private List<TableSpec> tables = List.of();
        private @Nullable ClassSpec classes;
        private Check check = setup -> Optional.empty();
        private Claims claims = (setup, environment) -> List.of();
        private boolean promises;

        private Declaration(String name) {
            this.name = name;
        }

        /** One sentence. */
        public Declaration summary(String sentence) {
            summary = sentence;
            return this;
        }

        /** The paper, RFC or kernel file it follows. */
        public Declaration source(String reference) {
            source = reference;
            return this;
        }

        /** Its parameters, in the order to show them; none unless set. */
        public Declaration parameters(ParameterSpec... specs) {
            parameters = List.of(specs);
            return this;
        }

        /** Its lists of rows, in the order to show them; none unless set. */
        public Declaration tables(TableSpec... specs) {
            tables = List.of(specs);
            return this;
        }

        /** The classes that it can be set up with. */
        public Declaration classes(ClassSpec spec) {
            classes = spec;
            return this;
        }

        /** Finds what is wrong with a set-up whose values are each right, such as a minimum above the maximum. */
        public Declaration checkedBy(Check finder) {
            check = finder;
            return this;
        }

        /** What can be relied on, and is tested; nothing unless set. */
        public Declaration claims(Claims made) {
            claims = made;
            return this;
        }

        /** It refuses flows whose metrics it could not keep, and counts on all of the line behind it to keep those of the others. */
        public Declaration promises() {
            promises = true;
            return this;
        }

        /** Ends the declaration with what makes an instance. */
        public SchedulerSpec madeBy(Factory factory) {
            return new SchedulerSpec(
                    name, summary, source, parameters, tables, classes, check, claims, promises, factory);
        }
    }
}
