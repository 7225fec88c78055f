package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("EnumOrdinal") // sums by part
class DelayTimelineTest {
    private final PacketPool pool = new PacketPool();
    private final DelayTimeline timeline = new DelayTimeline();

    @Test
    void aPacketIsChargedWithWhatHappenedSinceItsIdealInstant() {
        timeline.append(DelayPart.TIMER, 10);
        timeline.append(DelayPart.RUN_QUEUE, 15);
        timeline.append(DelayPart.SYSCALL, 18);
        timeline.append(DelayPart.RUN_QUEUE, 20);

        // From 7 on: 3 of the timer, 5 + 2 of the run queue, 3 of the call.
        assertThat(charged(7)).isEqualTo("TIMER 3 RUN_QUEUE 7 SYSCALL 3");
        // The next is due at 16: a call of 2, and the run queue behind it.
        assertThat(charged(16)).isEqualTo("RUN_QUEUE 2 SYSCALL 2");
        assertThat(charged(20)).isEmpty();
        assertThat(charged(35)).isEmpty();
    }

    @Test
    void anInstantThatHasBeenAccountedForIsNotCountedTwice() {
        timeline.append(DelayPart.TIMER, 10);
        timeline.append(DelayPart.COPY, 10);
        timeline.append(DelayPart.COPY, 4);
        assertThat(charged(0)).isEqualTo("TIMER 10");
    }

    @Test
    void whatIsForgottenIsNotCharged() {
        timeline.append(DelayPart.TIMER, 10);
        timeline.append(DelayPart.COPY, 12);
        timeline.clear();
        timeline.append(DelayPart.SYSCALL, 15);
        assertThat(charged(12)).isEqualTo("SYSCALL 3");
    }

    /** Who is due before everything that is remembered: the parts sum to the time since then all the same. */
    @Test
    void theTimeBeforeTheFirstSegmentCountsForIt() {
        timeline.append(DelayPart.TIMER, 10);
        timeline.clear();
        timeline.append(DelayPart.STORAGE, 15);
        timeline.append(DelayPart.SYSCALL, 16);
        assertThat(charged(4)).isEqualTo("SYSCALL 1 STORAGE 11");
    }

    /** Against a plain list of segments. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void thePartsAreThoseOfTheSegmentsAndSumToTheTimeThatPassed(long seed) {
        RandomStream random = new RandomStreams(seed).stream("timeline");
        List<DelayPart> parts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        long nowPs = 0;
        long basePs = 0;
        for (int i = 0; i < 2000; i++) {
            nowPs += 1 + random.nextLong(100);
            DelayPart part = DelayPart.of((int) random.nextLong(DelayPart.COUNT));
            timeline.append(part, nowPs);
            parts.add(part);
            ends.add(nowPs);
            if (random.nextLong(3) == 0) {
                // Now and then far behind, now and then on time.
                basePs = Math.min(nowPs, basePs + random.nextLong(300));
                Packet packet = pool.take(0);
                packet.openAccount(basePs);
                timeline.chargeTo(packet);
                long[] expected = new long[DelayPart.COUNT];
                long fromPs = 0;
                for (int k = 0; k < parts.size(); k++) {
                    expected[parts.get(k).ordinal()] += Math.max(0, ends.get(k) - Math.max(fromPs, basePs));
                    fromPs = ends.get(k);
                }
                for (DelayPart each : DelayPart.values()) {
                    assertThat(packet.spentPs(each))
                            .as("%s from %s to %s", each, basePs, nowPs)
                            .isEqualTo(expected[each.ordinal()]);
                }
                assertThat(packet.spentInTotalPs()).isEqualTo(nowPs - basePs);
                pool.release(packet);
            }
        }
    }

    private String charged(long basePs) {
        Packet packet = pool.take(0);
        packet.openAccount(basePs);
        timeline.chargeTo(packet);
        StringBuilder text = new StringBuilder();
        for (DelayPart part : DelayPart.values()) {
            if (packet.spentPs(part) > 0) {
                text.append(part).append(' ').append(packet.spentPs(part)).append(' ');
            }
        }
        return text.toString().strip();
    }
}
