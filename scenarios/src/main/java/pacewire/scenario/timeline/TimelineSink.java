package pacewire.scenario.timeline;

import java.util.Map;

/** Takes what a timeline saw, track by track as things end, and not in the order of time. */
public interface TimelineSink {
    /** The group of tracks that a track stands in, in the order to show them. */
    enum Group {
        /** One track a core: the thread that it runs, and the interrupts in between. */
        CORES("CPU cores"),
        /** One track a thread: its system calls. */
        THREADS("threads"),
        /** One track for the line: the frames on it. */
        NIC("NIC"),
        /** Numbers over time. */
        COUNTERS("server");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** Names a track, once, before anything on it. */
    void track(Group group, int track, String name);

    /**
     * Something that took time. Things on one track lie beside or within each other.
     *
     * @param details shown when one looks at it: texts and whole numbers
     */
    void slice(Group group, int track, String name, long beginPs, long endPs, Map<String, Object> details);

    /** A number from an instant on. */
    void counter(String name, long nowPs, long value);
}
