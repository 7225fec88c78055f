package pacewire.house;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may know whom in this house, and what a run may never touch. The arrows point at what is known. */
class ArchitectureTest {
    /** All classes of the product, as compiled. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("pacewire");

    /** Each layer knows those before it. Reports read what a run hands out, never a model. */
    private static final Map<String, Set<String>> MODULES = new TreeMap<>(Map.of(
            "core", Set.of(),
            "model", Set.of("core"),
            "scenario", Set.of("core", "model"),
            "report", Set.of("core", "scenario"),
            "bench", Set.of("core", "model", "scenario"),
            "testkit", Set.of("core", "model"),
            "cli", Set.of("core", "model", "scenario", "report", "bench", "testkit")));

    /** Words of the models that a result is made of, so that whoever reads results knows them. */
    private static final Set<String> RESULT_WORDS = Set.of("pacewire.model.packet.DelayPart");

    /**
     * Inside the models. A router port is a link's end with a packet scheduler, so a link knows packet schedulers; nobody
     * knows the topology, which wires all of them together.
     */
    private static final Map<String, Set<String>> MODELS = new TreeMap<>(Map.ofEntries(
            Map.entry("packet", Set.of()),
            Map.entry("sched", Set.of("packet")),
            Map.entry("link", Set.of("packet", "sched")),
            Map.entry("transport", Set.of("packet")),
            Map.entry("measure", Set.of("packet")),
            Map.entry("nic", Set.of("packet", "sched", "link")),
            Map.entry("os", Set.of("packet", "sched", "link", "nic", "transport", "measure")),
            Map.entry("app", Set.of("packet", "sched", "link", "nic", "transport", "measure", "os")),
            Map.entry("client", Set.of("packet", "link", "transport", "measure")),
            Map.entry("fault", Set.of("packet", "sched", "link", "transport", "measure", "nic", "os", "app", "client")),
            Map.entry(
                    "topology",
                    Set.of("packet", "sched", "link", "transport", "measure", "nic", "os", "app", "client", "fault"))));

    /** Far below what there is, so that a rule which sees nothing fails. */
    private static final Map<String, Integer> FEWEST_CLASSES = new TreeMap<>(
            Map.of("core", 20, "model", 120, "scenario", 40, "report", 15, "bench", 3, "testkit", 1, "cli", 10));

    private static final String[] DETERMINISTIC = {"pacewire.core..", "pacewire.model.."};

