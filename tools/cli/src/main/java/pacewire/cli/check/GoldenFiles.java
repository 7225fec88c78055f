package pacewire.cli.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import pacewire.report.OutputFolder;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.format.Problem;

/** The files beside a scenario or replay: its golden, the packets one by one, and the ledger of renewals. */
final class GoldenFiles {
    /** What a golden's name ends in. */
    static final String SUFFIX = ".golden.yaml";

    private static final String LEDGER_SUFFIX = ".golden.ledger.md";

    private final Path file;
    private final Path folder;
    private final String stem;

    GoldenFiles(Path file) {
        this.file = file;
        Path parent = file.getParent();
        folder = parent == null ? Path.of("") : parent;
        String name = name(file);
        stem = name.substring(0, name.lastIndexOf('.'));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    Path golden() {
        return folder.resolve(stem + SUFFIX);
    }

    boolean exists() {
        return Files.exists(golden());
    }

    /** @throws ScenarioException when the golden is not what it should be */
    Golden read() throws ScenarioException, IOException {
        return GoldenYaml.read(golden().toString(), Files.readString(golden()));
    }

    /**
     * Reads the packets that belong to a golden.
     *
     * @throws ScenarioException when they are missing, or belong to another golden
     */
    PacketRecord.Pair readRecord(Golden golden, PacketRecord record) throws ScenarioException, IOException {
        Path path = folder.resolve(stem + record.suffix());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            PacketRecord.Pair pair = record.read(in);
            requireSame(golden, pair.before(), path);
            return pair;
        } catch (NoSuchFileException missing) {
            throw broken(path, "the golden's packets are missing: there is no such file");
        } catch (IllegalArgumentException wrong) {
            throw broken(path, String.valueOf(wrong.getMessage()));
        }
    }

    /** A record that is whole holds what its golden says; one with checkpoints cannot be added up. */
    private void requireSame(Golden golden, Packets packets, Path path) throws ScenarioException {
        boolean isWhole = packets.departures().checkpoints().isEmpty()
                && packets.drops().checkpoints().isEmpty();
        boolean isSame = packets.departures().count() == golden.departures()
                && packets.layers().entrySet().stream()
                        .allMatch(
                                entry -> entry.getValue().equals(golden.layers().get(entry.getKey())));
        if (isWhole && !isSame) {
            throw broken(
                    path,
                    "these are not the packets of " + name(golden())
                            + ": one of the two files was changed without the other");
        }
    }

    private static ScenarioException broken(Path path, String message) {
        return new ScenarioException(
                List.of(new Problem(path.toString(), 0, 0, "", "another file", "a packet record", message)));
    }

    /** Makes or renews the golden; all three files appear, or none. */
    void write(Golden golden, PacketRecord record, String ledgerEntry) throws IOException {
        String ledger = ledgerText() + ledgerEntry;
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage(stem + record.suffix(), record::write);
            output.stage(stem + SUFFIX, out -> out.write(bytes(GoldenYaml.write(golden, name(file)))));
            output.stage(stem + LEDGER_SUFFIX, out -> out.write(bytes(ledger)));
            output.commit();
        }
    }

    private String ledgerText() throws IOException {
        Path path = folder.resolve(stem + LEDGER_SUFFIX);
        return Files.exists(path) ? Files.readString(path) : "# Who accepted what " + name(file) + " does, and why\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
