package pacewire.scenario;

import java.util.List;
import java.util.function.Consumer;

import pacewire.core.event.Simulation;
import pacewire.core.trace.Trace;
import pacewire.model.os.SyscallTracer;
import pacewire.model.topology.PacketWitness;
import pacewire.model.topology.Testbed;
import pacewire.model.topology.World;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.timeline.Timeline;
import pacewire.scenario.timeline.TimelineSink;

/** Runs a scenario from start to end. */
public final class ScenarioRunner {
    /** How often whoever watches is told: some dozen times a second on a usual machine. */
    private static final long EVENTS_BETWEEN_REPORTS = 100_000;

    /** Names of the processes that a run has. */
    public static final List<String> PROCESSES = List.of(Testbed.SERVER_PROCESS);

    private ScenarioRunner() {}

    /**
     * Runs a scenario.
     *
     * @param observer is told how far the run has come; what it throws ends the run
     * @throws IllegalStateException when the books of the run do not balance, which is a fault of the simulator
     */
    public static RunResult run(Scenario scenario, RunObserver observer) {
        return run(scenario, observer, PacketWitness.NONE);
    }

    /**
     * Runs a scenario.
     *
     * @param observer is told how far the run has come; what it throws ends the run
     * @param witness sees the packets that depart and those that are dropped
     * @throws IllegalStateException when the books of the run do not balance, which is a fault of the simulator
     */
    public static RunResult run(Scenario scenario, RunObserver observer, PacketWitness witness) {
        World world = new World(scenario.seed(), Trace.NONE, witness);
        CpuSlots cpu = new CpuSlots(scenario.server().cores(), scenario.durationPs());
        Testbed testbed = ScenarioWiring.wire(scenario, world, SyscallTracer.NONE, cpu);
        runUntil(scenario.durationPs(), world.simulation(), observer);
        testbed.requireBalancedBooks();
        return ResultAssembler.assemble(scenario, testbed, world, cpu);
    }

    /**
     * Runs a scenario up to an instant and prints the system calls of a process, one line each, as {@code strace -f -ttt -T}
     * does, with virtual times.
     */
    public static void strace(Scenario scenario, StraceQuery query, Consumer<String> lines) {
        World world = new World(scenario.seed());
        StracePrinter printer = new StracePrinter(query, lines);
        ScenarioWiring.wire(scenario, world, printer);
        runUntil(Math.min(query.toPs(), scenario.durationPs()), world.simulation(), RunObserver.NONE);
        printer.finish();
    }

    /**
     * Runs a scenario up to the end of a window and hands what its server did in the window to a sink.
     *
     * @param fromPs what ends before this instant is left out
     * @param toPs the run ends here, at the latest with the scenario
     * @param observer is told how far the run has come; what it throws ends the run
     */
    public static void trace(Scenario scenario, long fromPs, long toPs, TimelineSink sink, RunObserver observer) {
        long endPs = Math.min(toPs, scenario.durationPs());
        Timeline timeline = new Timeline(fromPs, endPs, scenario.server().nic().rate(), sink);
        World world = new World(scenario.seed(), Trace.NONE, timeline);
        ScenarioWiring.wire(scenario, world, timeline, timeline);
        runUntil(endPs, world.simulation(), observer);
        timeline.finish();
    }

    private static void runUntil(long endPs, Simulation simulation, RunObserver observer) {
        while (!simulation.runUntil(endPs, EVENTS_BETWEEN_REPORTS)) {
            observer.progress(simulation.nowPs(), endPs, simulation.eventsFired());
        }
        observer.progress(simulation.nowPs(), endPs, simulation.eventsFired());
    }
}
