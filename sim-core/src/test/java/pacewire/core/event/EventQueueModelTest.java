package pacewire.core.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

/** The queue against a set sorted by (time, order of scheduling), for every kind of spacing it must bear. */
class EventQueueModelTest {
    private static final long SECOND_PS = 1_000_000_000_000L;

    /** How far ahead the next event is scheduled. */
    private enum Spread {
        EXPONENTIAL_LIKE {
            @Override
            long draw(RandomStream random, long nowPs) {
                return SECOND_PS >> random.nextInt(30);
            }
        },
        UNIFORM {
            @Override
            long draw(RandomStream random, long nowPs) {
                return random.nextLong(SECOND_PS);
            }
        },
        BIMODAL {
            @Override
            long draw(RandomStream random, long nowPs) {
                return random.nextLong(1_000_000) * (random.nextInt(100) == 0 ? 1000 : 1);
            }
        },
        CONSTANT {
            @Override
            long draw(RandomStream random, long nowPs) {
                return 10_000;
            }
        },
        ONE_INSTANT_EACH_SECOND {
            @Override
            long draw(RandomStream random, long nowPs) {
                return SECOND_PS - nowPs % SECOND_PS;
            }
        },
        FEW_TIMES {
            @Override
            long draw(RandomStream random, long nowPs) {
                return random.nextInt(4);
            }
        },
        NOW_MOSTLY {
            @Override
            long draw(RandomStream random, long nowPs) {
                return random.nextInt(50) == 0 ? random.nextLong(1_000) : 0;
            }
        },
        /** A few events every 100 ns, most over 10 ms, some seconds ahead: a server of very many transfers. */
        SERVER {
            @Override
            long draw(RandomStream random, long nowPs) {
                int kind = random.nextInt(100);
                if (kind < 60) {
                    return 100_000;
                }
                return kind < 95 ? random.nextLong(SECOND_PS / 100) : SECOND_PS + random.nextLong(5 * SECOND_PS);
            }
        },
        /** Each bit length of the time that is left is as likely as any other, to the end of time. */
        ALL_SCALES {
            @Override
            long draw(RandomStream random, long nowPs) {
                long left = Long.MAX_VALUE - nowPs;
                // Short of the end by far, except now and then: the clock must not get there at once.
                long some = random.nextLong(1L << 55) >> random.nextInt(56);
                return random.nextInt(200) == 0 ? left : Math.min(left, some);
            }
        };

        abstract long draw(RandomStream random, long nowPs);
    }

