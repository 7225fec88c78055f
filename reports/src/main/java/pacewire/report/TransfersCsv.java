package pacewire.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import org.jspecify.annotations.Nullable;

import pacewire.scenario.result.RunResult.ContractResult;
import pacewire.scenario.result.RunResult.TransferResult;

/**
 * {@code transfers.csv}: one row a request, in the order in which the server took them up. Times are exact decimals: of
 * seconds to the picosecond, of microseconds to the picosecond. An empty cell means that there is no such value.
 */
final class TransfersCsv {
    private static final int DECIMALS_OF_SECONDS = 12;
    private static final int DECIMALS_OF_MICROSECONDS = 6;

    private TransfersCsv() {}

    static void write(List<TransferResult> transfers, OutputStream out) throws IOException {
        CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.writeRecord(
                "group",
                "client",
                "files",
                "outcome",
                "detail",
                "requestedSeconds",
                "startSeconds",
                "endSeconds",
                "bytes",
                "packetsSent",
                "packetsReceived",
                "contract",
                "brokenBecause",
                "latePackets",
                "worstDepartureErrorUs",
                "content");
        for (TransferResult transfer : transfers) {
            csv.writeRecord(row(transfer));
        }
        csv.flush();
    }

    private static List<String> row(TransferResult transfer) {
        ContractResult contract = transfer.contract();
        return List.of(
                transfer.group(),
                Integer.toString(transfer.client()),
                transfer.files(),
                transfer.outcome().name().toLowerCase(Locale.ROOT),
                transfer.detail(),
                seconds(transfer.requestedPs()),
                seconds(transfer.startPs()),
                seconds(transfer.endPs()),
                Long.toString(transfer.bytes()),
                Long.toString(transfer.packetsSent()),
                Long.toString(transfer.packetsReceived()),
                contract == null ? "" : contract.kept() ? "kept" : "broken",
                contract == null ? "" : contract.brokenBecause(),
                contract == null ? "" : Long.toString(contract.latePackets()),
                contract == null ? "" : decimal(contract.worstDepartureErrorPs(), DECIMALS_OF_MICROSECONDS),
                transfer.content() == null ? "" : transfer.content().name().toLowerCase(Locale.ROOT));
    }

    private static String seconds(@Nullable Long ps) {
        return decimal(ps, DECIMALS_OF_SECONDS);
    }

    private static String decimal(@Nullable Long ps, int decimals) {
        return ps == null
                ? ""
                : BigDecimal.valueOf(ps, decimals).stripTrailingZeros().toPlainString();
    }
}
