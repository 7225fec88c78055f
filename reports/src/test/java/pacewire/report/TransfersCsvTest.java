package pacewire.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.scenario.result.RunResult.Content;
import pacewire.scenario.result.RunResult.ContractResult;
import pacewire.scenario.result.RunResult.Outcome;
import pacewire.scenario.result.RunResult.TransferResult;

import static org.assertj.core.api.Assertions.assertThat;

class TransfersCsvTest {
    private static final String HEADER =
            "group,client,files,outcome,detail,requestedSeconds,startSeconds,endSeconds,bytes,"
                    + "packetsSent,packetsReceived,contract,brokenBecause,latePackets,worstDepartureErrorUs,content\n";

    @Test
    void everyTransferIsARowWithExactTimes() throws IOException {
        TransferResult kept = new TransferResult(
                "viewers",
                0,
                "movie-1",
                Outcome.COMPLETED,
                "",
                10_000_000_000L,
                10_500_000_000L,
                8_010_500_000_001L,
                5_000_000,
                3454,
                3453,
                new ContractResult(true, "", 0, 499_999_999L),
                Content.RIGHT);
        TransferResult broken = new TransferResult(
                "viewers",
                1,
                "movie-1 movie-2",
                Outcome.UNFINISHED,
                "",
                0,
                1L,
                null,
                1448,
                1,
                0,
                new ContractResult(false, "maxJitter, by 1 us", 1, 2_001_000_000L),
                null);
        TransferResult refused = new TransferResult(
                "a \"group\"", 2, "movie-3", Outcome.REFUSED, "EBUSY: no room", 1, null, null, 0, 0, 0, null, null);

        // 10 ms, 10.5 ms and 8.0105 s with one picosecond more; 500 us less one picosecond.
        assertThat(written(List.of(kept, broken, refused)))
                .isEqualTo(HEADER
                        + "viewers,0,movie-1,completed,,0.01,0.0105,8.010500000001,5000000,3454,3453,kept,,0,499.999999,right\n"
                        + "viewers,1,movie-1 movie-2,unfinished,,0,0.000000000001,,1448,1,0,broken,"
                        + "\"maxJitter, by 1 us\",1,2001,\n"
                        + "\"a \"\"group\"\"\",2,movie-3,refused,EBUSY: no room,0.000000000001,,,0,0,0,,,,,\n");
    }

    @Test
    void withoutTransfersThereIsTheHeader() throws IOException {
        assertThat(written(List.of())).isEqualTo(HEADER);
    }

    private static String written(List<TransferResult> transfers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransfersCsv.write(transfers, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
