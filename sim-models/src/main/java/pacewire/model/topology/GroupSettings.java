package pacewire.model.topology;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.Distribution;
import pacewire.core.units.DataRate;
import pacewire.model.link.Serialiser;

/**
 * What the access links of a client group are built of; each client has two of its own.
 *
 * @param downlink makes the serialiser towards the client
 * @param queue makes the packet scheduler of the downlink's queue
 * @param uplinkRate rate from the client
 * @param delayPs propagation one way
 * @param jitter delay variation in picoseconds; null: none
 * @param lossPpb share of packets lost, in parts per billion
 * @param mayReorder whether delay variation lets packets overtake
 */
public record GroupSettings(
        String name,
        Supplier<Serialiser> downlink,
        QueueFactory queue,
        DataRate uplinkRate,
        long delayPs,
        @Nullable Distribution jitter,
        long lossPpb,
        boolean mayReorder) {}
