package pacewire.core.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventQueueTest {
    @Test
    void eventsOfOneTimeLeaveInTheOrderOfScheduling() {
        EventQueue queue = new EventQueue();
        List<Named> events = named(10);
        events.forEach(event -> queue.add(event, 5));

        assertThat(drain(queue)).containsExactlyElementsOf(events);
    }

    @Test
    void anEmptyQueueHasNoNextTime() {
        EventQueue queue = new EventQueue();

        assertThat(queue.poll()).isNull();
        assertThat(queue.nextTimePs()).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.size()).isZero();
    }

    @Test
    void anEventStandsInAQueueAtMostOnce() {
        EventQueue queue = new EventQueue();
        Named event = new Named("twice");
        queue.add(event, 1);

        assertThatThrownBy(() -> queue.add(event, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event is scheduled already: twice");
    }

    @Test
    void anEventOfAnotherQueueCannotBeRemoved() {
        EventQueue mine = new EventQueue();
        EventQueue other = new EventQueue();
        Named event = new Named("elsewhere");
        mine.add(new Named("here"), 1);
        other.add(event, 1);

        assertThatThrownBy(() -> mine.remove(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event is not in this queue: elsewhere");
    }

    @Test
    void anEventThatLeftMayComeAgain() {
        EventQueue queue = new EventQueue();
        Named event = new Named("again");
        queue.add(event, 1);
        assertThat(event.isScheduled()).isTrue();
        queue.poll();
        assertThat(event.isScheduled()).isFalse();
        queue.add(event, 7);

        assertThat(queue.timeOf(event)).isEqualTo(7);
    }

    /** Seeded operations against a list sorted by (time, order): the same event leaves, the same time is next, always. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theQueueBehavesLikeASortedList(long seed) {
        RandomStream random = new RandomStreams(seed).stream("operations");
        SortedModel model = new SortedModel();
        EventQueue queue = new EventQueue();
        List<Named> events = named(300);
        for (int operation = 0; operation < 20_000; operation++) {
            Named event = events.get(random.nextInt(events.size()));
            // Few distinct times, so that many events share one.
            long time = random.nextLong(40);
            // Phases in which the queue mostly grows, then mostly shrinks.
            boolean isPolling = random.nextInt(4) < (operation / 1000 % 2 == 0 ? 1 : 3);
            if (isPolling) {
                assertThat(queue.poll()).isSameAs(model.poll());
            } else if (!event.isScheduled()) {
                queue.add(event, time);
                model.add(event, time);
            } else {
                assertThat(queue.timeOf(event)).isEqualTo(model.timeOf(event));
                queue.remove(event);
                model.remove(event);
                if (random.nextInt(2) == 0) {
                    queue.add(event, time);
                    model.add(event, time);
                }
            }
            assertThat(queue.size()).isEqualTo(model.entries.size());
            assertThat(queue.nextTimePs()).isEqualTo(model.nextTime());
        }
        assertThat(drain(queue)).containsExactlyElementsOf(model.drain());
    }

    private static List<Named> named(int count) {
        List<Named> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new Named("event " + i));
        }
        return events;
    }

    private static List<Event> drain(EventQueue queue) {
        List<Event> left = new ArrayList<>();
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            left.add(event);
        }
        return left;
    }

    private static final class Named extends Event {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void fire(long nowPs) {
            throw new AssertionError("a queue fires nothing");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The specification in its plainest form. */
    private static final class SortedModel {
        private final List<Entry> entries = new ArrayList<>();
        private long nextOrder;

        void add(Event event, long time) {
            entries.add(new Entry(time, nextOrder++, event));
            entries.sort(Comparator.comparingLong(Entry::time).thenComparingLong(Entry::order));
        }

        @org.jspecify.annotations.Nullable
        Event poll() {
            return entries.isEmpty() ? null : entries.remove(0).event();
        }

        void remove(Event event) {
            entries.removeIf(entry -> entry.event() == event);
        }

        long timeOf(Event event) {
            return entries.stream()
                    .filter(entry -> entry.event() == event)
                    .mapToLong(Entry::time)
                    .sum();
        }

        long nextTime() {
            return entries.isEmpty() ? Long.MAX_VALUE : entries.get(0).time();
        }

        List<Event> drain() {
            return entries.stream().map(Entry::event).toList();
        }

        private record Entry(long time, long order, Event event) {}
    }
}
