package pacewire.model.app;

import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.Program;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;

/**
 * A thread of background load: it computes for a while and sleeps for a while, so that it is busy for a share of the time when
 * it has a core to itself. What it waits for cores it does not make up for (as {@code stress-ng --cpu-load}).
 */
public final class LoadProgram implements Program {
    private static final long MILLION = 1_000_000;

    /** How long the threads compute at a time. */
    public enum Pattern {
        /** The same time, each time; the first sleep is shortened by chance, so that threads do not march in step. */
        CONSTANT("constant"),
        /** Exponentially distributed times with the same mean, and so are the sleeps. */
        BURSTS("bursts");

        private final String key;

        Pattern(String key) {
            this.key = key;
        }

        /** Name in scenario files. */
        public String key() {
            return key;
        }
    }

    private final Pattern pattern;
    private final long computePs;
    private final long sleepPs;
    private final RandomStream random;
    private boolean hasStarted;
    private boolean isComputing;

    /**
     * A thread that is busy for a share of the time.
     *
     * @param periodPs mean time of computing and sleeping once, at least 1 us
     * @param busyPpm share of the time that it computes, in parts per million, 1 to 1,000,000
     */
    public LoadProgram(Pattern pattern, long periodPs, long busyPpm, RandomStream random) {
        this.pattern = pattern;
        this.random = random;
        computePs = periodPs / MILLION * busyPpm;
        sleepPs = periodPs - computePs;
    }

    @Override
    public Step next(SyscallResult last, Syscalls os) {
        if (!hasStarted && sleepPs > 0) {
            hasStarted = true;
            return sleep(random.nextLong(sleepPs), os);
        }
        isComputing = !isComputing || sleepPs == 0;
        return isComputing ? new Step.Compute(drawn(computePs)) : sleep(drawn(sleepPs), os);
    }

    private static Step sleep(long ps, Syscalls os) {
        return ClockNanosleepCall.sleepUntil(os, os.nowPs() + ps);
    }

    private long drawn(long meanPs) {
        return switch (pattern) {
            case CONSTANT -> meanPs;
            case BURSTS -> Math.round(new Distributions.Exponential(meanPs).sample(random));
        };
    }
}
