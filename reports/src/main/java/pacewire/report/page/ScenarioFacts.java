package pacewire.report.page;

import pacewire.core.units.DataRate;
import pacewire.core.units.DataSize;
import pacewire.report.text.Figures;
import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult;

import static pacewire.report.page.ReportTable.prose;
import static pacewire.report.page.ReportTable.text;

/** What was run, and what proves it. */
final class ScenarioFacts {
    private ScenarioFacts() {}

    static ReportTable of(RunResult result) {
        Scenario scenario = result.scenario();
        Scenario.Server server = scenario.server();
        ReportTable table = ReportTable.of(text("Fact"), prose("Value"));
        table.add("Application", server.application().type());
        table.add("Packet scheduler", server.schedulerName());
        table.add("Machine", server.machine() + ", " + server.cores() + (server.cores() == 1 ? " core" : " cores"));
        table.add("NIC", server.nic().rate() + ", ring of " + server.nic().ring() + " descriptors");
        table.add("Storage", storage(server.storage()));
        table.add("Files", Figures.count(server.files().size()));
        for (Scenario.ClientGroup group : scenario.clients()) {
            table.add("Clients “" + group.name() + "”", clients(group));
        }
        table.add(
                "Network",
                scenario.network().coreRate() + ", "
                        + Figures.exactTime(scenario.network().coreDelayPs()) + ", queue "
                        + scenario.network().coreQueueName());
        table.add(
                "Simulated",
                Figures.exactTime(result.simulatedPs()) + ", warm-up " + Figures.exactTime(scenario.warmUpPs()));
        table.add("Seed", Long.toString(scenario.seed()));
        return table;
    }

    static ReportTable digests(RunResult result) {
        ReportTable table = ReportTable.of(text("Digest"), prose("Value"));
        table.add(
                "scenario " + result.scenario().source().fileName(),
                result.scenario().source().sha256());
        result.digests().forEach((name, digest) -> table.add(name, digest));
        return table;
    }

    private static String storage(Scenario.Storage storage) {
        return storage.type() + ", page cache " + DataSize.format(storage.pageCacheBytes())
                + (storage.warm() ? ", warm" : ", cold");
    }

    private static String clients(Scenario.ClientGroup group) {
        Scenario.Access access = group.access();
        return Figures.count(group.count()) + ", " + (access == null ? "no access links" : "access " + access(access));
    }

    private static String access(Scenario.Access access) {
        DataRate rate = access.rate();
        return (rate == null ? "by a recorded trace" : rate) + ", " + Figures.exactTime(access.delayPs());
    }
}
