package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.Claim;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.cost.CostCurve;
import pacewire.testkit.prove.cost.CostMeter;
import pacewire.testkit.prove.cost.WatchedScheduler;
import pacewire.testkit.prove.property.Finding;
import pacewire.testkit.prove.property.Properties;
import pacewire.testkit.prove.property.Property;
import pacewire.testkit.prove.property.PropertyKind;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Trial;
import pacewire.testkit.prove.trial.Variation;

/**
 * Tries a packet scheduler on many cases, and looks on each for every property that it must keep or claims to keep:
 * {@code Prover.of(setup).seed(7).cases(1000).run().brokenProperties()}.
 */
public final class Prover {
    /** Cases tried unless it is said otherwise. */
    public static final int DEFAULT_CASES = 1000;

    private final SchedulerSetup setup;
    /** The same, with an end to every call. */
    private final SchedulerSetup watched;

    private Set<String> fixed = Set.of();
    private Predicate<PropertyKind> wanted = kind -> true;
    private List<Claim> added = List.of();
    private long seed = 1;
    private int firstCase;
    private int cases = DEFAULT_CASES;
    private @Nullable ProofCase given;
    private boolean shrinks = true;
    private boolean measuresCost = true;
    private Runnable checkpoint = () -> {};

    private Prover(SchedulerSetup setup) {
        this.setup = setup;
        watched = WatchedScheduler.in(setup);
    }

    /** Begins. */
    public static Prover of(SchedulerSetup setup) {
        return new Prover(setup);
    }

    /** Parameters that no case changes: those that the user named. */
    public Prover fixing(Set<String> names) {
        fixed = Set.copyOf(names);
        return this;
    }

    /** The seed of all cases; 1 unless set. */
    public Prover seed(long value) {
        seed = value;
        return this;
    }

    /** How many cases, from number 0 on. */
    public Prover cases(int number) {
        cases = number;
        return this;
    }

    /** One case alone. */
    public Prover onlyCase(int number) {
        firstCase = number;
        cases = 1;
        return this;
    }

    /**
     * The case of a file alone, and its property: the same case breaks in the same way, as long as the packet scheduler does.
     */
    public Prover reproducing(ReproductionFile file) {
        given = file.tried();
        return only(Set.of(file.property()))
                .seed(file.seed())
                .onlyCase(file.tried().number())
                .shrinking(false)
                .measuringCost(false);
    }

    /** Only the properties of these names; those that a claim without figures requires, whether it is made or not. */
    public Prover only(Set<String> names) {
        wanted = kind -> names.contains(kind.name());
        added = new ArrayList<>();
        for (PropertyKind kind : Properties.all()) {
            Claim plain = kind.plain();
            if (names.contains(kind.name()) && plain != null) {
                added.add(plain);
            }
        }
        return this;
    }

    /** Whether to look for the smallest case on which a property breaks; true unless set. */
    public Prover shrinking(boolean value) {
        shrinks = value;
        return this;
    }

    /** Whether to measure how work grows with the number of flows; true unless set. */
    public Prover measuringCost(boolean value) {
        measuresCost = value;
        return this;
    }

    /** Called before each case; what it throws ends the run. */
    public Prover checkpoint(Runnable called) {
        checkpoint = called;
        return this;
    }

    /**
     * Tries all cases. A property that broke once is not tried again, and nothing is once a call did not return: there would be
     * no end to such calls.
     */
    public ReportCard run() {
        IntFunction<ProofCase> source = given == null ? new CaseGenerator(watched, fixed, seed)::make : number -> given;
        List<Progress> all =
                Properties.all().stream().filter(wanted).map(Progress::new).toList();
        for (int number = firstCase; number < firstCase + cases; number++) {
            checkpoint.run();
            ProofCase tried = source.apply(number);
            Trial trial = trial(tried);
            for (Progress progress : all) {
                if (progress.broken == null) {
                    progress.isClaimed |= !properties(progress.kind, trial).isEmpty();
                    progress.take(look(progress.kind, trial), tried);
                }
            }
            if (trial.trace().isEndless()) {
                break;
            }
        }
        return card(all);
    }

    private ReportCard card(List<Progress> all) {
        List<PropertyResult> results = new ArrayList<>();
        for (Progress progress : all) {
            checkpoint.run();
            Breach breach = null;
            if (progress.broken != null && progress.foundIn != null) {
                breach = breach(progress.kind, progress.foundIn, progress.broken);
            }
            results.add(new PropertyResult(progress.kind, progress.isClaimed, progress.held, breach));
        }
        CostCurve cost = null;
        if (measuresCost) {
            // Set up as under test, and not as in some case: so it is measured.
            ProofCase first = new CaseGenerator(watched, fixed, seed).make(firstCase);
            List<Claim> claims = trial(first.with(Variation.NONE)).claims();
            CostMeter meter = new CostMeter(setup);
            if (wanted.test(Properties.classCost())) {
                boolean isClaimed = claims.stream().anyMatch(Claim.ClassCost.class::isInstance);
                results.add(CostProof.ofClasses(
                        claims, isClaimed ? meter.measureClasses().orElse(null) : null));
            }
            if (wanted.test(Properties.cost())) {
                cost = meter.measure().orElse(null);
                results.add(CostProof.ofFlows(claims, cost));
            }
        }
        return new ReportCard(setup.spec().name(), seed, cases, List.copyOf(results), cost);
    }

    private Breach breach(PropertyKind kind, ProofCase found, Finding.Broken finding) {
        if (!shrinks) {
            return new Breach(found, found, finding);
        }
        ProofCase smallest =
                new Shrinker(new PlainerVariations(setup.spec()), tried -> breaks(kind, tried)).smallest(found);
        return look(kind, trial(smallest)) instanceof Finding.Broken there
                ? new Breach(found, smallest, there)
                : new Breach(found, found, finding);
    }

    private boolean breaks(PropertyKind kind, ProofCase tried) {
        return CaseGenerator.accepts(watched, tried) && look(kind, trial(tried)) instanceof Finding.Broken;
    }

    private Trial trial(ProofCase tried) {
        return new Trial(watched, tried, CaseGenerator.instanceSeed(seed, tried.number()));
    }

    /** Those that are claimed; if none is, and the kind is asked for by its name, those of the claim without figures. */
    private List<Property> properties(PropertyKind kind, Trial trial) {
        List<Property> claimed = kind.maker().apply(trial.claims());
        if (!claimed.isEmpty() || added.isEmpty()) {
            return claimed;
        }
        List<Claim> claims = new ArrayList<>(trial.claims());
        claims.addAll(added);
        return kind.maker().apply(claims);
    }

    /** The worst of what the properties of a kind find. */
    private Finding look(PropertyKind kind, Trial trial) {
        Finding sum = Finding.NOT_TESTED;
        for (Property property : properties(kind, trial)) {
            Finding finding = property.check(trial);
            if (finding instanceof Finding.Broken) {
                return finding;
            }
            if (finding instanceof Finding.Held) {
                sum = finding;
            }
        }
        return sum;
    }

    /** What is known of a property so far. */
    private static final class Progress {
        final PropertyKind kind;
        boolean isClaimed;
        int held;
        Finding.@Nullable Broken broken;

        @Nullable
        ProofCase foundIn;

        Progress(PropertyKind kind) {
            this.kind = kind;
        }

        void take(Finding finding, ProofCase tried) {
            if (finding instanceof Finding.Broken here) {
                broken = here;
                foundIn = tried;
            } else if (finding instanceof Finding.Held) {
                held++;
            }
        }
    }
}
