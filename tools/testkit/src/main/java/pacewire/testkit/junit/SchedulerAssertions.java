package pacewire.testkit.junit;

import pacewire.testkit.replay.ReplayResult;

/** Where assertions about replays begin: {@code assertThat(Replay.through(...)...run()).leavesInOrder("a", "b")}. */
public final class SchedulerAssertions {
    private SchedulerAssertions() {}

    /** Begins. */
    public static ReplayAssert assertThat(ReplayResult result) {
        return new ReplayAssert(result);
    }
}
