package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.measure.PacketBook;
import pacewire.model.nic.Nic;
import pacewire.model.nic.NicSettings;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MemoryLevel;
import pacewire.model.os.storage.Disk;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.WakeUpLatency;
import pacewire.model.transport.TcpSettings;

/**
 * The operating system of a server: runs the threads of its processes on the cores, carries out their system calls, paces
 * transfers, and drives the network device. Everything that runs is charged CPU time from the machine profile.
 */
public final class Kernel implements Core.Executor {
    private static final int FIRST_THREAD = 1000;

    private final KernelParts parts;
    private final Cpu cpu;
    private final FlowTable flows;
    private final NetDevice device;
    private final InterruptStorm storm;
    private @Nullable DiskInterrupt diskInterrupt;
    private final Network network;
    private final SyscallTable table = new SyscallTable();
    private final Syscalls syscalls = new Syscalls(this);
    private final TransmitPlans plans;
    private final DataCaches caches;
    private final List<OsProcess> processes = new ArrayList<>();
    /** The kernel's own threads come before, one for each core. */
    private int nextThread;

    private long bytesCopiedToUser;
    private long bytesCopiedFromUser;
    private long minorFaults;
    private long majorFaults;

    /**
     * What a kernel is made of.
     *
     * @param cores CPU cores, at least 1
     * @param isPacingIsolated whether the last of at least two cores is there for the packet scheduler alone
     * @param host the server's host number
     * @param side what stands before the transmit queues of the NIC
     * @param flowNumbers issues the flow numbers of the whole world
     * @param drops takes packets that end at the server
     * @param tcp what its TCP is set to
     * @param controlBook books of the TCP segments that are made and received here
     */
    public record KernelParts(
            Simulation simulation,
            MachineProfile profile,
            int cores,
            boolean isPacingIsolated,
            int host,
            FileSystem files,
            PageCacheReader pages,
            TransmitSide side,
            Nic nic,
            PacketPool pool,
            IntSupplier flowNumbers,
            TcpSettings tcp,
            DropListener drops,
            PacketBook controlBook,
            ServerProbe probe,
            SyscallTracer tracer,
            CpuTracer cpuTracer) {}

    public Kernel(KernelParts parts) {
        this.parts = parts;
        plans = new TransmitPlans(parts.files());
        nextThread = Math.max(FIRST_THREAD, parts.cores() + 1);
        cpu = new Cpu(
                parts.cores(), parts.isPacingIsolated(), parts.simulation(), parts.profile(), this, parts.cpuTracer());
        flows = new FlowTable(parts.flowNumbers());
        network = new Network(this);
        parts.pages().completeThrough(this::handleReads);
        caches = new DataCaches(parts.profile(), parts.cores(), parts.pages().cache());
        parts.pages().tellOfLandings(caches::landed);
        storm = new InterruptStorm(parts.simulation(), cpu.interruptCore(), parts.profile());
        device = new NetDevice(
                parts.profile(), cpu, parts.side(), parts.nic(), flows, network, parts.drops(), parts.probe());
    }

    private Disk.Reader handleReads(Disk.Reader reader) {
        DiskInterrupt handler = new DiskInterrupt(cpu.interruptCore(), parts.profile(), reader);
        diskInterrupt = handler;
        return handler;
    }

    /**
     * What a packet scheduler may count on here.
     *
     * @param isPacingIsolated whether a core is there for it alone
     * @param nic what its NIC is set to
     * @param drops takes what it drops; {@link #droppedByScheduler} is meant
     */
    public static SchedulerEnvironment environment(
            MachineProfile profile,
            boolean isPacingIsolated,
            NicSettings nic,
            DropListener drops,
            RandomStreams streams) {
        return new SchedulerEnvironment(
                nic.rate(),
                SenderCosts.packetPs(profile, isPacingIsolated),
                SenderCosts.wakeUp(profile, isPacingIsolated, nic),
                SchedulerEnvironment.STANDARD_WIRE_BYTES,
                drops,
                "server/scheduler",
                streams);
    }

    /** Tears down a flow with metrics. */
    void closeFlow(int flow, long nowPs) {
        device.scheduler(flow, cpu.interruptCore()).closeFlow(flow, nowPs);
        tolerancesChanged(nowPs);
    }

    /** Flows have come or gone: the core that sends may idle as deep as the least of the tolerances allows. */
    void tolerancesChanged(long nowPs) {
        long leastPs = device.leastTolerancePs();
        cpu.pacingCore()
                .limitIdleExit(
                        leastPs == SimTime.NEVER ? SimTime.NEVER : WakeUpLatency.idleExitLimitPs(leastPs), nowPs);
    }

