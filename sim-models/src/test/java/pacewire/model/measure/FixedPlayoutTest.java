package pacewire.model.measure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class FixedPlayoutTest {
    static List<JsonNode> playouts() {
        return MetricVectors.of("fixed playout buffer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("playouts")
    void packetsArePlayedAtTheirTurnAndLateOnesAreCounted(JsonNode vector) {
        long[] mediaMs = MetricVectors.longs(vector.at("/inputs/media_ts_ms"));
        long[] arrivalMs = MetricVectors.longs(vector.at("/inputs/arrival_ms"));
        FixedPlayout player = new FixedPlayout(
                vector.at("/inputs/playout_delay_after_first_ms").asLong());

        List<Long> playedMs = new ArrayList<>();
        List<Long> late = new ArrayList<>();
        for (int i = 0; i < mediaMs.length; i++) {
            long lateBefore = player.late();
            playedMs.add(player.received(arrivalMs[i], mediaMs[i]));
            if (player.late() > lateBefore) {
                late.add((long) i);
            }
        }

        assertThat(playedMs.stream().mapToLong(Long::longValue).toArray())
                .containsExactly(MetricVectors.longs(vector.at("/expected/playout_ms")));
        assertThat(late.stream().mapToLong(Long::longValue).toArray())
                .containsExactly(MetricVectors.longs(vector.at("/expected/late_packets")));
        assertThat(player.late())
                .isEqualTo(vector.at("/expected/underrun_count").asLong());
        assertThat(player.leastDelayWithoutLoss())
                .isEqualTo(vector.at("/expected/min_delay_no_loss_ms").asLong());
    }

    @Test
    void aPacketThatComesAtItsTurnIsNotLate() {
        FixedPlayout player = new FixedPlayout(5);
        player.received(100, 0);
        player.received(115, 10);

        assertThat(player.late()).isZero();
        player.received(126, 20);
        assertThat(player.late()).isEqualTo(1);
    }
}
