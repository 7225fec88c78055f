package pacewire.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import pacewire.core.units.DataRate;
import pacewire.core.units.UnitException;

/** Reads a data rate with its unit from the command line. */
final class RateConverter implements ITypeConverter<DataRate> {
    @Override
    public DataRate convert(String text) {
        try {
            return DataRate.parse(text);
        } catch (UnitException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
