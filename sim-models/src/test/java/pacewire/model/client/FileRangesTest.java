package pacewire.model.client;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.packet.FileContent;

import static org.assertj.core.api.Assertions.assertThat;

class FileRangesTest {
    private static final int FILE = 3;

    @Test
    void rangesThatComeInOrderAddUpToTheWhole() {
        FileRanges ranges = new FileRanges();
        ranges.add(FILE, 0, 0, 1400);
        ranges.add(FILE, 0, 1400, 2800);
        ranges.add(FILE, 0, 2800, 3000);
        assertThat(ranges.bytes()).isEqualTo(3000);
        assertThat(ranges.digest()).isEqualTo(FileContent.digest(FILE, 0, 0, 3000));
    }

    @Test
    void whatComesTwiceCountsAsItWasTheFirstTime() {
        FileRanges ranges = new FileRanges();
        ranges.add(FILE, 0, 0, 1400);
        ranges.add(FILE, 0, 2800, 4200);
        ranges.add(FILE, 1, 2800, 4200);
        ranges.add(FILE, 0, 1400, 2800);
        ranges.add(FILE, 1, 1400, 2800);
        assertThat(ranges.bytes()).isEqualTo(4200);
        assertThat(ranges.digest()).isEqualTo(FileContent.digest(FILE, 0, 0, 4200));
    }

    @Test
    void ofTooManyGapsTheOlderHalfIsGivenUp() {
        FileRanges ranges = new FileRanges();
        // Every second byte is missing: byte 0 comes, and the gap before each other one makes 4096 gaps and one more.
        for (int i = 0; i <= FileRanges.MOST_GAPS + 1; i++) {
            ranges.add(FILE, 0, 2L * i, 2L * i + 1);
        }
        long came = FileRanges.MOST_GAPS + 2L;
        assertThat(ranges.bytes()).isEqualTo(came);
        ranges.add(FILE, 0, 1, 2); // of the older half
        assertThat(ranges.bytes()).isEqualTo(came);
        ranges.add(FILE, 0, FileRanges.MOST_GAPS + 1, FileRanges.MOST_GAPS + 2); // the first of the younger half
        assertThat(ranges.bytes()).isEqualTo(came + 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyPiecesCountAsInAModelThatKnowsEveryByte(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 500;
        int[] versions = new int[size]; // 0: missing, else one above the version that came first
        FileRanges ranges = new FileRanges();
        for (int step = 0; step < 150; step++) {
            int from = random.nextInt(size);
            int to = Math.min(size, from + 1 + random.nextInt(40));
            int version = random.nextInt(3);
            ranges.add(FILE, version, from, to);
            for (int at = from; at < to; at++) {
                versions[at] = versions[at] == 0 ? version + 1 : versions[at];
            }
            long bytes = 0;
            long digest = 0;
            for (int at = 0; at < size; at++) {
                if (versions[at] > 0) {
                    bytes++;
                    digest += FileContent.digest(FILE, versions[at] - 1, at, at + 1);
                }
            }
            assertThat(ranges.bytes()).as("step %d", step).isEqualTo(bytes);
            assertThat(ranges.digest()).as("step %d", step).isEqualTo(digest);
        }
    }
}