    static Stream<Arguments> runs() {
        return Stream.of(Spread.values()).flatMap(spread -> Stream.of(1L, 2L).map(seed -> Arguments.of(spread, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void aStandingPopulationLeavesInOrder(Spread spread, long seed) {
        Pair pair = new Pair(spread, seed);
        pair.growTo(1_000);
        for (int i = 0; i < 20_000; i++) {
            pair.fireOne(1);
        }
        pair.drain();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void cancelledAndMovedEventsLeaveInOrder(Spread spread, long seed) {
        Pair pair = new Pair(spread, seed);
        pair.growTo(500);
        for (int i = 0; i < 20_000; i++) {
            if (pair.random.nextInt(2) == 0) {
                pair.moveOne();
            }
            pair.fireOne(1);
        }
        pair.drain();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void aPopulationThatGrowsAndShrinksAndIsRefilledLeavesInOrder(Spread spread, long seed) {
        Pair pair = new Pair(spread, seed);
        for (int size : new int[] {100, 6_000, 3, 2_000, 0, 400}) {
            while (pair.model.size() > size) {
                pair.fireOne(pair.random.nextInt(4) == 0 ? 1 : 0);
            }
            while (pair.model.size() < size) {
                pair.growTo(pair.model.size() + 1);
                if (pair.random.nextInt(3) == 0) {
                    pair.fireOne(1);
                }
            }
        }
        pair.drain();
    }

    /** Timers that are moved on without end, while time stands still: the holes that they leave are closed up. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void timersThatNeverFireLeaveNothingBehind(Spread spread, long seed) {
        Pair pair = new Pair(spread, seed);
        pair.growTo(200);
        for (int i = 0; i < 30_000; i++) {
            pair.moveOne();
        }

        // 200 events and some 2,000 holes are allowed; 30,000 moves without closing up would have used as many slots.
        assertThat(pair.all).allMatch(event -> event.place < 16_384);
        pair.drain();
    }

    /** Looking only up to an instant, then adding before what comes after it. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void eventsAddedBeforeTheNextOneInPiecesLeaveInOrder(Spread spread, long seed) {
        Pair pair = new Pair(spread, seed);
        pair.growTo(300);
        for (int i = 0; i < 2_000; i++) {
            pair.fireUntil(pair.nowPs + pair.random.nextInt(1 << pair.random.nextInt(30)));
            pair.growTo(300 + pair.random.nextInt(200));
        }
        pair.drain();
    }

    /** Whoever asks for the next time makes the queue open what comes next; anything may still be added before it. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void eventsAddedAfterALookAtTheNextTimeLeaveInOrder(Spread spread, long seed) {
        Pair pair = new Pair(spread, seed);
        for (int i = 0; i < 40; i++) {
            pair.growTo(pair.random.nextInt(400));
            assertThat(pair.queue.nextTimePs()).isEqualTo(pair.nextTimePs());
            pair.nowPs = pair.nowPs / 2;
            pair.growTo(pair.model.size() + 200);
            assertThat(pair.queue.nextTimePs()).isEqualTo(pair.nextTimePs());
            for (int j = 0; j < 100; j++) {
                pair.fireOne(0);
            }
        }
        pair.drain();
    }

    /** The queue and its model, to which the same is done. */
    private static final class Pair {
        final EventQueue queue = new EventQueue();
        final TreeSet<Numbered> model = new TreeSet<>(
                Comparator.comparingLong((Numbered event) -> event.duePs).thenComparingLong(event -> event.order));
        final List<Numbered> idle = new ArrayList<>();
        final List<Numbered> all = new ArrayList<>();
        final Spread spread;
        final RandomStream random;
        long nowPs;
        long nextOrder;

        Pair(Spread spread, long seed) {
            this.spread = spread;
            random = new RandomStreams(seed).stream("operations");
        }

        void growTo(int size) {
            while (model.size() < size) {
                if (idle.isEmpty()) {
                    Numbered event = new Numbered();
                    idle.add(event);
                    all.add(event);
                }
                add(idle.remove(idle.size() - 1));
            }
        }

        /** Takes the first event, and schedules it again so many times out of one. */
        void fireOne(int again) {
            Numbered expected = model.pollFirst();
            assertThat(queue.poll()).isSameAs(expected);
            if (expected != null) {
                leave(expected, again);
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }

        void fireUntil(long endPs) {
            for (Event event = queue.pollUntil(endPs); event != null; event = queue.pollUntil(endPs)) {
                Numbered expected = model.pollFirst();
                assertThat(event).isSameAs(expected);
                leave((Numbered) event, 0);
            }
            assertThat(nextTimePs() > endPs || model.isEmpty()).isTrue();
            nowPs = Math.max(nowPs, endPs);
        }

        void moveOne() {
            Numbered event = all.get(random.nextInt(all.size()));
            if (event.isScheduled()) {
                assertThat(queue.timeOf(event)).isEqualTo(event.duePs);
                queue.remove(event);
                model.remove(event);
                add(event);
            }
        }

        void drain() {
            while (!model.isEmpty()) {
                fireOne(0);
            }
            assertThat(queue.poll()).isNull();
            assertThat(queue.nextTimePs()).isEqualTo(Long.MAX_VALUE);
        }

        long nextTimePs() {
            return model.isEmpty() ? Long.MAX_VALUE : model.first().duePs;
        }

        private void leave(Numbered event, int again) {
            assertThat(event.isScheduled()).isFalse();
            nowPs = Math.max(nowPs, event.duePs);
            if (again > 0) {
                add(event);
            } else {
                idle.add(event);
            }
        }

        private void add(Numbered event) {
            event.duePs = nowPs + spread.draw(random, nowPs);
            event.order = nextOrder++;
            queue.add(event, event.duePs);
            model.add(event);
        }
    }

    private static final class Numbered extends Event {
        private long duePs;
        private long order;

        @Override
        protected void fire(long nowPs) {
            throw new AssertionError("a queue fires nothing");
        }

        @Override
        public String toString() {
            return "event " + order + " for " + duePs + " ps";
        }
    }
}
