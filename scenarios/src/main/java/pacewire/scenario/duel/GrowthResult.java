package pacewire.scenario.duel;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;

/**
 * How far one way on one machine grows.
 *
 * @param largest the greatest value found for which everything held; null when not even the least did
 * @param failing the least value found for which something did not; null when all of them held
 * @param atFailing the run at {@code failing}; null when all held
 * @param cores of the server
 */
public record GrowthResult(
        Way way,
        String machine,
        @Nullable Long largest,
        @Nullable Long failing,
        @Nullable Sample atFailing,
        int cores) {
    /** What ran out first, in a few words; empty when nothing did. */
    public String ranOut() {
        Sample sample = atFailing;
        if (sample == null) {
            return "";
        }
        if (sample.refused() > 0) {
            return "admission";
        }
        if (sample.failed() > 0) {
            return "requests fail";
        }
        return sample.mainCause().map(GrowthResult::resource).orElse("the network");
    }

    /** Whoever is late waits for something that there is too little of. */
    private static String resource(DelayPart cause) {
        return switch (cause) {
            case RUN_QUEUE, INTERRUPT, SYSCALL, COPY -> "CPU (" + cause.words() + ")";
            case SCHEDULER, RING, LINE, SOCKET_BUFFER -> "line (" + cause.words() + ")";
            case STORAGE -> "storage";
            case TIMER, BATCH -> "timers (" + cause.words() + ")";
            case SERIALISATION, NETWORK_QUEUE, PROPAGATION -> "the network";
        };
    }
}
