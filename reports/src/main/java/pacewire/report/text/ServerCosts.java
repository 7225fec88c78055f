package pacewire.report.text;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ServerResult;

/** What the server's work cost, in words. */
public final class ServerCosts {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private ServerCosts() {}

    /** CPU time, such as "CPU 120 ms (0.3 % of 4 cores), 960 us per MB sent". */
    public static String cpu(RunResult result) {
        ServerResult server = result.server();
        String cores = server.cores() == 1 ? "1 core" : server.cores() + " cores";
        return "CPU " + Figures.time(server.cpuBusyPs()) + " (" + Figures.percent(utilization(result)) + " of " + cores
                + ")" + (server.bytesSent() == 0 ? "" : ", " + perMegabyte(server) + " per MB sent");
    }

    /** Share of all cores' time that was used, 0 to 1. */
    public static double utilization(RunResult result) {
        ServerResult server = result.server();
        double available = (double) result.simulatedPs() / SimTime.SECOND * server.cores();
        return available == 0 ? 0 : server.cpuBusyPs() / (double) SimTime.SECOND / available;
    }

    /** CPU time for a megabyte of payload sent. */
    public static String perMegabyte(ServerResult server) {
        return Figures.time(server.cpuBusyPs() / (server.bytesSent() / BYTES_PER_MEGABYTE));
    }
}
