package pacewire.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import pacewire.core.units.Quantity;
import pacewire.core.units.UnitException;

/** Reads a share of a whole with its unit from the command line, in parts of {@link Quantity#WHOLE}. */
final class ShareConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            long parts = Quantity.SHARE.parse(text);
            if (parts < 0 || parts > Quantity.WHOLE) {
                throw new TypeConversionException("'" + text + "' is not a share from 0 % to 100 %");
            }
            return parts;
        } catch (UnitException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
