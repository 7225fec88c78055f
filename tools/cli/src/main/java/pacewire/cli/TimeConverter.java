package pacewire.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;

/** Reads an instant or a duration with its unit from the command line. */
final class TimeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            long ps = SimTime.parse(text);
            if (ps < 0) {
                throw new TypeConversionException("'" + text + "' is negative");
            }
            return ps;
        } catch (UnitException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
