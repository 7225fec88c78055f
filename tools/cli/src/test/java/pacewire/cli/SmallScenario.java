package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A scenario that runs in no time: two viewers of 100 kB each. */
final class SmallScenario {
    private static final String TEXT = """
            scenario: Two viewers
            seed: 1
            duration: 400 ms
            server:
              machine: linux-6
              scheduler: {type: jitter-edf}
              application: {type: transmit}
              files:
                - {name: movie, size: 1 MB}
            clients:
              - group: viewers
                count: 2
                arrivals: {type: constant, interval: 10 ms}
                requests: {files: [movie], bytes: 100 kB, minRate: 5 Mbps, maxRate: 5 Mbps, maxJitter: 2 ms}
                access: {rate: 50 Mbps, delay: 5 ms}
            expect:
              - {metric: groups.viewers.contracts.kept, equals: 2}
              - {metric: groups.viewers.departureErrorUs.p99, atMost: 2 ms}
            """;

    private SmallScenario() {}

    /** Writes it to {@code small.yaml} in a folder. */
    static Path in(Path folder) throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), TEXT);
    }

    /** Writes it with one thing replaced. */
    static Path in(Path folder, String name, String from, String to) throws IOException {
        if (!TEXT.contains(from)) {
            throw new IllegalArgumentException("the scenario holds no '" + from + "'");
        }
        return Files.writeString(folder.resolve(name), TEXT.replace(from, to));
    }
}
