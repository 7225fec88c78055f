package pacewire.scenario.duel;

/**
 * A number of the scenario that is grown until contracts break.
 *
 * @param path the key path, such as "clients.viewers.count"
 * @param least where it starts, at least 1
 * @param most where it ends, above {@code least}
 */
public record Growth(String path, long least, long most) {
    public Growth {
        if (least < 1 || most <= least) {
            throw new IllegalArgumentException("from " + least + " to " + most + " nothing grows");
        }
    }

    String override(long value) {
        return path + "=" + value;
    }
}
