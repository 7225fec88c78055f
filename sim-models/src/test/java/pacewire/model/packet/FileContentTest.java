package pacewire.model.packet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FileContentTest {
    @Test
    void piecesAddUpToTheWholeHoweverTheyAreCut() {
        long whole = FileContent.digest(7, 2, 0, 1_000_000);
        long pieces = FileContent.digest(7, 2, 300_000, 1_000_000)
                + FileContent.digest(7, 2, 0, 1)
                + FileContent.digest(7, 2, 1, 300_000);
        assertThat(pieces).isEqualTo(whole);
        assertThat(FileContent.digest(7, 2, 5, 5)).isZero();
    }

    @Test
    void anotherFileVersionOrPlaceIsAnotherContent() {
        long digest = FileContent.digest(7, 2, 1400, 2800);
        assertThat(FileContent.digest(8, 2, 1400, 2800)).isNotEqualTo(digest);
        assertThat(FileContent.digest(7, 3, 1400, 2800)).isNotEqualTo(digest);
        assertThat(FileContent.digest(7, 2, 2800, 4200)).isNotEqualTo(digest);
        assertThat(FileContent.digest(2, 7, 1400, 2800)).isNotEqualTo(digest);
    }

    @Test
    void placesAreScatteredAsSplitMix64Does() {
        // The key of file 0, version 0 is the first output of SplitMix64 with seed 0: 0xE220A8397B1DCDAF, by its
        // reference
        // implementation (Vigna, splitmix64.c). From key to key + increment the digest is the difference of two
        // outputs.
        long key = 0xE220A8397B1DCDAFL;
        long increment = 0x9E3779B97F4A7C15L;
        assertThat(FileContent.digest(0, 0, 0, 1)).isEqualTo(mix(key + increment) - mix(key));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
