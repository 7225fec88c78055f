package pacewire.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.report.text.Figures;
import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ContractResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.TransferResult;

import static pacewire.report.page.ReportTable.number;
import static pacewire.report.page.ReportTable.prose;
import static pacewire.report.page.ReportTable.text;
import static pacewire.report.page.ReportTable.tone;

/** How the contracts fared, and why requests came to none. */
final class ContractTable {
    /** Broken contracts are listed up to here. */
    private static final int MOST_BROKEN = 50;

    /** At least so many are listed, broken or not: those that came closest to breaking. */
    private static final int LEAST_ROWS = 10;

    private static final int MOST_REASONS = 20;

    private ContractTable() {}

    /** The contracts made: broken ones first, the worst on top; of each group, where single clients have no figures. */
    static ReportTable of(RunResult result) {
        return result.scenario().detail() == Scenario.Detail.CLIENT ? ofTransfers(result) : ofGroups(result);
    }

    private static ReportTable ofGroups(RunResult result) {
        ReportTable table = ReportTable.of(
                text("Group"), tone("Contracts"), number("Kept"), number("Broken"), number("Requests refused"));
        for (GroupResult group : result.groups()) {
            if (group.contractsKept() + group.contractsBroken() > 0) {
                boolean areKept = group.contractsBroken() == 0;
                table.add(
                        areKept ? ReportTable.Tone.GOOD : ReportTable.Tone.BAD,
                        group.name(),
                        areKept ? "all kept" : "broken",
                        Figures.count(group.contractsKept()),
                        Figures.count(group.contractsBroken()),
                        Figures.count(group.refused()));
            }
        }
        return table;
    }

    private static ReportTable ofTransfers(RunResult result) {
        ReportTable table = ReportTable.of(
                text("Client"),
                text("Files"),
                text("Outcome"),
                tone("Contract"),
                number("Worst departure error"),
                number("Late datagrams"),
                number("Datagrams sent"),
                prose("Broken because"));
        result.transfers().stream()
                .filter(transfer -> transfer.contract() != null)
                .sorted(Comparator.comparing(ContractTable::isKept)
                        .thenComparing(
                                Comparator.comparingLong(ContractTable::worst).reversed()))
                .limit(rows(result))
                .forEach(transfer -> add(table, transfer));
        return table;
    }

    /** How many contracts the table leaves out, in words; empty when none. */
    static String leftOut(RunResult result) {
        long all = contracts(result).size();
        long broken =
                contracts(result).stream().filter(contract -> !contract.kept()).count();
        long left = all - rows(result);
        if (left <= 0) {
            return "";
        }
        long brokenLeft = Math.max(0, broken - rows(result));
        String kinds = brokenLeft == 0 ? "all kept" : Figures.count(brokenLeft) + " of them broken";
        return "… and " + Figures.count(left) + " more, " + kinds + ": transfers.csv holds every one.";
    }

    /** Requests without a contract, counted by how they ended and why. */
    static ReportTable without(RunResult result) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (TransferResult transfer : result.transfers()) {
            if (transfer.contract() == null) {
                counts.computeIfAbsent(inWords(transfer), outcome -> new TreeMap<>())
                        .merge(transfer.detail(), 1L, Long::sum);
            }
        }
        ReportTable table = ReportTable.of(text("Outcome"), number("Requests"), prose("Why"));
        counts.forEach((outcome, reasons) -> reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_REASONS)
                .forEach(reason -> table.add(
                        outcome,
                        Figures.count(reason.getValue()),
                        reason.getKey().isEmpty() ? OutcomeTables.NOTHING : reason.getKey())));
        return table;
    }

    private static void add(ReportTable table, TransferResult transfer) {
        ContractResult contract = transfer.contract();
        if (contract == null) {
            return;
        }
        table.add(
                contract.kept() ? ReportTable.Tone.GOOD : ReportTable.Tone.BAD,
                transfer.group() + " " + transfer.client(),
                transfer.files(),
                inWords(transfer),
                contract.kept() ? "kept" : "broken",
                time(contract.worstDepartureErrorPs()),
                Figures.count(contract.latePackets()),
                Figures.count(transfer.packetsSent()),
                contract.kept() ? OutcomeTables.NOTHING : contract.brokenBecause());
    }

    private static int rows(RunResult result) {
        List<ContractResult> contracts = contracts(result);
        long broken = contracts.stream().filter(contract -> !contract.kept()).count();
        long wanted = Math.max(LEAST_ROWS, Math.min(MOST_BROKEN, broken));
        return (int) Math.min(wanted, contracts.size());
    }

    private static List<ContractResult> contracts(RunResult result) {
        return result.transfers().stream()
                .map(TransferResult::contract)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private static boolean isKept(TransferResult transfer) {
        ContractResult contract = transfer.contract();
        return contract != null && contract.kept();
    }

    private static long worst(TransferResult transfer) {
        ContractResult contract = transfer.contract();
        Long worst = contract == null ? null : contract.worstDepartureErrorPs();
        return worst == null ? Long.MIN_VALUE : worst;
    }

    private static String time(@Nullable Long ps) {
        return ps == null ? OutcomeTables.NOTHING : Figures.inPrint(Figures.time(ps.longValue()));
    }

    private static String inWords(TransferResult transfer) {
        return transfer.outcome().name().toLowerCase(Locale.ROOT);
    }
}
