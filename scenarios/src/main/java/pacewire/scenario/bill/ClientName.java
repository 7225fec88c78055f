package pacewire.scenario.bill;

import java.util.List;

import pacewire.model.topology.World;
import pacewire.scenario.Scenario;

/**
 * A client as users call it.
 *
 * @param group name of its group
 * @param number its number in the group, from 0, as in {@code transfers.csv}
 */
public record ClientName(String group, int number) {
    /** The client with a host number: clients are the hosts behind the server, group by group. */
    public static ClientName ofHost(List<Scenario.ClientGroup> groups, int host) {
        int index = host - World.SERVER_HOST - 1;
        for (Scenario.ClientGroup group : groups) {
            if (index < group.count()) {
                return new ClientName(group.name(), index);
            }
            index -= group.count();
        }
        throw new IllegalArgumentException("host " + host + " is no client");
    }

    /** Such as "viewers/17". */
    @Override
    public String toString() {
        return group + "/" + number;
    }
}
