package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/** What the metrics of a transfer mean for its files: whether they fit together, its ideal schedule and its envelope. */
final class TransmitMetrics {
    private TransmitMetrics() {}

    /**
     * Whether the metrics can be meant: priority, weight and times within their ranges; no inverted range of rates; strict
     * pacing where jitter is named; for recorded videos, which bring their own schedule, no rates, and no plain file among
     * them.
     */
    static boolean areValid(FileSystem files, List<Extent> extents, FlowMetrics metrics) {
        if (!areInRange(metrics)) {
            return false;
        }
        DataRate minRate = metrics.minRate();
        DataRate maxRate = metrics.maxRate();
        if (minRate != null && maxRate != null && minRate.compareTo(maxRate) > 0) {
            return false;
        }
        long recorded =
                extents.stream().filter(extent -> frames(files, extent) != null).count();
        if (recorded > 0) {
            return recorded == extents.size() && minRate == null && maxRate == null;
        }
        return !metrics.hasMaxJitter() || metrics.isStrictlyPaced();
    }

    private static boolean areInRange(FlowMetrics metrics) {
        return metrics.maxJitterPs() >= 0
                && metrics.maxDelayPs() >= 0
                && metrics.priority() >= 0
                && metrics.priority() <= FlowMetrics.HIGHEST_PRIORITY
                && metrics.weight() >= 1
                && metrics.weight() <= FlowMetrics.LARGEST_WEIGHT;
    }

    /** The ideal schedule from an instant on; null when the transfer is elastic or asks for no rate. */
    static @Nullable IdealSchedule schedule(FileSystem files, List<Extent> extents, FlowMetrics metrics, long startPs) {
        List<IdealSchedule.Recording> recordings = recordings(files, extents);
        if (!recordings.isEmpty()) {
            return IdealSchedule.recorded(startPs, recordings);
        }
        DataRate minRate = metrics.minRate();
        return minRate != null && metrics.isStrictlyPaced() ? IdealSchedule.atRate(startPs, minRate) : null;
    }

    /** What the transfer can offer and must be guaranteed, in wire bytes; null when nothing is. */
    static @Nullable TrafficEnvelope envelope(FileSystem files, List<Extent> extents, FlowMetrics metrics) {
        List<IdealSchedule.Recording> recordings = recordings(files, extents);
        if (!recordings.isEmpty()) {
            return IdealSchedule.envelopeOf(recordings, Transfer.PAYLOAD_BYTES);
        }
        DataRate minRate = metrics.minRate();
        if (minRate == null) {
            return null;
        }
        long[] bytes = extents.stream().mapToLong(Extent::bytes).toArray();
        return IdealSchedule.pacedEnvelope(Transfer.PAYLOAD_BYTES, minRate, bytes);
    }

    private static List<IdealSchedule.Recording> recordings(FileSystem files, List<Extent> extents) {
        List<IdealSchedule.Recording> recordings = new ArrayList<>();
        for (Extent extent : extents) {
            FrameTrace frames = frames(files, extent);
            if (frames != null) {
                recordings.add(new IdealSchedule.Recording(frames, extent.bytes()));
            }
        }
        return recordings;
    }

    private static @Nullable FrameTrace frames(FileSystem files, Extent extent) {
        return files.file(extent.file()).frames();
    }
}
