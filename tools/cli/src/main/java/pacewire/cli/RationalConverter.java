package pacewire.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import pacewire.core.units.Rational;
import pacewire.core.units.UnitException;
import pacewire.testkit.replay.ReplayQuantity;

/** Reads exact quantities from the command line: with a unit, or plain in seconds, bytes and bytes a second. */
final class RationalConverter {
    private RationalConverter() {}

    private static Rational converted(java.util.function.Function<String, Rational> parser, String text) {
        try {
            return parser.apply(text);
        } catch (UnitException | ArithmeticException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    /** Seconds. */
    static final class Time implements ITypeConverter<Rational> {
        @Override
        public Rational convert(String text) {
            return converted(ReplayQuantity::seconds, text);
        }
    }

    /** Bytes a second. */
    static final class Rate implements ITypeConverter<Rational> {
        @Override
        public Rational convert(String text) {
            return converted(ReplayQuantity::bytesPerSecond, text);
        }
    }

    /** Bytes. */
    static final class Size implements ITypeConverter<Rational> {
        @Override
        public Rational convert(String text) {
            return converted(ReplayQuantity::bytes, text);
        }
    }

    /** A number without a unit. */
    static final class OfNumber implements ITypeConverter<Rational> {
        @Override
        public Rational convert(String text) {
            return converted(Rational::parse, text);
        }
    }
}
