package pacewire.model.os;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * What a thread spent its recent time in: consecutive segments, each with its end and its part. When the thread hands a
 * datagram to the kernel, the segments since the datagram's ideal instant are its delay so far.
 *
 * <p>There is one for every thread and every transfer, and most hold a single segment or none: more than one moves into a
 * ring of its own, which then stays.
 */
final class DelayTimeline {
    /** The part of the one segment kept; null when there are none or several. */
    private @Nullable DelayPart single;

    private @Nullable Segments several;
    /** Where the first segment kept begins. */
    private long beginPs;

    private long endPs;

    /** Everything since the last segment's end was spent in this part. */
    void append(DelayPart part, long untilPs) {
        if (untilPs <= endPs) {
            return;
        }
        Segments ring = several;
        if (ring != null && ring.size > 0) {
            ring.append(part, endPs, untilPs);
        } else if (single == null || single == part) {
            single = part;
        } else {
            ring = ring == null ? new Segments() : ring;
            several = ring;
            ring.append(single, beginPs, endPs);
            ring.append(part, endPs, untilPs);
            single = null;
        }
        endPs = untilPs;
    }

    /**
     * Charges a packet with what happened since its account was charged last, mostly its base. Later packets of this thread
     * have later ones, so what lies before this one's is forgotten. What happened before the first segment counts for that one.
     */
    void chargeTo(Packet packet) {
        forgetUntil(packet.accountedToPs());
        if (single != null) {
            packet.spend(single, endPs);
        } else if (several != null && several.size > 0) {
            several.chargeTo(packet, beginPs);
        }
    }

    private void forgetUntil(long instantPs) {
        if (single == null && several != null) {
            beginPs = several.forgetUntil(instantPs, beginPs);
        } else if (endPs <= instantPs) {
            single = null;
            beginPs = endPs;
        }
    }

    /** What was done since an instant counts for a part from now on. */
    void countAs(DelayPart part, long sincePs) {
        long untilPs = endPs;
        if (sincePs >= untilPs) {
            return;
        }
        if (several != null && several.size > 0) {
            endPs = several.forgetSince(sincePs, beginPs);
        } else {
            endPs = Math.max(sincePs, beginPs);
            single = endPs == beginPs ? null : single;
        }
        append(part, untilPs);
    }

    /** Forgets everything: what comes next belongs to no schedule of before. */
    void clear() {
        single = null;
        beginPs = endPs;
        if (several != null) {
            several.clear();
        }
    }

    /** Forgets everything before an instant, which is not before the last segment's end: what comes next begins there. */
    void restartAt(long instantPs) {
        if (several != null && several.size > 0) {
            several.clear();
        }
        single = null;
        endPs = instantPs;
        beginPs = instantPs;
    }

    /**
     * A ring of segments. Running totals by part make the time since an instant a difference of two sums: a sender that is
     * seconds behind its schedule charges each datagram with thousands of segments at once.
     */
    @SuppressWarnings("EnumOrdinal") // the parts index an array of sums
    private static final class Segments {
        private static final int FIRST_CAPACITY = 16;

        private long[] endsPs = new long[FIRST_CAPACITY];
        private DelayPart[] parts = new DelayPart[FIRST_CAPACITY];
        private int head;
        private int size;
        /** Time in each part from the first segment kept to the last. */
        private final long[] totalPs = new long[DelayPart.COUNT];

        private void append(DelayPart part, long fromPs, long untilPs) {
            int mask = endsPs.length - 1;
            totalPs[part.ordinal()] += untilPs - fromPs;
            int last = (head + size - 1) & mask;
            if (size > 0 && parts[last] == part) {
                endsPs[last] = untilPs;
                return;
            }
            if (size == endsPs.length) {
                grow();
                mask = endsPs.length - 1;
            }
            int index = (head + size++) & mask;
            endsPs[index] = untilPs;
            parts[index] = part;
        }

        private void chargeTo(Packet packet, long beginPs) {
            long fromPs = packet.accountedToPs();
            long spentToPs = fromPs;
            int firstPart = parts[head & (parts.length - 1)].ordinal();
            for (int part = 0; part < DelayPart.COUNT; part++) {
                spentToPs += totalPs[part] + (part == firstPart ? beginPs - fromPs : 0);
                packet.spend(DelayPart.of(part), spentToPs);
            }
        }

        /** Returns where the first segment kept begins. */
        private long forgetUntil(long instantPs, long presentBeginPs) {
            long beginPs = presentBeginPs;
            int mask = endsPs.length - 1;
            while (size > 0 && endsPs[head] <= instantPs) {
                totalPs[parts[head].ordinal()] -= endsPs[head] - beginPs;
                beginPs = endsPs[head];
                head = (head + 1) & mask;
                size--;
            }
            return beginPs;
        }

        /** Returns where the last segment kept ends. */
        private long forgetSince(long instantPs, long beginPs) {
            int mask = endsPs.length - 1;
            while (size > 0) {
                int last = (head + size - 1) & mask;
                long fromPs = size == 1 ? beginPs : endsPs[(last - 1) & mask];
                long keptPs = Math.max(fromPs, instantPs);
                totalPs[parts[last].ordinal()] -= endsPs[last] - keptPs;
                if (keptPs > fromPs) {
                    endsPs[last] = keptPs;
                    return keptPs;
                }
                size--;
            }
            return beginPs;
        }

        private void clear() {
            Arrays.fill(totalPs, 0);
            size = 0;
        }

        private void grow() {
            int capacity = endsPs.length;
            long[] newEnds = new long[2 * capacity];
            DelayPart[] newParts = Arrays.copyOf(parts, 2 * capacity);
            for (int i = 0; i < size; i++) {
                int index = (head + i) & (capacity - 1);
                newEnds[i] = endsPs[index];
                newParts[i] = parts[index];
            }
            endsPs = newEnds;
            parts = newParts;
            head = 0;
        }
    }
}
