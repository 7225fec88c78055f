package pacewire.cli;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownNameTest {
    // Wagner and Fischer's own examples and the edges.
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "saturday, sunday, 3", "'', abc, 3", "abc, '', 3", "fifo, fifo, 0", "ab, ba, 2"})
    void theDistanceCountsLettersToChange(String from, String to, int letters) {
        assertThat(UnknownName.distance(from, to)).isEqualTo(letters);
    }

    @Test
    void aWordThatIsCloseToNothingGetsNoSuggestion() {
        assertThat(UnknownName.complaint("machine", "pdp-11", List.of("linux-6", "solaris-10-2005")))
                .hasMessage("there is no machine 'pdp-11' (known: linux-6, solaris-10-2005)");
    }
}
