package pacewire.bench;

import java.nio.file.Path;
import java.util.List;

import pacewire.core.units.DataRate;
import pacewire.core.units.DataSize;
import pacewire.core.units.SimTime;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;

/**
 * A load on the whole path: so many transfers, each strictly paced at one rate, through the machine, the packet scheduler,
 * the NIC and the network of a scenario. It is written as a scenario file, so that users can see it and change it.
 *
 * @param transfers how many, at least 1
 * @param rate payload rate of each
 * @param line rate of the server's NIC and of every link behind it
 * @param application the server application
 * @param scheduler the packet scheduler
 */
public record PathLoad(int transfers, DataRate rate, DataRate line, String application, String scheduler) {
    /** What clients are asked to tolerate at the least; the tolerance of the scenario library. */
    private static final long LEAST_JITTER_PS = 2 * SimTime.MILLISECOND;

    /** Payload of a datagram, as the kernel cuts files. */
    private static final int DATAGRAM_BYTES = 1400;

    /** Virtual time that the transfers last: minutes of measuring. */
    private static final long LENGTH_S = 1000;

    /** Mean gap between arrivals: one thread accepts a connection and starts its thread in half of it. */
    private static final String ARRIVAL_RATE = "30000/s";

    /** Payload that all transfers take of the line together when nobody says otherwise: what admission grants surely. */
    private static final long LOAD_PERCENT = 64;

    /** The rate of each of so many transfers that load a line together as usual. */
    public static DataRate usualRate(DataRate line, int transfers) {
        return new DataRate(Math.max(1, line.bitsPerSecond() / 100 * LOAD_PERCENT / transfers));
    }

    /**
     * The load as a scenario.
     *
     * @param overrides changes to it, such as "server.cores=8"
     * @throws ScenarioException when an override is wrong
     */
    public Scenario scenario(List<String> overrides) throws ScenarioException {
        return ScenarioReader.parse(Path.of("bench-path.yaml"), yaml(), overrides);
    }

    /** The load as the text of a scenario file. */
    public String yaml() {
        long fileBytes = Math.max(DATAGRAM_BYTES, rate.bytesInPs(LENGTH_S * SimTime.SECOND));
        return String.join(
                "\n",
                "scenario: Benchmark of the whole path",
                "seed: 1",
                "duration: " + LENGTH_S + " s",
                "detail: group",
                "server:",
                "  machine: linux-6",
                "  cores: 16",
                "  storage: {type: nvme, pageCache: " + (fileBytes + DataSize.MIB) + " B, warm: true}",
                "  nic: {rate: " + line + ", ring: 512}",
                "  scheduler: {type: " + scheduler + "}",
                "  application: {type: " + application + "}",
                "  files: [{name: movie, size: " + fileBytes + " B}]",
                "clients:",
                "  - group: viewers",
                "    count: " + transfers,
                "    arrivals: {type: poisson, rate: " + ARRIVAL_RATE + "}",
                "    requests: {files: [movie], minRate: " + rate + ", maxRate: " + rate + ", maxJitter: "
                        + SimTime.format(jitterPs()) + "}",
                "    access: none",
                "network:",
                "  core: {rate: " + line + ", delay: 10 us}",
                "");
    }

    /**
     * One and a half intervals between the datagrams of a transfer: nobody knows when the others send, so that a promise
     * must hold when all do at once.
     */
    private long jitterPs() {
        return Math.max(LEAST_JITTER_PS, rate.psForBytes(DATAGRAM_BYTES) / 2 * 3);
    }
}
