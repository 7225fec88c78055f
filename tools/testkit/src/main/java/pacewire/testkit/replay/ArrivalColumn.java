package pacewire.testkit.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import pacewire.core.units.Rational;
import pacewire.core.units.UnitException;
import pacewire.model.packet.Ecn;

/** The columns of a file of arrivals, and what each takes. */
enum ArrivalColumn {
    ID(true, "an identifier"),
    FLOW(true, "the name of a flow"),
    ARRIVAL(true, "a time such as '5 us', or seconds such as '0.125' or '1/3', 0 or later"),
    BYTES(true, "a size such as '1500 B', or bytes such as '1500' or '1/3', above 0"),
    WEIGHT(false, "a number such as '2', '0.5' or '1/3', above 0"),
    PRIORITY(false, "a whole number from 0 to " + Arrival.HIGHEST_PRIORITY),
    DEADLINE(false, "a time such as '5 us', or seconds such as '0.125' or '1/3', 0 or later"),
    ELIGIBLE(false, "a time such as '5 us', or seconds such as '0.125' or '1/3', 0 or later"),
    RATE(false, "a rate such as '1 Mbps', or bytes a second such as '125000' or '1/3', above 0"),
    DSCP(false, "a whole number from 0 to " + Arrival.LARGEST_DSCP),
    ECN(false, "one of: 0, not-ect, 1, ect1, 2, ect0, 3, ce");

    private static final List<List<String>> ECN_WORDS =
            List.of(List.of("0", "not-ect"), List.of("1", "ect1"), List.of("2", "ect0"), List.of("3", "ce"));

    private final boolean isRequired;
    private final String allowed;

    ArrivalColumn(boolean isRequired, String allowed) {
        this.isRequired = isRequired;
        this.allowed = allowed;
    }

    /** As in the head of the file. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isRequired() {
        return isRequired;
    }

    /** What a cell may be, in words. */
    String allowed() {
        return allowed;
    }

    static Optional<ArrivalColumn> named(String key) {
        return Arrays.stream(values())
                .filter(column -> column.key().equals(key))
                .findFirst();
    }

    /** All names, in order. */
    static String names() {
        return Arrays.stream(values()).map(ArrivalColumn::key).collect(Collectors.joining(", "));
    }

    /**
     * The packet with what a cell says of it.
     *
     * @throws UnitException when the cell is not as it may be
     */
    Arrival in(Arrival arrival, String cell) {
        return switch (this) {
            case ID, FLOW -> arrival;
            case ARRIVAL -> arrival.withTime(time(cell));
            case BYTES -> arrival.withBytes(positive(ReplayQuantity.bytes(cell)));
            case WEIGHT -> arrival.withWeight(positive(Rational.parse(cell)));
            case PRIORITY -> arrival.withPriority(whole(cell, Arrival.HIGHEST_PRIORITY));
            case DEADLINE -> arrival.withDeadline(time(cell));
            case ELIGIBLE -> arrival.withEligible(time(cell));
            case RATE -> arrival.withRate(positive(ReplayQuantity.bytesPerSecond(cell)));
            case DSCP -> arrival.withDscp(whole(cell, Arrival.LARGEST_DSCP));
            case ECN -> arrival.withEcn(codePoint(cell));
        };
    }

    /** What a cell says of a packet; empty when it says what it would without the cell. */
    String of(Arrival arrival) {
        return switch (this) {
            case ID -> arrival.id();
            case FLOW -> arrival.flow();
            case ARRIVAL -> arrival.time().toString();
            case BYTES -> arrival.bytes().toString();
            case WEIGHT -> text(arrival.weight());
            case PRIORITY -> text(arrival.priority());
            case DEADLINE -> text(arrival.deadline());
            case ELIGIBLE -> text(arrival.eligible());
            case RATE -> text(arrival.rate());
            case DSCP -> arrival.dscp() == 0 ? "" : Integer.toString(arrival.dscp());
            case ECN -> arrival.ecn() == Ecn.NOT_CAPABLE ? "" : Byte.toString(arrival.ecn());
        };
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private Rational time(String cell) {
        Rational seconds = ReplayQuantity.seconds(cell);
        if (seconds.signum() < 0) {
            throw new UnitException(allowed);
        }
        return seconds;
    }

    private Rational positive(Rational value) {
        if (value.signum() <= 0) {
            throw new UnitException(allowed);
        }
        return value;
    }

    private int whole(String cell, int largest) {
        if (!cell.matches("[0-9]{1,3}") || Integer.parseInt(cell) > largest) {
            throw new UnitException(allowed);
        }
        return Integer.parseInt(cell);
    }

    private byte codePoint(String cell) {
        for (byte point = Ecn.NOT_CAPABLE; point <= Ecn.CONGESTION; point++) {
            if (ECN_WORDS.get(point).contains(cell)) {
                return point;
            }
        }
        throw new UnitException(allowed);
    }
}
