package pacewire.model.transport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TcpSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|10|5|9|6|not a TCP: MSS 0, initial window of 10 segments",
                "65496|10|5|9|6|not a TCP: MSS 65496, initial window of 10 segments",
                "1460|0|5|9|6|not a TCP: MSS 1460, initial window of 0 segments",
                "1460|10|3|9|6|retransmission timeouts out of order: least 4 ps, initial 3 ps, largest 9 ps",
                "1460|10|5|4|6|retransmission timeouts out of order: least 4 ps, initial 5 ps, largest 4 ps",
                "1460|10|5|9|-1|a TCP with a negative time or number of retries",
            })
    void settingsThatMakeNoSenseAreRefused(
            int mss, int initialWindow, long initialRto, long maxRto, int synRetries, String message) {
        assertThatThrownBy(() -> new TcpSettings(
                        mss, initialWindow, 100, 100, initialRto, 4, maxRto, 0, synRetries, 5, 15, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
