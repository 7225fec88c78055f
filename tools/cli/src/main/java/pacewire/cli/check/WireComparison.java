package pacewire.cli.check;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.cli.check.WireDifference.Departure;
import pacewire.cli.check.WireDifference.Extra;
import pacewire.cli.check.WireDifference.Place;
import pacewire.cli.check.WireDifference.Shift;
import pacewire.cli.check.WireDifference.Span;

/**
 * Compares two logs packet by packet. A packet is the same in both when flow and number are; of a number that a flow uses several
 * times (a segment sent again), the first is paired with the first, the second with the second.
 */
final class WireComparison {
    private static final int NONE = -1;

    private final DepartureLog before;
    private final DepartureLog now;
    /** Index of each packet's partner in the other log, or {@link #NONE}. */
    private final int[] partnerOfBefore;

    private final int[] partnerOfNow;

    private WireComparison(DepartureLog before, DepartureLog now) {
        this.before = before;
        this.now = now;
        partnerOfBefore = new int[before.kept()];
        partnerOfNow = new int[now.kept()];
        Arrays.fill(partnerOfBefore, NONE);
        Arrays.fill(partnerOfNow, NONE);
    }

    /** How the later log differs from the earlier one. */
    static WireDifference compare(DepartureLog before, DepartureLog now) {
        return new WireComparison(before, now).difference();
    }

    private WireDifference difference() {
        int first = firstDifference();
        if (first == NONE) {
            Extra nothing = new Extra(0, null);
            return new WireDifference(null, 0, null, nothing, nothing, 0, null, null, differenceBehind());
        }
        pair();
        return new WireDifference(
                place(first, first),
                moved(),
                largestShift(),
                unpaired(before, partnerOfBefore),
                unpaired(now, partnerOfNow),
                otherLength(),
                withinFlow(),
                acrossFlows(),
                null);
    }

    private int firstDifference() {
        int shorter = Math.min(before.kept(), now.kept());
        int[] numbers = numbersInNow();
        for (int i = 0; i < shorter; i++) {
            if (before.timeAt(i) != now.timeAt(i)
                    || before.packetAt(i) != now.packetAt(i)
                    || before.bytesAt(i) != now.bytesAt(i)
                    || numbers[before.flowNumberAt(i)] != now.flowNumberAt(i)) {
                return i;
            }
        }
        boolean oneEnds = before.kept() != now.kept() && before.count() != now.count();
        return oneEnds ? shorter : NONE;
    }

