package pacewire.cli.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.cli.check.WireDifference.Departure;
import pacewire.cli.check.WireDifference.Place;
import pacewire.cli.check.WireDifference.Shift;

/** Tells in words how two logs differ. */
final class WireStory {
    private final WireDifference difference;
    private final LogClock clock;
    private final String noun;
    private final String verb;

    /** @param noun what stands in the logs, and {@code verb} what it did, such as "departure" and "departed" */
    WireStory(WireDifference difference, LogClock clock, String noun, String verb) {
        this.difference = difference;
        this.clock = clock;
        this.noun = noun;
        this.verb = verb;
    }

    /** What is not in the order of the other log; empty when order and packets are the same. */
    List<String> order() {
        List<String> lines = new ArrayList<>();
        Place first = difference.first();
        if (first != null && !difference.isOnlyTimes()) {
            lines.add("first difference at " + place(first));
        }
        if (difference.withinFlow() != null) {
            lines.add("order within a flow: " + swapped(difference.withinFlow()));
        }
        if (difference.acrossFlows() != null) {
            boolean isThere = difference.acrossFlows().equals(first);
            lines.add("order across flows: " + (isThere ? "from there on" : place(difference.acrossFlows())));
        }
        addExtra(lines, difference.missing(), verb + " only in the golden");
        addExtra(lines, difference.added(), verb + " only now");
        if (difference.otherLength() > 0) {
            lines.add(packets(difference.otherLength()) + " of another length");
        }
        WireDifference.Span between = difference.between();
        if (between != null) {
            lines.add("first difference between " + noun + " " + number(between.from()) + " and " + number(between.to())
                    + ", where only digests are kept");
        }
        return lines;
    }

    /** The same in a few words. */
    String orderHeadline() {
        List<String> words = new ArrayList<>();
        if (difference.withinFlow() != null) {
            words.add("order within flows");
        }
        if (difference.acrossFlows() != null) {
            words.add("order across flows");
        }
        if (difference.missing().count() > 0 || difference.added().count() > 0) {
            words.add("other packets");
        }
        if (difference.otherLength() > 0) {
            words.add("lengths");
        }
        return words.isEmpty() ? noun + "s beyond those kept" : String.join(", ", words);
    }

    Map<String, Object> orderFacts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        putPlace(facts, "first", difference.first());
        putPlace(facts, "withinFlow", difference.withinFlow());
        putPlace(facts, "acrossFlows", difference.acrossFlows());
        facts.put("missing", difference.missing().count());
        facts.put("added", difference.added().count());
        return facts;
    }

    /** How far packets moved. */
    List<String> times(long count) {
        Shift shift = difference.largestShift();
        if (shift == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(number(difference.moved()) + " of " + number(count) + " " + noun + "s moved, by at most "
                + clock.time(shift.distance()) + ": " + name(shift.now()) + " from "
                + clock.time(shift.before().time()) + " to "
                + clock.time(shift.now().time()));
        Place first = difference.first();
        if (first != null && difference.isOnlyTimes()) {
            lines.add("first difference at " + place(first));
        }
        return lines;
    }

    Map<String, Object> timeFacts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Shift shift = difference.largestShift();
        if (shift != null) {
            facts.put("moved", difference.moved());
            facts.put("atMostSeconds", clock.seconds(shift.distance()).toString());
            facts.put("packet", name(shift.now()));
        }
        return facts;
    }

    private void addExtra(List<String> lines, WireDifference.Extra extra, String what) {
        Departure first = extra.first();
        if (first != null) {
            lines.add(packets(extra.count()) + " " + what + ", the first " + full(first));
        }
    }

    private String place(Place place) {
        return noun + " " + number(place.index() + 1L) + ": golden " + orNone(place.before()) + "; now "
                + orNone(place.now());
    }

    private String swapped(Place place) {
        return "now " + orNone(place.now()) + ", which in the golden left before its flow's packet before it";
    }

    private String orNone(@Nullable Departure departure) {
        return departure == null ? "none" : full(departure);
    }

    private String full(Departure departure) {
        return name(departure) + " (" + departure.bytes() + " B) at " + clock.time(departure.time());
    }

    private String name(Departure departure) {
        int reason = departure.flow().indexOf(Packets.REASON);
        return reason < 0
                ? clock.packet(departure.flow(), departure.packet())
                : clock.packet(departure.flow().substring(0, reason), departure.packet()) + " ["
                        + departure.flow().substring(reason + 1) + "]";
    }

    private void putPlace(Map<String, Object> facts, String key, @Nullable Place place) {
        if (place != null) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("index", place.index());
            fact.put("before", orNone(place.before()));
            fact.put("now", orNone(place.now()));
            facts.put(key, fact);
        }
    }

    private static String packets(long count) {
        return count == 1 ? "1 packet" : number(count) + " packets";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
