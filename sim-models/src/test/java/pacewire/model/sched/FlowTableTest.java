package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTableTest {
    @Test
    void slotsAreUsedAgain() {
        FlowTable<ScheduledFlow> table = new FlowTable<>(ScheduledFlow::new);
        int largestSlot = 0;
        for (int number = 0; number < 10_000; number++) {
            ScheduledFlow flow = table.add(number);
            largestSlot = Math.max(largestSlot, flow.slot);
            table.remove(flow);
        }

        assertThat(largestSlot).isZero();
        assertThat(table.size()).isZero();
    }

    @Test
    void aSlotUsedAgainRemembersNothing() {
        FlowTable<ScheduledFlow> table = new FlowTable<>(ScheduledFlow::new);
        ScheduledFlow flow = table.add(1);
        flow.share().finishTag = 99;
        flow.isClosing = true;
        table.remove(flow);

        ScheduledFlow next = table.add(2);

        assertThat(next).isSameAs(flow);
        assertThat(next.share().finishTag).isZero();
        assertThat(next.isClosing).isFalse();
        assertThat(next.isOpen()).isFalse();
    }

    /** Numbers from the whole range of int share no page, small ones do. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void findsWhatWasAddedAndNothingElse(long seed) {
        RandomStream random = new RandomStreams(seed).stream("table");
        FlowTable<ScheduledFlow> table = new FlowTable<>(ScheduledFlow::new);
        Map<Integer, ScheduledFlow> model = new TreeMap<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            numbers.add(random.nextInt(2) == 0 ? i : (int) random.nextLong());
        }

        for (int step = 0; step < 20_000; step++) {
            int number = numbers.get(random.nextInt(numbers.size()));
            ScheduledFlow known = model.remove(number);
            if (known == null) {
                model.put(number, table.add(number));
            } else {
                table.remove(known);
            }
            assertThat(table.size()).isEqualTo(model.size());
            for (int other : numbers) {
                assertThat(table.find(other)).isSameAs(model.get(other));
            }
        }
        model.values().forEach(flow -> assertThat(table.at(flow.slot)).isSameAs(flow));
    }
}
