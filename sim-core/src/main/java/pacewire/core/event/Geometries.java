package pacewire.core.event;

import org.jspecify.annotations.Nullable;

/** The geometries that a queue has had: where traffic changes to and fro, so do they, and none is made twice. */
final class Geometries {
    private final @Nullable Geometry[][] byShiftAndBits = new Geometry[Geometry.TIME_BITS][Geometry.MOST_MAIN_BITS + 1];

    /** The geometry for so many events that follow each other at a distance of about 2^{@code spacingBits} ps. */
    Geometry fitting(int spacingBits, int size) {
        int shift = Geometry.mainShiftFor(spacingBits);
        int bits = Geometry.mainBitsFor(size);
        Geometry known = byShiftAndBits[shift][bits];
        if (known == null) {
            known = new Geometry(shift, bits);
            byShiftAndBits[shift][bits] = known;
        }
        return known;
    }
}
