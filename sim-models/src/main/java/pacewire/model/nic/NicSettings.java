package pacewire.model.nic;

import pacewire.core.units.DataRate;

/**
 * What a network interface card is set to.
 *
 * @param rate rate of the line
 * @param transmitRing transmit descriptors, at least 1
 * @param receiveRing receive descriptors, at least 1
 * @param dmaLatencyPs time of one DMA transfer over the bus: from the doorbell to the first bit, and from the last bit
 *     of a received frame to the frame in memory; at least 0
 * @param interruptDelayPs an interrupt comes at latest so long after the first piece of work for it; 0: at once
 * @param interruptFrames an interrupt comes at once when so many pieces of work are pending, at least 1
 * @param options what else it can do
 */
public record NicSettings(
        DataRate rate,
        int transmitRing,
        int receiveRing,
        long dmaLatencyPs,
        long interruptDelayPs,
        int interruptFrames,
        NicOptions options) {
    /** A plain NIC. */
    public NicSettings(
            DataRate rate,
            int transmitRing,
            int receiveRing,
            long dmaLatencyPs,
            long interruptDelayPs,
            int interruptFrames) {
        this(rate, transmitRing, receiveRing, dmaLatencyPs, interruptDelayPs, interruptFrames, NicOptions.PLAIN);
    }

    public NicSettings {
        requireAtLeast(1, transmitRing, "transmit descriptors");
        requireAtLeast(1, receiveRing, "receive descriptors");
        requireAtLeast(1, interruptFrames, "frames of an interrupt");
        requireNoNegativeTime(dmaLatencyPs, "DMA latency");
        requireNoNegativeTime(interruptDelayPs, "interrupt delay");
    }

    /** When frames received raise an interrupt, unless that adapts. */
    Coalescing receiveCoalescing() {
        Coalescing given = options.interrupts().receive();
        return given == null ? new Coalescing(interruptDelayPs, interruptFrames) : given;
    }

    /** When packets sent raise an interrupt; of interrupts that adapt, the longest delay and the most frames. */
    public Coalescing transmitCoalescing() {
        if (options.isAdaptive()) {
            return AdaptiveModeration.TRANSMIT.get(AdaptiveModeration.TRANSMIT.size() - 1);
        }
        Coalescing given = options.interrupts().transmit();
        return given == null ? new Coalescing(interruptDelayPs, interruptFrames) : given;
    }

    private static void requireAtLeast(int least, int value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " is less than " + least);
        }
    }

    private static void requireNoNegativeTime(long ps, String what) {
        if (ps < 0) {
            throw new IllegalArgumentException(what + ": " + ps + " ps is negative");
        }
    }
}
