package pacewire.model.topology;

import org.jspecify.annotations.Nullable;

import pacewire.model.client.ArrivalProcess;
import pacewire.model.client.Playout;
import pacewire.model.transport.TransferRequest;

/** What the clients of a group will do. */
public interface ClientPlan {
    /** How many clients the group has. */
    int count();

    /** When they come, in their order. */
    ArrivalProcess arrivals();

    /** What a client will ask for; asked once for each, in their order. */
    TransferRequest request(int number);

    /** The player behind a client; null when nothing is played. */
    @Nullable
    Playout playout(TransferRequest request);
}
