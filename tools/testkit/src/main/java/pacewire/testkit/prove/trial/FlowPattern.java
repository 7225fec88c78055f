package pacewire.testkit.prove.trial;

import java.util.Arrays;

import pacewire.core.random.RandomStream;
import pacewire.core.units.DataRate;

/** Who sends: how many flows under which numbers, what they ask for, and when they are replaced. */
final class FlowPattern {
    private static final int[] WEIGHTS = {1, 2, 3, 4, 5, 7, 8, 10, 16, 100, 1000};
    private static final int FAR_APART = 977;

    private final RandomStream random;
    private final DataRate line;
    private final int[] numbers;
    private final Terms[] terms;
    private final boolean hasWeights;
    private final boolean hasRates;
    private final boolean hasPriorities;
    private final boolean mixesPriorities;
    private final boolean changesTerms;
    private final boolean comesAndGoes;
    private int used;
    private int last;

    /** One flow that is as heavy as all others together, which weigh 1 each; it is in place 0. */
    static FlowPattern race(RandomStream random, DataRate line, int others) {
        return new FlowPattern(random, line, others + 1, true);
    }

    FlowPattern(RandomStream random, DataRate line, int flows) {
        this(random, line, flows, false);
    }

    private FlowPattern(RandomStream random, DataRate line, int flows, boolean isRace) {
        this.random = random;
        this.line = line;
        numbers = new int[flows];
        terms = new Terms[flows];
        int manner = isRace ? 0 : random.nextInt(10);
        hasWeights = manner < 6;
        hasRates = !isRace && random.nextInt(4) == 0;
        hasPriorities = !isRace && random.nextInt(3) == 0;
        mixesPriorities = hasPriorities && random.nextInt(2) == 0;
        changesTerms = !isRace && (hasWeights || hasRates) && random.nextInt(5) == 0;
        comesAndGoes = random.nextInt(6) == 0;
        issueNumbers(flows);
        for (int i = 0; i < flows; i++) {
            terms[i] = draw(flows);
        }
        if (manner == 0) {
            // One flow with as much weight as all others together: who serves it ahead makes it wait for them later.
            Arrays.fill(terms, Terms.NONE);
            terms[0] = new Terms(Math.max(2, flows - 1), null, 0);
        }
    }

    /** In order, in reverse, or far apart. */
    private void issueNumbers(int flows) {
        int manner = random.nextInt(4);
        for (int i = 0; i < flows; i++) {
            numbers[i] = switch (manner) {
                case 0 -> flows - 1 - i;
                case 1 -> FAR_APART * (i + 1);
                default -> i;
            };
            used = Math.max(used, numbers[i] + 1);
        }
    }

    private Terms draw(int flows) {
        int weight = hasWeights ? WEIGHTS[random.nextInt(WEIGHTS.length)] : 1;
        boolean hasRate = hasRates && random.nextInt(3) > 0;
        // All rates together fit the line, so that whoever admits flows admits them.
        long rate = line.bitsPerSecond() / (flows + 1L + random.nextInt(8));
        int priority = hasPriorities ? random.nextInt(8) : 0;
        return new Terms(weight, hasRate ? new DataRate(Math.max(1, rate)) : null, priority);
    }

    /** The place of the flow that sends next; often the one that sent before. */
    int next() {
        if (random.nextInt(3) > 0) {
            last = random.nextInt(numbers.length);
        }
        return last;
    }

    /** Number of flows. */
    int size() {
        return numbers.length;
    }

    int number(int place) {
        return numbers[place];
    }

    Terms terms(int place) {
        if (changesTerms && random.nextInt(6) == 0) {
            terms[place] = draw(numbers.length);
        }
        Terms asked = terms[place];
        return mixesPriorities ? new Terms(asked.weight(), asked.rate(), random.nextInt(8)) : asked;
    }

    /** Whether a flow ends here, to be replaced by another, or to come back under its number. */
    boolean ends() {
        return comesAndGoes && random.nextInt(5) == 0;
    }

    void replace(int place) {
        if (random.nextInt(3) > 0) {
            numbers[place] = used++;
        }
        terms[place] = draw(numbers.length);
    }
}
