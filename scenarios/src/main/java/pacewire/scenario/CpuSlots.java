package pacewire.scenario;

import pacewire.model.measure.SlotSeries;
import pacewire.model.os.CpuTracer;
import pacewire.model.os.OsThread;
import pacewire.scenario.result.RunResult.CpuSeries;

/** How long each core worked in each of equal slots of a run. */
final class CpuSlots implements CpuTracer {
    private final long slotPs;
    private final CoreSlots[] cores;

    /** What one core does, and since when it is busy. */
    private static final class CoreSlots {
        private final long[] busyPs = new long[SlotSeries.SLOTS];
        private boolean isRunning;
        private boolean isInHard;
        private boolean isInSoft;
        private long busySincePs;

        private boolean isBusy() {
            return isRunning || isInHard || isInSoft;
        }
    }

    /** @param durationPs length of the run, at least 1 */
    CpuSlots(int coreCount, long durationPs) {
        slotPs = (durationPs - 1) / SlotSeries.SLOTS + 1;
        cores = new CoreSlots[coreCount];
        for (int core = 0; core < coreCount; core++) {
            cores[core] = new CoreSlots();
        }
    }

    /** The series up to the end of the run. */
    CpuSeries series(long endPs) {
        long[][] busyPs = new long[cores.length][];
        for (int core = 0; core < cores.length; core++) {
            if (cores[core].isBusy()) {
                spread(cores[core], endPs);
            }
            busyPs[core] = cores[core].busyPs.clone();
        }
        return new CpuSeries(slotPs, busyPs);
    }

    @Override
    public void running(int core, OsThread thread, long nowPs) {
        CoreSlots slots = begin(core, nowPs);
        slots.isRunning = true;
    }

    @Override
    public void idle(int core, long nowPs) {
        cores[core].isRunning = false;
        endIfIdle(cores[core], nowPs);
    }

    @Override
    public void hardInterruptBegins(int core, String name, long nowPs) {
        CoreSlots slots = begin(core, nowPs);
        slots.isInHard = true;
    }

    @Override
    public void hardInterruptEnds(int core, long nowPs) {
        cores[core].isInHard = false;
        endIfIdle(cores[core], nowPs);
    }

    @Override
    public void softInterruptsBegin(int core, boolean isInThread, long nowPs) {
        CoreSlots slots = begin(core, nowPs);
        slots.isInSoft = true;
    }

    @Override
    public void softInterruptsEnd(int core, long nowPs) {
        cores[core].isInSoft = false;
        endIfIdle(cores[core], nowPs);
    }

    private CoreSlots begin(int core, long nowPs) {
        CoreSlots slots = cores[core];
        if (!slots.isBusy()) {
            slots.busySincePs = nowPs;
        }
        return slots;
    }

    private void endIfIdle(CoreSlots slots, long nowPs) {
        if (!slots.isBusy()) {
            spread(slots, nowPs);
        }
    }

    private void spread(CoreSlots slots, long untilPs) {
        long fromPs = slots.busySincePs;
        while (fromPs < untilPs) {
            int slot = (int) Math.min(SlotSeries.SLOTS - 1, fromPs / slotPs);
            long slotEndPs = slot == SlotSeries.SLOTS - 1 ? untilPs : Math.min(untilPs, (slot + 1) * slotPs);
            slots.busyPs[slot] += slotEndPs - fromPs;
            fromPs = slotEndPs;
        }
        slots.busySincePs = untilPs;
    }
}
