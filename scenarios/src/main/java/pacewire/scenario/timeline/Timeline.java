package pacewire.scenario.timeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.CpuTracer;
import pacewire.model.os.OsThread;
import pacewire.model.os.SyscallCall;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.SyscallTracer;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.topology.PacketWitness;
import pacewire.scenario.timeline.TimelineSink.Group;

/** Watches a server and hands what lies in a window of time to a sink. Nothing that it does changes the run. */
public final class Timeline implements SyscallTracer, CpuTracer, PacketWitness {
    private static final int LINE = 0;
    private static final String HARD = "hard interrupt";
    private static final String SOFT = "soft interrupts";

    private final long fromPs;
    private final long toPs;
    private final DataRate lineRate;
    private final TimelineSink sink;
    private final Map<Integer, CoreTrack> cores = new HashMap<>();
    private final Map<Integer, SyscallCall> calls = new LinkedHashMap<>();
    private final Set<Integer> namedThreads = new HashSet<>();
    private boolean isLineNamed;

    /** What a core does, from when on. */
    private static final class CoreTrack {
        private @Nullable String running;
        private long runningSincePs;
        private @Nullable String hard;
        private long hardSincePs;
        private boolean isSoft;
        private long softSincePs;
    }

    /**
     * @param fromPs what ends before this is left out
     * @param toPs what begins after this is left out
     * @param lineRate of the NIC
     */
    public Timeline(long fromPs, long toPs, DataRate lineRate, TimelineSink sink) {
        this.fromPs = fromPs;
        this.toPs = toPs;
        this.lineRate = lineRate;
        this.sink = sink;
    }

    /** Ends what still goes on, when the run has come to the window's end. */
    public void finish() {
        for (Map.Entry<Integer, CoreTrack> core : cores.entrySet()) {
            endHard(core.getKey(), core.getValue(), toPs);
            endSoft(core.getKey(), core.getValue(), toPs);
            endRunning(core.getKey(), core.getValue(), toPs);
        }
        calls.forEach((thread, call) -> callSlice(thread, call, "unfinished", toPs));
    }

    @Override
    public void running(int core, OsThread thread, long nowPs) {
        CoreTrack track = track(core);
        endRunning(core, track, nowPs);
        track.running = thread.toString();
        track.runningSincePs = nowPs;
    }

    @Override
    public void idle(int core, long nowPs) {
        endRunning(core, track(core), nowPs);
    }

    @Override
    public void hardInterruptBegins(int core, String name, long nowPs) {
        CoreTrack track = track(core);
        track.hard = name;
        track.hardSincePs = nowPs;
    }

    @Override
    public void hardInterruptEnds(int core, long nowPs) {
        endHard(core, track(core), nowPs);
    }

    @Override
    public void softInterruptsBegin(int core, boolean isInThread, long nowPs) {
        CoreTrack track = track(core);
        track.isSoft = true;
        track.softSincePs = nowPs;
    }

    @Override
    public void softInterruptsEnd(int core, long nowPs) {
        endSoft(core, track(core), nowPs);
    }

    @Override
    public void entered(OsThread thread, SyscallCall call) {
        calls.put(thread.id(), call);
        if (namedThreads.add(thread.id())) {
            sink.track(Group.THREADS, thread.id(), thread.toString());
        }
    }

    @Override
    public void returned(OsThread thread, SyscallCall call, SyscallResult result, long nowPs) {
        calls.remove(thread.id());
        callSlice(thread.id(), call, result.toString(), nowPs);
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        if (!isLineNamed) {
            isLineNamed = true;
            sink.track(Group.NIC, LINE, "line");
        }
        long endPs = nowPs + lineRate.psForBytesUp(packet.wireBytes());
        if (isInWindow(nowPs, endPs)) {
            sink.slice(Group.NIC, LINE, "flow " + packet.flow, nowPs, endPs, details(packet));
        }
    }

    @Override
    public void dropped(Packet packet, DropReason reason, long nowPs) {}

    private static Map<String, Object> details(Packet packet) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("packet", packet.id);
        details.put("flow", packet.flow);
        details.put("number in the flow", packet.sequence);
        details.put("protocol", packet.protocol == Protocol.TCP ? "TCP" : "UDP");
        details.put("bytes on the wire", packet.wireBytes());
        if (packet.isScheduled()) {
            details.put("departure error", SimTime.format(packet.departureErrorPs()));
        }
        return details;
    }

    private void callSlice(int thread, SyscallCall call, String result, long endPs) {
        if (isInWindow(call.startedPs(), endPs)) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("arguments", call.arguments());
            details.put("result", result);
            sink.slice(Group.THREADS, thread, call.name(), call.startedPs(), endPs, details);
        }
    }

    private CoreTrack track(int core) {
        CoreTrack known = cores.get(core);
        if (known == null) {
            known = new CoreTrack();
            cores.put(core, known);
            sink.track(Group.CORES, core, "core " + core);
        }
        return known;
    }

    private void endRunning(int core, CoreTrack track, long nowPs) {
        String running = track.running;
        if (running != null) {
            track.running = null;
            coreSlice(core, running, track.runningSincePs, nowPs);
        }
    }

    private void endHard(int core, CoreTrack track, long nowPs) {
        String hard = track.hard;
        if (hard != null) {
            track.hard = null;
            coreSlice(core, HARD + ": " + hard, track.hardSincePs, nowPs);
        }
    }

    private void endSoft(int core, CoreTrack track, long nowPs) {
        if (track.isSoft) {
            track.isSoft = false;
            coreSlice(core, SOFT, track.softSincePs, nowPs);
        }
    }

    private void coreSlice(int core, String name, long beginPs, long endPs) {
        if (isInWindow(beginPs, endPs) && endPs > beginPs) {
            sink.slice(Group.CORES, core, name, beginPs, endPs, Map.of());
        }
    }

    private boolean isInWindow(long beginPs, long endPs) {
        return endPs >= fromPs && beginPs <= toPs;
    }
}