    /** The later log's number of each of the earlier one's flows. */
    private int[] numbersInNow() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < now.flows().size(); number++) {
            numbers.put(now.flows().get(number), number);
        }
        return before.flows().stream()
                .mapToInt(flow -> numbers.getOrDefault(flow, NONE))
                .toArray();
    }

    /** Behind what is kept, the checkpoints tell where. */
    private @Nullable Span differenceBehind() {
        List<DepartureLog.Checkpoint> old = before.checkpoints();
        List<DepartureLog.Checkpoint> fresh = now.checkpoints();
        long same = Math.min(before.kept(), now.kept());
        for (int i = 0; i < Math.min(old.size(), fresh.size()); i++) {
            if (!old.get(i).equals(fresh.get(i))) {
                return new Span(same + 1, fresh.get(i).count());
            }
            same = fresh.get(i).count();
        }
        boolean isSame = before.count() == now.count() && old.size() == fresh.size();
        return isSame ? null : new Span(same + 1, Math.max(before.count(), now.count()));
    }

    private void pair() {
        int[][] oldByFlow = byFlow(before);
        int[][] newByFlow = byFlow(now);
        int[] numbers = numbersInNow();
        for (int flow = 0; flow < numbers.length; flow++) {
            if (numbers[flow] != NONE) {
                pair(oldByFlow[flow], newByFlow[numbers[flow]]);
            }
        }
    }

    /** Most flows begin with the same packets in the same order; only what comes after that has to be looked for. */
    private void pair(int[] old, int[] fresh) {
        int same = 0;
        while (same < Math.min(old.length, fresh.length) && before.packetAt(old[same]) == now.packetAt(fresh[same])) {
            join(old[same], fresh[same]);
            same++;
        }
        Map<Long, ArrayDeque<Integer>> waiting = new HashMap<>();
        for (int i = same; i < old.length; i++) {
            waiting.computeIfAbsent(before.packetAt(old[i]), packet -> new ArrayDeque<>())
                    .add(old[i]);
        }
        for (int i = same; i < fresh.length; i++) {
            ArrayDeque<Integer> partners = waiting.get(now.packetAt(fresh[i]));
            if (partners != null && !partners.isEmpty()) {
                join(partners.remove(), fresh[i]);
            }
        }
    }

    private void join(int old, int fresh) {
        partnerOfBefore[old] = fresh;
        partnerOfNow[fresh] = old;
    }

    /** The indices of each flow's departures. */
    private static int[][] byFlow(DepartureLog log) {
        int[] counts = new int[log.flows().size()];
        for (int i = 0; i < log.kept(); i++) {
            counts[log.flowNumberAt(i)]++;
        }
        int[][] indices = new int[counts.length][];
        Arrays.setAll(indices, flow -> new int[counts[flow]]);
        Arrays.fill(counts, 0);
        for (int i = 0; i < log.kept(); i++) {
            int flow = log.flowNumberAt(i);
            indices[flow][counts[flow]++] = i;
        }
        return indices;
    }

    private long moved() {
        long moved = 0;
        for (int i = 0; i < partnerOfNow.length; i++) {
            if (partnerOfNow[i] != NONE && now.timeAt(i) != before.timeAt(partnerOfNow[i])) {
                moved++;
            }
        }
        return moved;
    }

    private @Nullable Shift largestShift() {
        Shift largest = null;
        for (int i = 0; i < partnerOfNow.length; i++) {
            int partner = partnerOfNow[i];
            if (partner == NONE || now.timeAt(i) == before.timeAt(partner)) {
                continue;
            }
            if (largest == null || Math.abs(now.timeAt(i) - before.timeAt(partner)) > largest.distance()) {
                largest = new Shift(departure(before, partner), departure(now, i));
            }
        }
        return largest;
    }

    private long otherLength() {
        long count = 0;
        for (int i = 0; i < partnerOfNow.length; i++) {
            if (partnerOfNow[i] != NONE && now.bytesAt(i) != before.bytesAt(partnerOfNow[i])) {
                count++;
            }
        }
        return count;
    }

    private static Extra unpaired(DepartureLog log, int[] partners) {
        long count = 0;
        Departure first = null;
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] == NONE) {
                count++;
                first = first == null ? departure(log, i) : first;
            }
        }
        return new Extra(count, first);
    }

    /** The first packet that departs, in its flow, before one that it followed. */
    private @Nullable Place withinFlow() {
        int[] latestPartner = new int[now.flows().size()];
        Arrays.fill(latestPartner, NONE);
        for (int i = 0; i < partnerOfNow.length; i++) {
            int flow = now.flowNumberAt(i);
            if (partnerOfNow[i] == NONE) {
                continue;
            }
            if (partnerOfNow[i] < latestPartner[flow]) {
                return place(latestPartner[flow], i);
            }
            latestPartner[flow] = partnerOfNow[i];
        }
        return null;
    }

    /** Walks through the packets that both logs have, and stops where the flows are not the same. */
    private @Nullable Place acrossFlows() {
        int old = 0;
        for (int i = 0; i < partnerOfNow.length; i++) {
            if (partnerOfNow[i] == NONE) {
                continue;
            }
            while (partnerOfBefore[old] == NONE) {
                old++;
            }
            if (!now.flowAt(i).equals(before.flowAt(old))) {
                return place(old, i);
            }
            old++;
        }
        return null;
    }

    private Place place(int indexBefore, int indexNow) {
        return new Place(
                indexNow < now.kept() ? indexNow : indexBefore,
                indexBefore < before.kept() ? departure(before, indexBefore) : null,
                indexNow < now.kept() ? departure(now, indexNow) : null);
    }

    private static Departure departure(DepartureLog log, int index) {
        return new Departure(log.timeAt(index), log.flowAt(index), log.packetAt(index), log.bytesAt(index));
    }
}
