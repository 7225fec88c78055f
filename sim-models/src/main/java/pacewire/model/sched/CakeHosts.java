package pacewire.model.sched;

import java.util.Arrays;

/** Hosts on one side, and how many bulk queues each has at present: set-associative, as the queues are. */
final class CakeHosts {
    private final int[] tags = new int[CakeTin.QUEUES];
    private final int[] bulk = new int[CakeTin.QUEUES];

    /** The place of a host: the one it has, else a free one of its set, else it shares one. */
    int place(int hash) {
        int home = Integer.remainderUnsigned(hash, CakeTin.QUEUES);
        int set = home - home % CakeTin.WAYS;
        int found = home;
        boolean isFound = false;
        for (int way = 0; way < CakeTin.WAYS; way++) {
            int place = set + (home + way) % CakeTin.WAYS;
            if (tags[place] == hash) {
                return place;
            }
            if (!isFound && bulk[place] == 0) {
                found = place;
                isFound = true;
            }
        }
        tags[found] = hash;
        return found;
    }

    void add(int place, int queues) {
        bulk[place] += queues;
    }

    /** Bulk queues of a host. */
    int bulk(int place) {
        return bulk[place];
    }

    void reset() {
        Arrays.fill(tags, 0);
        Arrays.fill(bulk, 0);
    }
}