    /** Functions of java.lang.Math whose last bit may differ from machine to machine; StrictMath has them, too. */
    private static final Set<String> INEXACT = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log",
            "log10", "log1p", "pow", "cbrt", "hypot");

    static Stream<Arguments> modules() {
        return MODULES.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    static Stream<Arguments> models() {
        return MODELS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @Test
    void allOfTheHouseIsSeen() {
        Map<String, Long> seen = CLASSES.stream()
                .collect(Collectors.groupingBy(
                        type -> roomOf(type, "pacewire.").orElse("?"), TreeMap::new, Collectors.counting()));

        assertThat(seen.keySet()).isEqualTo(FEWEST_CLASSES.keySet());
        FEWEST_CLASSES.forEach((module, fewest) -> assertThat(seen.getOrDefault(module, 0L))
                .as("classes of %s", module)
                .isGreaterThanOrEqualTo(fewest.longValue()));
    }

    @Test
    void everyPackageOfTheModelsHasItsArrows() {
        Set<String> rooms = CLASSES.stream()
                .flatMap(type -> roomOf(type, "pacewire.model.").stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rooms).isEqualTo(MODELS.keySet());
    }

    @ParameterizedTest(name = "{0} knows {1}")
    @MethodSource("modules")
    void modulesKnowOnlyThoseBeforeThem(String module, Set<String> known) {
        onlyKnows("pacewire.", module, known, MODULES.keySet()).check(CLASSES);
    }

    @ParameterizedTest(name = "{0} knows {1}")
    @MethodSource("models")
    void modelsKnowOnlyThoseBelowThem(String model, Set<String> known) {
        onlyKnows("pacewire.model.", model, known, MODELS.keySet()).check(CLASSES);
    }

    @Test
    void anArrowAgainstTheOrderIsFound() {
        ArchRule rule = onlyKnows("pacewire.model.", "topology", Set.of("packet"), MODELS.keySet());

        assertThatThrownBy(() -> rule.check(CLASSES)).isInstanceOf(AssertionError.class);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new Packages())
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void aRunTouchesNoFileNoScreenAndNoNetwork() {
        DescribedPredicate<JavaClass> outside = DescribedPredicate.describe(
                "the outside world",
                type -> isIn(type, "java.nio.file", "java.nio.channels", "java.net", "java.awt", "java.util.logging")
                        || isIn(type, "javax", "java.sql", "java.time")
                        || (isIn(type, "java.io") && !isInMemory(type)));
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .dependOnClassesThat(outside)
                .because("models never see a file, a chart or stdout")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should(callOrRead(
                        "System.out, err, in, properties and environment",
                        access -> isOf(
                                access,
                                System.class,
                                "out",
                                "err",
                                "in",
                                "getProperty",
                                "getenv",
                                "lineSeparator",
                                "console")))
                .check(CLASSES);
    }

    @Test
    void aRunReadsNoClockAndDrawsNoNumberButFromItsStreams() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should(callOrRead(
                        "the wall clock", access -> isOf(access, System.class, "nanoTime", "currentTimeMillis")))
                .andShould(callOrRead("identity hash codes", access -> isOf(access, System.class, "identityHashCode")))
                .andShould(callOrRead("Math.random", access -> isOf(access, Math.class, "random")))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.UUID")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.SplittableRandom")
                .check(CLASSES);
    }

    @Test
    void theSameNumbersComeOutOnEveryMachine() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should(callOrRead(
                        "inexact functions of Math (take StrictMath)",
                        access -> isOf(access, Math.class)
                                && INEXACT.contains(access.getTarget().getName())))
                .check(CLASSES);
    }

    @Test
    void aRunIsOneThread() {
        DescribedPredicate<JavaClass> threads = DescribedPredicate.describe(
                "threads",
                type -> isIn(type, "java.util.concurrent")
                        || type.isAssignableTo(Thread.class)
                        || type.isAssignableTo(ThreadLocal.class));
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .dependOnClassesThat(threads)
                .check(CLASSES);
    }

    @Test
    void nothingStaticChanges() {
        // $: what the compiler adds, such as the values of an enum.
        fields().that()
                .areStatic()
                .and()
                .haveNameNotContaining("$")
                .should()
                .beFinal()
                .because("many runs live side by side")
                .check(CLASSES);
        fields().that()
                .areStatic()
                .and()
                .haveNameNotContaining("$")
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(DETERMINISTIC)
                .should(notBeShared())
                .check(CLASSES);
    }

    @Test
    void inheritanceIsOneLevelDeep() {
        classes()
                .should(new ArchCondition<>("extend no class of the house that extends another") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        List<JavaClass> ancestors = type.getAllRawSuperclasses().stream()
                                .filter(ancestor -> ancestor.getName().startsWith("pacewire."))
                                .toList();
                        events.add(
                                new SimpleConditionEvent(type, ancestors.size() <= 1, type + " extends " + ancestors));
                    }
                })
                .check(CLASSES);
    }

    private static ArchRule onlyKnows(String root, String room, Set<String> known, Set<String> all) {
        String[] others = all.stream()
                .filter(other -> !other.equals(room) && !known.contains(other))
                .map(other -> root + other)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> unknown = DescribedPredicate.describe(
                "any of " + List.of(others),
                type -> isIn(type, others)
                        && !RESULT_WORDS.contains(type.getBaseComponentType().getName()));
        return noClasses().that().resideInAPackage(root + room + "..").should().dependOnClassesThat(unknown);
    }

    private static Optional<String> roomOf(JavaClass type, String root) {
        String name = type.getPackageName() + ".";
        return name.startsWith(root)
                ? Optional.of(name.substring(root.length(), name.indexOf('.', root.length())))
                : Optional.empty();
    }

    private static boolean isIn(JavaClass type, String... packages) {
        return Stream.of(packages).anyMatch(name -> (type.getPackageName() + ".").startsWith(name + "."));
    }

    /** Byte arrays dressed as streams, and what every serializable class is marked with. */
    private static boolean isInMemory(JavaClass type) {
        return Set.of("ByteArrayOutputStream", "ByteArrayInputStream", "Serializable", "OutputStream", "InputStream")
                .contains(type.getSimpleName());
    }

    private static boolean isOf(JavaAccess<?> access, Class<?> owner, String... names) {
        return access.getTargetOwner().isEquivalentTo(owner)
                && (names.length == 0
                        || List.of(names).contains(access.getTarget().getName()));
    }

    private static ArchCondition<JavaClass> callOrRead(String what, Predicate<JavaAccess<?>> isForbidden) {
        return new ArchCondition<>("use " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (isForbidden.test(access)) {
                        events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
                    }
                }
            }
        };
    }

    /** An array in a static field can be written by whoever sees it: it stays private. */
    private static ArchCondition<JavaField> notBeShared() {
        return new ArchCondition<>("not be an array that others see") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean isHidden =
                        !field.getRawType().isArray() || field.getModifiers().contains(JavaModifier.PRIVATE);
                events.add(new SimpleConditionEvent(field, isHidden, field.getFullName() + " is an array"));
            }
        };
    }

    /**
     * Each package by itself; but a result holds the scenario that it came from, and reading a scenario asks the result for
     * the names of its metrics: those two packages are one.
     */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith("pacewire.")
                    ? SliceIdentifier.of(name.equals("pacewire.scenario.result") ? "pacewire.scenario" : name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
