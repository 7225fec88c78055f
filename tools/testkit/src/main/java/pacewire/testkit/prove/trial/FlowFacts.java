package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.model.sched.Claim;

/** The flows of a trace, as bounds speak of them; of packets that were taken, and terms that did not change. */
public final class FlowFacts {
    private static final long BITS_PER_BYTE = 8;

    private final Map<Integer, Fact> flows = new TreeMap<>();
    private final Rational line;
    private final boolean areStatable;

    FlowFacts(Trace trace) {
        line = bytesPerSecond(trace.line());
        for (Passage passage : trace.passages()) {
            if (passage.wasTaken()) {
                flows.computeIfAbsent(passage.flow(), number -> new Fact(passage.granted()))
                        .add(passage);
            }
        }
        areStatable = trace.hasFixedTerms() && trace.drops().isEmpty();
    }

    /** Whether bounds can be stated at all: terms did not change, and nothing was dropped once it was taken. */
    public boolean areStatable() {
        return areStatable && !flows.isEmpty();
    }

    /** A flow's facts, of which a packet was taken. */
    public Claim.Flow of(int flow) {
        return fact(flow);
    }

    /** Packets of a flow that were taken, in order of arrival. */
    public List<Passage> packets(int flow) {
        return fact(flow).packets;
    }

    /** All flows of which a packet was taken, ascending. */
    public List<Integer> numbers() {
        return List.copyOf(flows.keySet());
    }

    private Fact fact(int flow) {
        Fact fact = flows.get(flow);
        if (fact == null) {
            throw new IllegalArgumentException("no packet of flow " + flow + " was taken");
        }
        return fact;
    }

    static Rational bytesPerSecond(DataRate rate) {
        return Rational.of(rate.bitsPerSecond(), BITS_PER_BYTE);
    }

    private final class Fact implements Claim.Flow {
        private final Terms terms;
        private final List<Passage> packets = new ArrayList<>();
        private long largestBytes;

        Fact(Terms terms) {
            this.terms = terms;
        }

        void add(Passage passage) {
            packets.add(passage);
            largestBytes = Math.max(largestBytes, passage.bytes());
        }

        @Override
        public long weight() {
            return terms.weight();
        }

        @Override
        public Rational share() {
            return line.times(Rational.of(weight(), totalWeight()));
        }

        @Override
        public @Nullable Rational minRate() {
            DataRate rate = terms.rate();
            return rate == null ? null : bytesPerSecond(rate);
        }

        @Override
        public @Nullable Rational maxRate() {
            return minRate();
        }

        @Override
        public long largestBytes() {
            return largestBytes;
        }

        @Override
        public long totalWeight() {
            return flows.values().stream().mapToLong(Fact::weight).sum();
        }

        @Override
        public int flows() {
            return flows.size();
        }

        @Override
        public long largestBytesOfAll() {
            return flows.values().stream().mapToLong(Fact::largestBytes).max().orElse(0);
        }

        @Override
        public long sumOfLargestBytes() {
            return flows.values().stream().mapToLong(Fact::largestBytes).sum();
        }

        @Override
        public Rational line() {
            return line;
        }
    }
}
