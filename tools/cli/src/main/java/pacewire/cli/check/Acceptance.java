package pacewire.cli.check;

import java.time.LocalDate;
import java.util.List;

/**
 * That somebody takes what a file does now for what it should do.
 *
 * @param who a name
 * @param on the date, UTC
 * @param reason why
 */
public record Acceptance(String who, LocalDate on, String reason) {
    /** The entry in the ledger: who, when, why, and everything that is different from now on. */
    String entry(List<Finding> findings, boolean isFirst) {
        StringBuilder text = new StringBuilder();
        text.append("\n## ")
                .append(on)
                .append(", ")
                .append(who)
                .append("\n\n")
                .append(reason)
                .append("\n\n");
        if (isFirst) {
            text.append("- the first golden\n");
        }
        for (Finding finding : findings) {
            for (String line : finding.lines()) {
                text.append("- ")
                        .append(finding.layer().key())
                        .append(": ")
                        .append(line)
                        .append('\n');
            }
        }
        return text.toString();
    }
}
