package pacewire.report.page;

import java.util.ArrayList;
import java.util.List;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.jspecify.annotations.Nullable;

import pacewire.report.text.Figures;
import pacewire.scenario.Scenario;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ExpectationResult;
import pacewire.scenario.result.RunResult.GroupResult;

/**
 * What the page of a run shows, ready for the template: words and tables, nothing to compute.
 *
 * @param badges the verdict: contracts, refusals, expectations
 * @param expectations null when the scenario states none
 * @param oneCall what the application {@code transmit} claims; null for others
 * @param contracts those that were made, the broken ones first
 * @param moreContracts how many are left out of {@code contracts}, in words; empty when none
 * @param tails what late packets were late for; empty when that was not collected
 * @param withoutContract the requests that came to none, by reason
 */
public record ReportPage(
        String title,
        String description,
        String runLine,
        String toolVersion,
        List<Badge> badges,
        @Nullable ReportTable expectations,
        ReportTable groups,
        ReportTable timing,
        List<Figure> figures,
        ReportTable costs,
        ReportTable syscalls,
        @Nullable ReportTable oneCall,
        ReportTable contracts,
        String moreContracts,
        ReportTable withoutContract,
        ReportTable delayAccount,
        ReportTable tails,
        List<String> tailsInWords,
        ReportTable distributions,
        ReportTable facts,
        ReportTable digests,
        String resolvedYaml) {

    /** A part of the verdict. */
    public record Badge(ReportTable.Tone tone, String text) {}

    /**
     * A chart.
     *
     * @param svg an SVG element, trusted
     */
    public record Figure(String stem, String title, String caption, String svg) {}

    /** The page of a run. */
    public static ReportPage of(RunResult result, String toolVersion, List<Figure> figures) {
        return of(result, List.of(), toolVersion, figures);
    }

    /** The page of a run of which it was collected what late packets were late for. */
    public static ReportPage of(
            RunResult result, List<Bills.GroupBill> bills, String toolVersion, List<Figure> figures) {
        Scenario scenario = result.scenario();
        return new ReportPage(
                scenario.title(),
                scenario.description(),
                runLine(result),
                toolVersion,
                badges(result),
                result.expectations().isEmpty() ? null : OutcomeTables.expectations(result),
                OutcomeTables.groups(result),
                OutcomeTables.timing(result),
                figures,
                ServerTables.costs(result),
                ServerTables.syscalls(result),
                OneCallTable.of(result),
                ContractTable.of(result),
                ContractTable.leftOut(result),
                ContractTable.without(result),
                OutcomeTables.delayAccount(result),
                TailTables.of(bills),
                TailTables.inWords(bills),
                OutcomeTables.distributions(result),
                ScenarioFacts.of(result),
                ScenarioFacts.digests(result),
                scenario.source().resolvedYaml());
    }

    /** The page as HTML: one file that needs nothing else. */
    public String html() {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(ContentType.Html).render("report.jte", this, output);
        return output.toString();
    }

    private static String runLine(RunResult result) {
        Scenario scenario = result.scenario();
        Scenario.Server server = scenario.server();
        long clients = result.groups().stream().mapToLong(GroupResult::clients).sum();
        return server.application().type() + " over " + server.schedulerName() + " on " + server.machine() + ", "
                + Figures.count(clients) + (clients == 1 ? " client, " : " clients, ")
                + Figures.exactTime(result.simulatedPs()) + " simulated, seed " + scenario.seed();
    }

    private static List<Badge> badges(RunResult result) {
        List<Badge> badges = new ArrayList<>();
        badges.add(contracts(result.groups()));
        badges.add(refusals(result.groups()));
        if (!result.expectations().isEmpty()) {
            badges.add(expectations(result.expectations()));
        }
        return badges;
    }

    private static Badge contracts(List<GroupResult> groups) {
        long kept = groups.stream().mapToLong(GroupResult::contractsKept).sum();
        long broken = groups.stream().mapToLong(GroupResult::contractsBroken).sum();
        if (kept + broken == 0) {
            return new Badge(ReportTable.Tone.PLAIN, "No contract was made");
        }
        return broken == 0
                ? new Badge(
                        ReportTable.Tone.GOOD,
                        kept == 1 ? "The one contract was kept" : "All " + Figures.count(kept) + " contracts kept")
                : new Badge(
                        ReportTable.Tone.BAD,
                        Figures.count(broken) + " of " + Figures.count(kept + broken) + " contracts broken");
    }

    private static Badge refusals(List<GroupResult> groups) {
        long refused = groups.stream().mapToLong(GroupResult::refused).sum();
        long requests = groups.stream().mapToLong(GroupResult::requests).sum();
        String text = refused == 0
                ? "No request refused"
                : Figures.count(refused) + " of " + Figures.count(requests) + " requests refused";
        return new Badge(ReportTable.Tone.PLAIN, text);
    }

    private static Badge expectations(List<ExpectationResult> expectations) {
        long held = expectations.stream().filter(ExpectationResult::held).count();
        boolean hasFailed = held < expectations.size();
        return hasFailed
                ? new Badge(
                        ReportTable.Tone.BAD,
                        (expectations.size() - held) + " of " + expectations.size() + " expectations failed")
                : new Badge(ReportTable.Tone.GOOD, "All " + expectations.size() + " expectations held");
    }
}
