package pacewire.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DepartureTextTest {
    @Test
    void aLineSaysOnlyWhatIsNotExpected() {
        DepartureLog log = new DepartureLog();
        log.add(5, log.flowNumber("a"), 0, 100);
        log.add(7, log.flowNumber("a"), 1, 100);
        log.add(7, log.flowNumber("b"), 9, 60);
        log.add(9, log.flowNumber("a"), 2, 80);

        assertThat(lines(log)).containsExactly("5 a 100", "2 a", "0 b#9 60", "2 a 80");
    }

    @Test
    void whatRepeatsIsWrittenOnce() {
        DepartureLog log = new DepartureLog();
        for (int i = 0; i < 1_000; i++) {
            log.add(10L * i, log.flowNumber(i % 2 == 0 ? "a" : "b"), i / 2, 100);
        }

        // The first packet of each flow names its length, and the very first has no gap; six more plain lines pass
        // before a
        // repetition of six is seen two lines back.
        assertThat(lines(log))
                .startsWith("0 a 100", "10 b 100", "10 a", "10 b")
                .hasSize(5)
                .endsWith("= 2 996");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsReadBack(long seed) {
        Random random = new Random(seed);
        DepartureLog log = new DepartureLog(3_000);
        long time = 0;
        for (int i = 0; i < 25_000; i++) {
            // Few gaps and few flows, so that stretches repeat.
            time += 1 + random.nextInt(2);
            int flow = log.flowNumber("f" + random.nextInt(2));
            log.add(time, flow, random.nextInt(10) == 0 ? random.nextInt(9) : i, 60 + random.nextInt(2));
        }

        DepartureLog read = DepartureText.read(lines(log).iterator());

        assertThat(WireComparison.compare(log, read).isNone()).isTrue();
        assertThat(read.kept()).isEqualTo(3_000);
        assertThat(read.checkpoints()).hasSize(3).isEqualTo(log.checkpoints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "1", "= 1 2", "1 a x", "@ 1 2 3", "1 a 2 3"})
    void aLineThatIsNoneIsRefused(String line) {
        assertThatThrownBy(() -> DepartureText.read(List.of(line).iterator()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> lines(DepartureLog log) {
        List<String> lines = new ArrayList<>();
        DepartureText.write(log, lines::add);
        return lines;
    }
}
