package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

/** What happened while a packet scheduler ran. */
public final class Trace {
    final List<Passage> passages = new ArrayList<>();
    final List<Passage> departures = new ArrayList<>();
    final List<Passage> drops = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    boolean hasChangedTerms;
    boolean isEndless;
    private final DataRate line;

    Trace(DataRate line) {
        this.line = line;
    }

    public DataRate line() {
        return line;
    }

    /** Every packet that came, in order. */
    public List<Passage> passages() {
        return Collections.unmodifiableList(passages);
    }

    /** Those that left, in order. */
    public List<Passage> departures() {
        return Collections.unmodifiableList(departures);
    }

    /** Those that were dropped after they were taken, in order. */
    public List<Passage> drops() {
        return Collections.unmodifiableList(drops);
    }

    public List<Fault> faults() {
        return Collections.unmodifiableList(faults);
    }

    /** Whether each flow's terms were the same from its first packet to its last: what bounds are stated for. */
    public boolean hasFixedTerms() {
        return !hasChangedTerms;
    }

    /** Whether a call to the packet scheduler did not return. */
    public boolean isEndless() {
        return isEndless;
    }

    /** Time that bytes take on the line, as it counts it. */
    public long psForBytes(long bytes) {
        return line.psForBytesUp(bytes);
    }

    /**
     * Where another trace, of the same arrivals later by a shift, first differs from this one; null when it does not.
     */
    public @Nullable Difference differenceTo(Trace other, long shiftPs) {
        int common = Math.min(departures.size(), other.departures.size());
        for (int i = 0; i < common; i++) {
            Passage mine = departures.get(i);
            Passage theirs = other.departures.get(i);
            if (mine.arrival().id() != theirs.arrival().id() || mine.startPs() + shiftPs != theirs.startPs()) {
                return new Difference(
                        mine, told(mine, "leaves", mine.startPs() + shiftPs), told(theirs, "leaves", theirs.startPs()));
            }
        }
        for (int i = 0; i < Math.min(passages.size(), other.passages.size()); i++) {
            Passage mine = passages.get(i);
            Passage theirs = other.passages.get(i);
            if (mine.refused() != theirs.refused()
                    || mine.dropped() != theirs.dropped()
                    || mine.wasMarked() != theirs.wasMarked()
                    || (mine.dropped() != null && mine.droppedPs() + shiftPs != theirs.droppedPs())) {
                return new Difference(mine, fate(mine, shiftPs), fate(theirs, 0));
            }
        }
        if (departures.size() != other.departures.size()) {
            Passage first = departures.size() > common ? departures.get(common) : other.departures.get(common);
            return new Difference(
                    first, departures.size() + " packets leave", other.departures.size() + " packets leave");
        }
        return null;
    }

    private static String told(Passage passage, String what, long ps) {
        return "packet " + passage.arrival().id() + " " + what + " at " + SimTime.format(ps);
    }

    private static String fate(Passage passage, long shiftPs) {
        if (passage.refused() != null) {
            return "refused: " + Objects.requireNonNull(passage.refused()).key();
        }
        if (passage.dropped() != null) {
            return "dropped: " + Objects.requireNonNull(passage.dropped()).key() + " at "
                    + SimTime.format(passage.droppedPs() + shiftPs);
        }
        String mark = passage.wasMarked() ? ", marked" : "";
        return passage.wasSent() ? "sent at " + SimTime.format(passage.startPs() + shiftPs) + mark : "held";
    }

    /**
     * Where two traces differ.
     *
     * @param at the packet, in the one that is taken to be right
     */
    public record Difference(Passage at, String expected, String found) {}
}
