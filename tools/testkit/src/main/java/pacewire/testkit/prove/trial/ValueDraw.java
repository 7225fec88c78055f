package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStream;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

/** Draws values of parameters that make a case of few packets tell: near the lengths of its packets and the rate of its line. */
final class ValueDraw {
    private static final int FEW = 12;
    private static final int FEW_NUMBERS = 64;
    private static final int BYTE_MASK = 255;

    private final long lineBps;
    private final SizePattern sizes;

    ValueDraw(DataRate line, SizePattern sizes) {
        lineBps = line.bitsPerSecond();
        this.sizes = sizes;
    }

    /**
     * A value of a parameter of the packet scheduler itself; null where its default is as good as any.
     *
     * @param draw any number, which the value depends on and nothing else
     */
    @Nullable
    Long ofParameter(ParameterSpec spec, long draw) {
        Quantity quantity = spec.quantity();
        if (quantity == null) {
            return draw % spec.choices().size();
        }
        boolean isLimit = spec.name().toLowerCase(Locale.ROOT).contains("limit");
        boolean isBurst = spec.name().toLowerCase(Locale.ROOT).contains("burst");
        boolean isTolerance = spec.name().equals("tolerance");
        return switch (quantity) {
            case PACKETS -> isLimit ? withinOrNull(spec, 1 + draw % FEW) : null;
            case SIZE ->
                withinOrNull(spec, isLimit ? limitBytes(draw) : isBurst ? burstBytes(draw) : nearALength(draw));
            case TIME ->
                isTolerance
                        ? withinOrNull(spec, draw % 5 * packetPs())
                        : spec.defaultText() == null ? withinOrNull(spec, (1 + draw % 32) * packetPs()) : null;
            case RATE -> withinOrNull(spec, lineBps / (1 + draw % 10));
            default -> null;
        };
    }

    private long limitBytes(long draw) {
        return (1 + draw % FEW) * sizes.largest() - draw % 3 + 1;
    }

    /** From half the largest packet, which is then too large for it; or what a packet or two are, to the byte. */
    private long burstBytes(long draw) {
        return draw % 4 == 0 ? nearALength(draw / 4) : Math.max(1, (1 + draw % FEW) * sizes.largest() / 2);
    }

    /** One to three packets of a length that is frequent, a byte more or less; or next to nothing. */
    private long nearALength(long draw) {
        long bytes = sizes.typical(draw) * (1 + draw / 4 % 8 / 5) + draw / 32 % 3 - 1;
        return draw / 96 % 8 == 0 ? 1 + draw % 40 : Math.max(1, bytes);
    }

    private static @Nullable Long withinOrNull(ParameterSpec spec, long value) {
        return value >= spec.smallest() && value <= spec.largest() ? value : null;
    }

    /** Values for a row of a table. */
    ParameterValues ofRow(List<ParameterSpec> columns, RandomStream random) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (ParameterSpec column : columns) {
            if (column.defaultText() != null || random.nextInt(2) == 0) {
                values.put(column.name(), any(column, random));
            }
        }
        return ParameterValues.of(columns, values);
    }

    /** Any value allowed, of a table's column or of a class. */
    long any(ParameterSpec spec, RandomStream random) {
        long draw = random.nextLong(1 << 30);
        Quantity quantity = spec.quantity();
        if (quantity == null) {
            return draw % spec.choices().size();
        }
        long value = switch (quantity) {
            case TIME -> (1 + draw % 8) * packetPs() + draw / 8 % 3 - 1;
            case RATE -> lineBps / (1 + draw % 10);
            case SIZE -> spec.largest() <= 0 ? -nearALength(draw) : nearALength(draw);
            case PACKETS -> 1 + draw % FEW;
            case NUMBER -> number(spec, random);
            case SHARE -> draw % (Quantity.WHOLE + 1);
            case FREQUENCY -> draw;
        };
        return Math.max(spec.smallest(), Math.min(spec.largest(), value));
    }

    /** Of few numbers, any; of many, a small one, a power of two, the largest, or any. */
    private static long number(ParameterSpec spec, RandomStream random) {
        long range = spec.largest() - spec.smallest();
        if (range >= 0 && range < FEW_NUMBERS) {
            return spec.smallest() + random.nextLong(range + 1);
        }
        return switch (random.nextInt(4)) {
            case 0 -> spec.smallest() + random.nextInt(5);
            case 1 -> spec.smallest() + (1L << random.nextInt(8));
            case 2 -> spec.smallest() + random.nextInt(BYTE_MASK + 1);
            default -> spec.largest();
        };
    }

    /** A quarter of the line's rate. */
    long slowRate() {
        return Math.max(1, lineBps / 4);
    }

    /** The largest packet. */
    long packetBytes() {
        return sizes.largest();
    }

    private long packetPs() {
        return Math.min(SimTime.SECOND, new DataRate(lineBps).psForBytesUp(sizes.largest()));
    }

    /** Parameters that a class has whatever it is: those with a default, half of them other than it. */
    Map<String, Long> someOf(List<ParameterSpec> specs, RandomStream random) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            if (spec.defaultText() != null && random.nextInt(2) == 0) {
                values.put(spec.name(), any(spec, random));
            }
        }
        return values;
    }

    /** The parameters that may be left out, in the order declared. */
    static List<ParameterSpec> optional(List<ParameterSpec> specs) {
        List<ParameterSpec> optional = new ArrayList<>(specs);
        optional.removeIf(spec -> spec.defaultText() != null);
        return optional;
    }
}
