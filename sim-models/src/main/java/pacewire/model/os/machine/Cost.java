package pacewire.model.os.machine;

/**
 * One figure of a machine.
 *
 * @param item what it is for
 * @param value in the item's unit; not negative
 * @param source where the figure comes from: a paper, a manual page, a kernel file, or an estimate and what it derives
 *     from
 */
public record Cost(CostItem item, long value, String source) {
    public Cost {
        if (value < 0 || source.isBlank()) {
            throw new IllegalArgumentException(item.key() + " needs a value of at least 0 and a source");
        }
    }

    /** The value with its unit, such as "1.2 us" or "90 ns per KiB". */
    public String valueText() {
        return item.unit().format(value);
    }
}
