package pacewire.cli.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import pacewire.scenario.result.RunResult.ExpectationResult;

/**
 * What a run or a replay did, as far as goldens keep it.
 *
 * @param sha256 of all that was read: two equal ones had the same input
 * @param packets one by one
 * @param record how the packets are kept in a file
 * @param layers digest by layer, in the order of the layers
 * @param metrics by path; those that are 0 or were not measured are left out
 * @param expectations what the file itself expects, judged
 */
record Observed(
        String sha256,
        Packets packets,
        PacketRecord record,
        Map<String, String> layers,
        Map<String, BigDecimal> metrics,
        List<ExpectationResult> expectations) {}
