package pacewire.model.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/**
 * The slots of stochastic fair queueing: queues that hashed flows take while they have packets, by their lengths. Of the
 * longest ones that which became so long last is found at once, as in {@code sch_sfq.c}, where a slot is linked in front of
 * those of its length: so the choice among equals is one of order, not of chance.
 */
final class SfqSlots {
    private final List<Slot> slots = new ArrayList<>();
    /** The slot in front of those of a length. */
    private final @Nullable Slot[] byLength;

    private int longest;

    SfqSlots(int flows, int depth) {
        byLength = new Slot[depth + 1];
        for (int i = 0; i < flows; i++) {
            Slot slot = new Slot();
            slots.add(slot);
            link(slot);
        }
    }

    /** A queue of packets. */
    static final class Slot {
        /** Grows to the depth at most. */
        private final ArrayDeque<Packet> packets = new ArrayDeque<>();

        /** The hash that it stands for; only with packets. */
        int hash;
        /** What it may still send in its turn, in wire bytes. */
        long allot;
        /** The one whose turn comes behind it. */
        @Nullable
        Slot nextInTurn;

        private @Nullable Slot before;
        private @Nullable Slot after;

        int length() {
            return packets.size();
        }
    }

    /** A slot without packets; null when all have some. */
    @Nullable
    Slot free() {
        return byLength[0];
    }

    /** Length of the longest queue. */
    int longestLength() {
        return longest;
    }

    /** Of the longest queues that which became so long last. */
    Slot longest() {
        Slot slot = byLength[longest];
        if (slot == null) {
            throw new IllegalStateException("no slot of length " + longest);
        }
        return slot;
    }

    void append(Slot slot, Packet packet) {
        unlink(slot);
        slot.packets.addLast(packet);
        longest = Math.max(longest, slot.length());
        link(slot);
    }

    /** The first packet; only of a slot with packets. */
    Packet removeFirst(Slot slot) {
        return shortened(slot, true);
    }

    /** The last packet; only of a slot with packets. */
    Packet removeLast(Slot slot) {
        return shortened(slot, false);
    }

    private Packet shortened(Slot slot, boolean atHead) {
        unlink(slot);
        if (slot.length() == longest && byLength[longest] == null) {
            longest--;
        }
        Packet packet = atHead ? slot.packets.removeFirst() : slot.packets.removeLast();
        link(slot);
        return packet;
    }

    /** Takes all packets, slot by slot, which keeps the order within flows. */
    void removeAll(Consumer<Packet> taker) {
        for (Slot slot : slots) {
            while (slot.length() > 0) {
                taker.accept(removeFirst(slot));
            }
        }
    }

    private void link(Slot slot) {
        Slot first = byLength[slot.length()];
        slot.before = null;
        slot.after = first;
        if (first != null) {
            first.before = slot;
        }
        byLength[slot.length()] = slot;
    }

    private void unlink(Slot slot) {
        Slot before = slot.before;
        Slot after = slot.after;
        if (before == null) {
            byLength[slot.length()] = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
    }
}
