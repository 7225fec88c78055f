package pacewire.model.os;

import java.util.List;

import pacewire.model.os.cpu.SchedulingPolicy;

/**
 * What the threads of a process are like.
 *
 * @param policy how they compete for the cores
 * @param cores numbers of the cores that they may run on; empty: all
 * @param sendsPackets whether they may send packets, so that it is kept what they spend their time in
 */
public record ThreadSettings(SchedulingPolicy policy, List<Integer> cores, boolean sendsPackets) {
    /** Threads of nice 0 on all cores, which may send packets. */
    public static final ThreadSettings NORMAL = new ThreadSettings(SchedulingPolicy.NORMAL, List.of(), true);

    public ThreadSettings {
        cores = List.copyOf(cores);
    }

    /** Threads that send nothing. */
    public static ThreadSettings silent(SchedulingPolicy policy, List<Integer> cores) {
        return new ThreadSettings(policy, cores, false);
    }

    boolean mayRunOn(int core) {
        return cores.isEmpty() || cores.contains(core);
    }
}
