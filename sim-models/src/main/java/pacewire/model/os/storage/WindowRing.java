package pacewire.model.os.storage;

/** A ring of windows from old to new, through a sentinel whose number is the number of all windows. */
final class WindowRing {
    private final int[] older;
    private final int[] newer;
    private final int sentinel;

    WindowRing(int windows) {
        sentinel = windows;
        older = new int[windows + 1];
        newer = new int[windows + 1];
        older[sentinel] = sentinel;
        newer[sentinel] = sentinel;
    }

    /** What stands where there is no window. */
    int sentinel() {
        return sentinel;
    }

    /** The oldest; the sentinel when there is none. */
    int oldest() {
        return newer[sentinel];
    }

    /** The next newer one; the sentinel behind the newest. */
    int newerThan(int window) {
        return newer[window];
    }

    void addNewest(int window) {
        int second = older[sentinel];
        older[window] = second;
        newer[window] = sentinel;
        newer[second] = window;
        older[sentinel] = window;
    }

    void remove(int window) {
        newer[older[window]] = newer[window];
        older[newer[window]] = older[window];
    }
}
