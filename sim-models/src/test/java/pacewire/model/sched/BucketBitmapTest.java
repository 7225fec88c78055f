package pacewire.model.sched;

import java.util.TreeSet;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

class BucketBitmapTest {
    @ParameterizedTest(name = "{0} buckets, seed {1}")
    @CsvSource({"1,1", "2,2", "63,3", "64,4", "65,5", "4096,6", "4097,7", "300000,8"})
    void findsTheNextFullBucketAsASortedSetDoes(int buckets, long seed) {
        RandomStream random = new RandomStreams(seed).stream("buckets");
        BucketBitmap bitmap = new BucketBitmap(buckets);
        TreeSet<Integer> full = new TreeSet<>();
        for (int step = 0; step < 5000; step++) {
            int bucket = random.nextInt(buckets);
            if (random.nextInt(2) == 0) {
                bitmap.set(bucket);
                full.add(bucket);
            } else {
                bitmap.clear(bucket);
                full.remove(bucket);
            }
            int from = random.nextInt(buckets);
            Integer next = full.ceiling(from);
            assertThat(bitmap.isEmpty()).isEqualTo(full.isEmpty());
            assertThat(bitmap.firstFrom(from)).isEqualTo(next == null ? buckets : next);
            if (!full.isEmpty()) {
                assertThat(bitmap.nextFrom(from)).isEqualTo(next == null ? full.first() : next);
            }
        }
        bitmap.clearAll();
        assertThat(bitmap.isEmpty()).isTrue();
    }
}
