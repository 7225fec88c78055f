package pacewire.model.client;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStreams;
import pacewire.model.transport.TransferRequest.FilePart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileChoiceTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theFilesOfARequestAreDifferent(long seed) {
        RandomStreams streams = new RandomStreams(seed);
        FileChoice choice = new FileChoice(List.of(10, 20, 30, 40), 4, 500);

        List<FilePart> files = choice.draw(streams.stream("files"));

        assertThat(files).extracting(FilePart::file).containsExactlyInAnyOrder(10, 20, 30, 40);
        assertThat(files).extracting(FilePart::bytes).containsOnly(500L);
    }

    @Test
    void everyFileIsChosenEquallyOften() {
        RandomStreams streams = new RandomStreams(1);
        FileChoice choice = new FileChoice(IntStream.range(0, 10).boxed().toList(), 3, FilePart.WHOLE_FILE);
        int[] chosen = new int[10];

        for (int k = 0; k < 10_000; k++) {
            choice.draw(streams.stream("clients/viewers/" + k + "/files")).forEach(part -> chosen[part.file()]++);
        }

        // 3000 times each; standard deviation sqrt(10000 * 0.3 * 0.7) = 46: within five of them.
        assertThat(Arrays.stream(chosen).boxed().toList()).allMatch(count -> count > 2770 && count < 3230);
    }

    @Test
    void aDrawDependsOnItsOwnStreamAlone() {
        FileChoice fresh = new FileChoice(List.of(1, 2, 3, 4, 5), 3, 1);
        FileChoice used = new FileChoice(List.of(1, 2, 3, 4, 5), 3, 1);
        used.draw(new RandomStreams(9).stream("another"));

        assertThat(used.draw(new RandomStreams(1).stream("files")))
                .isEqualTo(fresh.draw(new RandomStreams(1).stream("files")));
    }

    @Test
    void moreFilesThanThereAreCannotBeAskedFor() {
        assertThatThrownBy(() -> new FileChoice(List.of(1, 2), 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 different files of 2");
    }
}
