package pacewire.bench.jmh;

import java.io.IOException;

import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;

/** JMH with the options that it always has, over every packet scheduler that there is. */
public final class Suites {
    private static final String SCHEDULER = "scheduler";

    private Suites() {}

    /** Runs the suites whose names match. */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        boolean onlyAsks = given.shouldHelp()
                || given.shouldList()
                || given.shouldListWithParams()
                || given.shouldListProfilers()
                || given.shouldListResultFormats();
        if (onlyAsks || given.getParameter(SCHEDULER).hasValue()) {
            Main.main(arguments);
        } else {
            String[] all =
                    PacketSchedulers.all().stream().map(SchedulerSpec::name).toArray(String[]::new);
            new Runner(new OptionsBuilder().parent(given).param(SCHEDULER, all).build()).run();
        }
    }
}
