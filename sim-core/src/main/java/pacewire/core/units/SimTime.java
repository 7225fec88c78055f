package pacewire.core.units;

/**
 * Virtual time: one tick is one picosecond, held in a {@code long}, which reaches 106 days.
 *
 * <p>At 10 Gbit/s a minimum Ethernet frame takes 67.2 ns and at 400 Gbit/s one byte takes 20 ps, so nanoseconds would
 * round every packet.
 */
public final class SimTime {
    /** Picoseconds in a nanosecond, and so on upwards. */
    public static final long NANOSECOND = 1_000L;

    public static final long MICROSECOND = 1_000 * NANOSECOND;
    public static final long MILLISECOND = 1_000 * MICROSECOND;
    public static final long SECOND = 1_000 * MILLISECOND;

    /** The instant after every other: nothing is due. */
    public static final long NEVER = Long.MAX_VALUE;

    private SimTime() {}

    /**
     * Reads a duration such as {@code "5 us"}, {@code "1.5 ms"} or {@code "10 s"}.
     *
     * @return the duration in picoseconds, exactly
     * @throws UnitException when the text is no number with a unit of time, is finer than a picosecond, or overflows
     */
    public static long parse(String text) {
        return Quantity.TIME.parse(text);
    }

    /** Writes a duration in the largest unit that keeps it exact and at least one, such as {@code "1.5 ms"}. */
    public static String format(long ps) {
        return Quantity.TIME.format(ps);
    }
}
