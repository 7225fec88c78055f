package pacewire.scenario.duel;

import java.util.Optional;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.model.packet.DelayPart;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.Tail;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.Outcome;

/** One run of a way: its outcome, and what its late packets were late for. */
public record Sample(RunResult result, Bills bills) {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** Departure errors of all groups together, in picoseconds. */
    public HistogramSnapshot departureErrorPs() {
        return bills.all().departureErrorPs();
    }

    /** What the packets from the 99.9th percentile on were mainly late for; empty when nobody was late. */
    public Optional<DelayPart> mainCause() {
        return bills.all().tails().stream()
                .filter(tail -> tail.percent() == 99.9)
                .findFirst()
                .flatMap(Tail::mainCause);
    }

    double errorPs(double percent) {
        HistogramSnapshot errors = departureErrorPs();
        return errors.isEmpty() ? Double.NaN : errors.percentile(percent);
    }

    /** Of the requests that named metrics, or were refused them: the share whose metrics were kept. */
    double keptShare() {
        double asked = kept() + broken() + refused();
        return asked == 0 ? Double.NaN : kept() / asked;
    }

    long kept() {
        return result.groups().stream().mapToLong(GroupResult::contractsKept).sum();
    }

    long broken() {
        return result.groups().stream().mapToLong(GroupResult::contractsBroken).sum();
    }

    long refused() {
        return result.groups().stream().mapToLong(GroupResult::refused).sum();
    }

    /** Requests that failed for another reason than their metrics. */
    long failed() {
        return result.transfers().stream()
                .filter(transfer -> transfer.outcome() == Outcome.FAILED)
                .count();
    }

    long bytesDelivered() {
        return result.groups().stream().mapToLong(GroupResult::bytesDelivered).sum();
    }

    /** Between kernel and application, in either direction. */
    long bytesCopied() {
        return result.server().bytesCopiedToUser() + result.server().bytesCopiedFromUser();
    }

    long syscalls() {
        return result.server().syscalls().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    long contextSwitches() {
        return result.server().contextSwitches();
    }

    long interrupts() {
        return result.server().interrupts();
    }

    /** CPU time for a megabyte (10^6 bytes) of payload that arrived; no number when none did. */
    double cpuPsPerMegabyte() {
        double megabytes = bytesDelivered() / BYTES_PER_MEGABYTE;
        return megabytes == 0 ? Double.NaN : result.server().cpuBusyPs() / megabytes;
    }

    /** Whether the server did all that was asked of it: every contract kept, nobody refused, nothing failed. */
    public boolean holds() {
        return broken() == 0 && refused() == 0 && failed() == 0;
    }
}
