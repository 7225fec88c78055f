package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

class PifoSchedulerTest {
    private static final long PRIORITY = 1;
    private static final long DEADLINE = 2;
    private static final long ELIGIBLE = 3;
    private static final long LENGTH = 4;
    private static final long START_TIME = 5;

    @Test
    void withoutARankFunctionTheOrderOfArrivalDecides() {
        BareLine line = BareLine.of(PifoScheduler.SPEC, Map.of());
        line.offer(3, 30);
        line.offer(1, 10);
        line.offer(2, 20);

        assertThat(line.serveAll()).isEqualTo("3:30 1:10 2:20");
    }

    @Test
    void theHighestPriorityGoesFirstAndEqualOnesByArrival() {
        BareLine line = ranked(PRIORITY);
        line.tryOffer(1, 10, packet -> packet.priority = 2);
        line.tryOffer(2, 20, packet -> packet.priority = 5);
        line.tryOffer(3, 30, packet -> packet.priority = 5);

        assertThat(line.serveAll()).isEqualTo("2:20 3:30 1:10");
    }

    @Test
    void theRankIsThatOfTheArrivalEvenIfTheFieldChanges() {
        BareLine line = ranked(DEADLINE);
        List<Packet> kept = new ArrayList<>();
        line.tryOffer(1, 10, packet -> {
            packet.deadlinePs = 100;
            kept.add(packet);
        });
        line.tryOffer(2, 20, packet -> packet.deadlinePs = 200);
        kept.get(0).deadlinePs = 300;

        assertThat(line.serveAll()).isEqualTo("1:10 2:20");
    }

    @Test
    void theEarliestDepartureNamedGoesFirstAndNoneIsEarliest() {
        BareLine line = ranked(ELIGIBLE);
        line.tryOffer(1, 10, packet -> packet.eligiblePs = 500);
        line.tryOffer(2, 20, packet -> packet.eligiblePs = 400);
        line.tryOffer(4, 40, packet -> packet.eligiblePs = -7);
        line.offer(3, 30);

        assertThat(line.serveAll()).isEqualTo("3:30 4:40 2:20 1:10");
    }

    @Test
    void theShortestGoesFirst() {
        BareLine line = ranked(LENGTH);
        line.offer(1, 300, 100);
        line.offer(2, 200);

        assertThat(line.serveAll()).isEqualTo("1:100 2:200 1:300");
    }

    @Test
    void startTimesShareByWeight() {
        BareLine line = ranked(START_TIME);
        line.open(1, 3);
        line.open(2, 1);
        // Start tags of flow 1, in bytes for each unit of weight: 0, 100, 200, 300; of flow 2: 0, 300.
        line.offer(1, 300, 300, 300, 300);
        line.offer(2, 300, 300);

        assertThat(line.serveAll()).isEqualTo("1:300 2:300 1:300 1:300 1:300 2:300");
    }

    @Test
    void aFlowThatComesLateStartsAtTheTagInService() {
        BareLine line = ranked(START_TIME);
        line.offer(1, 100, 100, 100, 100);
        line.serve(3);
        // Flow 1 left with tag 200 last; flow 2 starts there, before tag 300.
        line.offer(2, 100, 100);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100 2:100");
    }

    @Test
    void anIdleLineForgetsStartTags() {
        BareLine line = ranked(START_TIME);
        line.offer(1, 1000);
        line.serveAll();
        // Both start at 1000, the greatest finish tag.
        line.offer(2, 100, 100);
        line.offer(1, 100);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100 2:100");
    }

    @Test
    void theLimitIsThatOfPacketsHeld() {
        BareLine line = BareLine.of(PifoScheduler.SPEC, Map.of("limit", 2L));
        line.offer(1, 10, 10);

        assertThat(line.tryOffer(1, 10, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        line.serve(1);
        line.offer(1, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aHeapIsAsAStableSort(long seed) {
        RandomStream random = new RandomStreams(seed).stream("heap");
        PacketHeap heap = new PacketHeap();
        PacketPool pool = new PacketPool();
        List<Packet> naive = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            if (naive.isEmpty() || random.nextInt(5) < 3) {
                Packet packet = pool.take(0);
                packet.deadlinePs = random.nextInt(20) - 10L;
                heap.add(packet, packet.deadlinePs);
                naive.add(packet);
                naive.sort(Comparator.comparingLong(held -> held.deadlinePs));
            } else {
                assertThat(heap.firstRank()).isEqualTo(naive.get(0).deadlinePs);
                assertThat(heap.removeFirst()).isSameAs(naive.remove(0));
            }
            assertThat(heap.size()).isEqualTo(naive.size());
        }
    }

    private static BareLine ranked(long rank) {
        return BareLine.of(PifoScheduler.SPEC, Map.of("rank", rank));
    }
}
