package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

/** What a thread spent its time in, between any two instants. */
class DelayHistoryTest {
    private final PacketPool pool = new PacketPool();

    /** Against a list of all segments: any number of them, asked for in any order. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void chargesWhatHappenedSinceAnyInstant(long seed) {
        Random random = new Random(seed);
        DelayHistory history = new DelayHistory(100);
        List<Long> ends = new ArrayList<>();
        List<DelayPart> parts = new ArrayList<>();
        long now = 100;
        for (int i = 0; i < 3000; i++) {
            now += random.nextInt(5);
            DelayPart part = DelayPart.of(random.nextInt(DelayPart.COUNT));
            history.append(part, now);
            ends.add(now);
            parts.add(part);
            if (random.nextInt(3) > 0) {
                continue;
            }
            Packet packet = pool.take(0);
            long base = 100L + (now == 100 ? 0 : random.nextInt((int) (now - 100)));
            packet.openAccount(base);
            history.chargeTo(packet);
            assertThat(packet.spentInTotalPs()).isEqualTo(now - base);
            for (DelayPart each : DelayPart.values()) {
                assertThat(packet.spentPs(each)).isEqualTo(spent(each, base, ends, parts));
            }
            pool.release(packet);
        }
    }

    private static long spent(DelayPart part, long base, List<Long> ends, List<DelayPart> parts) {
        long spent = 0;
        long since = base;
        for (int i = 0; i < ends.size(); i++) {
            long end = ends.get(i);
            if (end > since) {
                spent += parts.get(i) == part ? end - since : 0;
                since = end;
            }
        }
        return spent;
    }

    @Test
    void chargesUpToAnInstantThatIsPast() {
        DelayHistory history = new DelayHistory(0);
        history.append(DelayPart.TIMER, 10);
        history.append(DelayPart.COPY, 15);
        history.append(DelayPart.SYSCALL, 30);
        Packet packet = pool.take(0);
        packet.openAccount(5);
        history.chargeTo(packet, 12);
        assertThat(packet.accountedToPs()).isEqualTo(12);
        packet.spend(DelayPart.SOCKET_BUFFER, 20);
        history.chargeTo(packet);

        assertThat(packet.spentPs(DelayPart.TIMER)).isEqualTo(5);
        assertThat(packet.spentPs(DelayPart.COPY)).isEqualTo(2);
        assertThat(packet.spentPs(DelayPart.SOCKET_BUFFER)).isEqualTo(8);
        assertThat(packet.spentPs(DelayPart.SYSCALL)).isEqualTo(10);
        assertThat(packet.spentInTotalPs()).isEqualTo(25);
    }

    /** 2^16 segments of 1 ps are kept, 64 given up at a time: of what lies before, nothing is known but how long it was. */
    @Test
    void whatIsTooLongAgoCountsForTheFirstPartThatIsKept() {
        DelayHistory history = new DelayHistory(0);
        int segments = (1 << 16) + 100;
        alternate(history, 0, segments);
        Packet packet = charged(history, 0);
        assertThat(packet.spentInTotalPs()).isEqualTo(segments);
        // 128 were given up; the 129th is odd: all 128 count for it.
        assertThat(packet.spentPs(DelayPart.COPY)).isEqualTo((segments - 128) / 2);
    }

    /** A sender that was late by 50,000 ps makes it keep 100,000; with 2^20 segments it ends. */
    @Test
    void aLateSenderMakesItKeepMore() {
        DelayHistory history = new DelayHistory(0);
        alternate(history, 0, 60_000);
        charged(history, 10_000);
        alternate(history, 60_000, 200_000);
        // From 2^16 to 2^17 segments: the latest 100,000 are there, odd and even.
        assertThat(charged(history, 100_000).spentPs(DelayPart.COPY)).isEqualTo(50_000);
        charged(history, 100_000);
        int most = 1 << 20;
        alternate(history, 200_000, 2 * most);
        for (int i = 2; i < 10; i++) {
            charged(history, 2 * most - i * 100_000);
        }
        alternate(history, 2 * most, 5 * most);
        Packet latest = charged(history, 4 * most + 64);
        assertThat(latest.spentPs(DelayPart.COPY)).isEqualTo((most - 64) / 2);
    }

    private void alternate(DelayHistory history, int from, int until) {
        for (int i = from + 1; i <= until; i++) {
            history.append(i % 2 == 0 ? DelayPart.COPY : DelayPart.SYSCALL, i);
        }
    }

    private Packet charged(DelayHistory history, long base) {
        Packet packet = pool.take(0);
        packet.openAccount(base);
        history.chargeTo(packet);
        return packet;
    }
}