    /** Takes a packet that the packet scheduler had taken, and dropped later. */
    public void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        device.droppedByScheduler(packet, reason, nowPs);
    }

    /** Starts a process with one thread. */
    public OsProcess spawn(String processName, Program main) {
        return spawn(processName, ThreadSettings.NORMAL, List.of(main));
    }

    /**
     * Starts a process.
     *
     * @param settings what its threads are like
     * @param programs one for each thread
     */
    public OsProcess spawn(String processName, ThreadSettings settings, List<? extends Program> programs) {
        OsProcess process = new OsProcess(processName, profile().descriptors(), settings);
        processes.add(process);
        for (Program program : programs) {
            startThread(process, program, now());
        }
        return process;
    }

    OsThread startThread(OsProcess process, Program program, long nowPs) {
        OsThread thread = new OsThread(process, nextThread++, program, nowPs);
        cpu.makeReady(thread, nowPs);
        return thread;
    }

    /** Wakes a thread that sleeps; does nothing when something else has woken it already. */
    void wake(OsThread thread, long nowPs) {
        if (thread.isBlocked()) {
            if (thread.blockedIn() == DelayPart.PROPAGATION && !thread.isServingMany()) {
                // It waited for a client: what it sends next belongs to no schedule that it kept before.
                thread.forgetDelays(nowPs);
            } else {
                thread.account(thread.blockedIn(), nowPs);
            }
            cpu.makeReady(thread, nowPs);
        }
    }

    @Override
    public void workDone(OsThread thread, long nowPs) {
        SyscallResult result = SyscallResult.done(0);
        if (thread.isInCall()) {
            SyscallCall call = thread.call();
            result = call.row().handler().handle(call, this, nowPs);
            switch (result.kind()) {
                case WORKING -> {
                    return;
                }
                case BLOCKED -> {
                    thread.block(result.waitPart());
                    return;
                }
                case DONE, FAILED -> leaveCall(thread, call, result, nowPs);
                default -> throw new AssertionError(result.kind());
            }
        }
        if (thread.isRunning()) {
            nextStep(thread, result, nowPs);
        }
    }

    private void leaveCall(OsThread thread, SyscallCall call, SyscallResult result, long nowPs) {
        Errno error = result.errno();
        if (error != null && !call.row().errors().contains(error)) {
            throw new IllegalStateException(call.name() + " failed with " + error + ", which its row does not know");
        }
        thread.leaveCall();
        parts.tracer().returned(thread, call, result, nowPs);
    }

    private void nextStep(OsThread thread, SyscallResult last, long nowPs) {
        Step step = thread.program().next(last, syscalls.of(thread));
        if (step instanceof SyscallCall call) {
            call.startPs = nowPs;
            thread.enterCall();
            parts.tracer().entered(thread, call);
            table.count(call.row());
            thread.demand(profile().syscallPs() + call.row().handler().baseCostPs(profile()), DelayPart.SYSCALL);
        } else if (step instanceof Step.Compute work) {
            thread.demand(work.ps(), DelayPart.SYSCALL);
        }
    }

    /** How much later than due a thread's sleeps may end: those of real-time threads never (Linux {@code hrtimer_nanosleep}). */
    long timerSlackPs(OsThread thread) {
        return thread.policy().isRealTime() ? 0 : thread.timerSlackPs(profile().timerSlackPs());
    }

    /** Sets a thread's own timer to wake it as a program's sleep would, and may be late by the thread's slack. */
    void armSleep(OsThread thread, WakeUp wakeUp, long untilPs, long nowPs) {
        long softPs = profile().userTimerExpiryPs(untilPs);
        coreOf(thread).timers().arm(wakeUp, softPs, softPs + timerSlackPs(thread), nowPs);
    }

    /** Sets a timer that is to end a call's wait, which may be late by the slack that Linux {@code select_estimate_accuracy}
     * gives it: the thread's own, and a thousandth of the wait, up to 100 ms. */
    void armTimeout(OsThread thread, WakeUp wakeUp, long timeoutPs, long nowPs) {
        long softPs = profile().userTimerExpiryPs(nowPs + timeoutPs);
        long slackPs = Math.max(timerSlackPs(thread), Math.min(timeoutPs / 1000, 100 * SimTime.MILLISECOND));
        coreOf(thread).timers().arm(wakeUp, softPs, softPs + slackPs, nowPs);
    }

    /** Sets a timer without slack, on the core where a thread runs. */
    void armTimer(OsThread thread, KernelTimer timer, long duePs, long nowPs) {
        cancelTimer(timer, nowPs);
        long expiryPs = profile().userTimerExpiryPs(duePs);
        coreOf(thread).timers().arm(timer, expiryPs, expiryPs, nowPs);
    }

    /** Stops a timer, on whichever core it stands; does nothing when it is not armed. */
    void cancelTimer(KernelTimer timer, long nowPs) {
        TimerBase base = timer.base;
        if (base != null) {
            base.cancel(timer, nowPs);
        }
    }

    /** Sends a packet from a thread's context. */
    void transmit(OsThread thread, Packet packet, long nowPs) {
        device.enqueue(packet, coreOf(thread), nowPs);
    }

    /** Sends a packet from a soft interrupt's context. */
    void transmit(Packet packet, long nowPs) {
        device.enqueue(packet, device.softInterruptCore(), nowPs);
    }

    private Core coreOf(OsThread thread) {
        Core core = thread.lastCore();
        return core == null ? cpu.interruptCore() : core;
    }

    void copiedToUser(long bytes) {
        bytesCopiedToUser += bytes;
    }

    void copiedFromUser(long bytes) {
        bytesCopiedFromUser += bytes;
    }

    long now() {
        return parts.simulation().nowPs();
    }

    MachineProfile profile() {
        return parts.profile();
    }

    KernelParts parts() {
        return parts;
    }

    /** Where lies what is copied. */
    DataCaches caches() {
        return caches;
    }

    /** The core on which a call's work is done. */
    int coreOf(SyscallCall call) {
        return coreOf(call.thread()).number();
    }

    TransmitPlans plans() {
        return plans;
    }

    SyscallTable table() {
        return table;
    }

    FlowTable flows() {
        return flows;
    }

    Network network() {
        return network;
    }

    /** The packet scheduler of a flow, whose first packet a thread will send, or has sent. */
    PacketScheduler scheduler(int flow, OsThread thread) {
        return device.scheduler(flow, coreOf(thread));
    }

    /** Bytes of files copied from the kernel to an application. */
    public long bytesCopiedToUser() {
        return bytesCopiedToUser;
    }

    /** Bytes of files copied from an application to the kernel. */
    public long bytesCopiedFromUser() {
        return bytesCopiedFromUser;
    }

    /** Bytes that copies between kernel and applications found at a level of memory; 0 where a copy takes the same everywhere. */
    public long bytesCopiedFrom(MemoryLevel level) {
        return caches.copiedFrom(level);
    }

    /** Counts page faults in mapped files. */
    void faulted(int minor, int major) {
        minorFaults += minor;
        majorFaults += major;
    }

    /** Page faults in mapped files that found their page in memory. */
    public long minorFaults() {
        return minorFaults;
    }

    /** Page faults in mapped files that had to read their page from the disk. */
    public long majorFaults() {
        return majorFaults;
    }

    /** Calls made so far, by name; every call of the table stands here. */
    public SortedMap<String, Long> syscalls() {
        return table.counts();
    }

    public long contextSwitches() {
        return cpu.contextSwitches();
    }

    /**
     * A device interrupts the first core without cause, from now on every so often until an instant, until the kernel turns
     * its interrupt off.
     */
    public void interruptStorm(long everyPs, long untilPs) {
        storm.start(everyPs, untilPs, now());
    }

    /** The NIC sends and receives nothing until an instant, see {@link Nic#stall}. */
    public void stallNic(long untilPs) {
        parts.nic().stall(untilPs);
    }

    /** Interrupts taken: the NIC's, the disk's, the timers', and those without cause. */
    public long interrupts() {
        long ofDisk = diskInterrupt == null ? 0 : diskInterrupt.interrupts();
        return parts.nic().interrupts() + ofDisk + cpu.timerInterrupts() + storm.interrupts();
    }

    /** Doorbells of the NIC rung. */
    public long doorbells() {
        return device.doorbells();
    }

    /** Timers that expired and woke a thread or the packet scheduler. */
    public long timerWakeups() {
        return cpu.timerExpiries();
    }

    /** What the cores and the processes have spent their time in so far. */
    public CpuUsage cpuUsage() {
        return cpu.usage(processes, now());
    }

    /** CPU time used by all cores together, in picoseconds. */
    public long cpuBusyPs() {
        return cpu.busyPs(now());
    }

    /** Packets that the machine holds, for the books. */
    public long packetsHeld() {
        return device.packetsHeld() + parts.nic().packetsHeld();
    }

    @Override
    public String toString() {
        return "kernel of " + profile() + " at " + SimTime.format(now());
    }
}
