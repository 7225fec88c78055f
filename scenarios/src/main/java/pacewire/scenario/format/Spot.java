package pacewire.scenario.format;

/**
 * A value and the way to it.
 *
 * @param node the value
 * @param path keys from the top, such as "clients[0].access.rate"
 */
public record Spot(Node node, String path) {
    /** The whole file. */
    public static Spot top(Node node) {
        return new Spot(node, "");
    }

    /** The path of a key below this. */
    public String pathTo(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The value of a key below this. */
    public Spot key(String key, Node value) {
        return new Spot(value, pathTo(key));
    }

    /** An item of the list that stands here. */
    public Spot item(int index, Node value) {
        return new Spot(value, path + "[" + index + "]");
    }

    public Place place() {
        return node.place();
    }
}
