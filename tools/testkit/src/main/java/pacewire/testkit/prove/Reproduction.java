package pacewire.testkit.prove;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Terms;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.ArrivalsCsv;

/** How somebody else sees a property break: the arrivals as a file, and the commands. */
public final class Reproduction {
    private static final int BITS_PER_BYTE = 8;

    private final SchedulerSpec spec;
    private final List<String> arguments;
    private final long seed;
    private final String property;
    private final Breach breach;

    /**
     * Of one property that broke.
     *
     * @param arguments how the user set the packet scheduler up, as on the command line, its name first
     */
    public Reproduction(SchedulerSpec spec, List<String> arguments, long seed, String property, Breach breach) {
        this.spec = spec;
        this.arguments = arguments;
        this.seed = seed;
        this.property = property;
        this.breach = breach;
    }

    /** Name of the file of arrivals. */
    public String fileName() {
        return spec.name().toLowerCase(Locale.ROOT) + "-" + property + ".csv";
    }

    /** Whether arrivals are all there is to it: no flow is torn down or opened late, which a replay does not do. */
    public boolean isReplay() {
        ProofCase smallest = breach.smallest();
        return breach.isInCase()
                && !smallest.hasClosings()
                && !smallest.variation().opensLate();
    }

    /** The smallest arrivals found, as {@code pacewire replay} reads them. */
    public String csv() {
        return csv(breach);
    }

    /** The same, without the commands. */
    public static String csv(Breach breach) {
        StringWriter text = new StringWriter();
        try {
            ArrivalsCsv.write(
                    breach.smallest().arrivals().stream().map(Reproduction::row).toList(), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static Arrival row(pacewire.testkit.prove.trial.Arrival arrival) {
        Terms terms = arrival.terms();
        Arrival row = Arrival.of(
                        String.valueOf(arrival.id()),
                        String.valueOf(arrival.flow()),
                        seconds(arrival.atPs()),
                        Rational.of(arrival.bytes()))
                .withDscp(arrival.dscp())
                .withEcn((byte) arrival.ecn());
        if (terms.weight() != 1) {
            row = row.withWeight(Rational.of(terms.weight()));
        }
        if (terms.priority() != 0) {
            row = row.withPriority(terms.priority());
        }
        if (terms.rate() != null) {
            row = row.withRate(Rational.of(terms.rate().bitsPerSecond(), BITS_PER_BYTE));
        }
        if (arrival.hasDeadline()) {
            row = row.withDeadline(seconds(arrival.deadlinePs()));
        }
        return arrival.hasEligible() ? row.withEligible(seconds(arrival.eligiblePs())) : row;
    }

    private static Rational seconds(long ps) {
        return Rational.of(ps, SimTime.SECOND);
    }

    /** What makes the case again, and makes it small again. */
    public String proveCommand() {
        String which = breach.isInCase() ? " --case " + breach.found().number() : " --cases 1";
        return "pacewire prove " + String.join(" ", arguments) + " --seed " + seed + which + " --claims " + property;
    }

    /** What plays the arrivals and shows the departures. */
    public String replayCommand(String file) {
        ProofCase smallest = breach.smallest();
        List<String> words = new ArrayList<>(List.of("pacewire replay --scheduler"));
        words.addAll(arguments);
        for (ParameterSpec parameter : spec.parameters()) {
            Long value = smallest.variation().parameters().get(parameter.name());
            if (value != null) {
                words.add("--param " + parameter.name() + "=" + quoted(text(parameter, value)));
            }
        }
        words.add("--rate " + quoted(smallest.line().toString()));
        words.add("--seed " + CaseGenerator.instanceSeed(seed, smallest.number()));
        words.add(file);
        return String.join(" ", words);
    }

    private static String text(ParameterSpec parameter, long value) {
        Quantity quantity = parameter.quantity();
        return quantity == null ? parameter.choices().get((int) value) : quantity.format(value);
    }

    /** In quotes where it has a space. */
    public static String quoted(String text) {
        return text.contains(" ") ? "'" + text + "'" : text;
    }
}
