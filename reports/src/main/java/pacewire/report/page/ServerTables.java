package pacewire.report.page;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import pacewire.report.text.Figures;
import pacewire.report.text.ServerCosts;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.CopyResult;
import pacewire.scenario.result.RunResult.ServerResult;

import static pacewire.report.page.ReportTable.number;
import static pacewire.report.page.ReportTable.text;

/** The tables of what it cost the server. */
final class ServerTables {
    private ServerTables() {}

    static ReportTable costs(RunResult result) {
        ServerResult server = result.server();
        ReportTable table = ReportTable.of(text("Cost"), number("Amount"));
        table.add("Payload sent", Figures.inPrint(Figures.size(server.bytesSent())));
        table.add("Copied to user space", Figures.inPrint(Figures.size(server.bytesCopiedToUser())));
        table.add("Copied from user space", Figures.inPrint(Figures.size(server.bytesCopiedFromUser())));
        if (server.copies().total() > 0) {
            table.add("Of what was copied, read from L1, L2, L3, memory", sources(server.copies()));
        }
        table.add("System calls", Figures.count(calls(server.syscalls())));
        table.add("Context switches", Figures.count(server.contextSwitches()));
        table.add("Interrupts", Figures.count(server.interrupts()));
        table.add("Timer wake-ups", Figures.count(server.timerWakeups()));
        table.add("CPU time", Figures.inPrint(Figures.time(server.cpuBusyPs())));
        table.add(
                "CPU utilisation of " + server.cores() + (server.cores() == 1 ? " core" : " cores"),
                Figures.inPrint(Figures.percent(ServerCosts.utilization(result))));
        table.add(
                "CPU time per megabyte sent",
                server.bytesSent() == 0 ? OutcomeTables.NOTHING : Figures.inPrint(ServerCosts.perMegabyte(server)));
        return table;
    }

    private static String sources(CopyResult copies) {
        return LongStream.of(copies.fromL1(), copies.fromL2(), copies.fromL3(), copies.fromMemory())
                .mapToObj(bytes -> Figures.inPrint(Figures.percent((double) bytes / copies.total())))
                .collect(Collectors.joining(", "));
    }

    /** The calls that were made, most often first. */
    static ReportTable syscalls(RunResult result) {
        ReportTable table = ReportTable.of(text("System call"), number("Calls"));
        result.server().syscalls().entrySet().stream()
                .filter(call -> call.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(call -> table.add(call.getKey(), Figures.count(call.getValue())));
        return table;
    }

    private static long calls(Map<String, Long> syscalls) {
        return syscalls.values().stream().mapToLong(Long::longValue).sum();
    }
}
