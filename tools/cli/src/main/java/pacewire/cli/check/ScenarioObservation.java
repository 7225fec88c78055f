package pacewire.cli.check;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioRunner;
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ClientResult;
import pacewire.scenario.result.RunResult.ContractResult;
import pacewire.scenario.result.RunResult.TransferResult;

/** Runs a scenario and keeps of it what goldens keep. */
final class ScenarioObservation {
    /** The metrics of a flow that are times end in Us, as in summary.json. */
    private static final String JITTER_MAX = "rfc3550JitterMaxUs";

    private ScenarioObservation() {}

    static Observed of(Scenario scenario, RunObserver observer) {
        ScenarioWitness witness = new ScenarioWitness(scenario);
        RunResult result = ScenarioRunner.run(scenario, observer, witness);
        Packets packets = ScenarioRecord.packets(witness.departures(), witness.drops(), flows(result));
        Map<String, String> layers = new LinkedHashMap<>(packets.layers());
        layers.put(
                Layer.DELIVERIES.key(), Objects.requireNonNull(result.digests().get(Layer.DELIVERIES.key())));
        return new Observed(
                scenario.source().sha256(),
                packets,
                new ScenarioRecord(packets),
                layers,
                metrics(Metrics.of(result)),
                result.expectations());
    }

    /** A figure that is 0 is left out, so that a new reason for a drop, or a new system call, changes no golden. */
    private static Map<String, BigDecimal> metrics(Metrics all) {
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        for (String path : all.paths()) {
            all.value(path).filter(value -> value.signum() != 0).ifPresent(value -> metrics.put(path, value));
        }
        return metrics;
    }

    private static Map<String, Map<String, String>> flows(RunResult result) {
        Map<String, Map<String, String>> flows = new LinkedHashMap<>();
        for (TransferResult transfer : result.transfers()) {
            flows.put(transfer.group() + "/" + transfer.client(), values(transfer));
        }
        for (ClientResult client : result.clients()) {
            Map<String, String> values = flows.get(client.group() + "/" + client.client());
            if (values != null) {
                values.put(JITTER_MAX, ScenarioRecord.us(client.rfc3550JitterMaxPs()));
            }
        }
        return flows;
    }

    private static Map<String, String> values(TransferResult transfer) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("outcome", transfer.outcome().name().toLowerCase(Locale.ROOT));
        ContractResult contract = transfer.contract();
        if (contract != null) {
            values.put(LayerDigests.CONTRACT, contract.kept() ? "kept" : "broken");
            values.put("latePackets", Long.toString(contract.latePackets()));
            Long worst = contract.worstDepartureErrorPs();
            if (worst != null) {
                values.put("worstDepartureErrorUs", ScenarioRecord.us(worst));
            }
        }
        values.put("packetsSent", Long.toString(transfer.packetsSent()));
        values.put("packetsReceived", Long.toString(transfer.packetsReceived()));
        return values;
    }
}
