package pacewire.model.fault;

import java.util.List;
import java.util.function.LongConsumer;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.client.Client;
import pacewire.model.nic.Nic;
import pacewire.model.os.Kernel;
import pacewire.model.os.storage.Disk;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.PageCache;

/**
 * What a fault may touch.
 *
 * @param target number of the file or the client that it is about; 0 when it is about the server
 * @param clients all of them, in the order of the scenario
 */
public record FaultSite(
        Simulation simulation,
        int target,
        Kernel kernel,
        FileSystem files,
        PageCache pageCache,
        Disk disk,
        Nic nic,
        List<Client> clients) {
    /** Does something at a later instant. */
    public void later(long instantPs, LongConsumer action) {
        simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.accept(nowPs);
                    }
                },
                instantPs);
    }
}
