package pacewire.model.nic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

/** Random traffic in both directions, a host that polls at random, and what must hold whatever happens. */
class NicPropertyTest {
    private static final int STEPS = 600;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void departuresFollowLindleysRecursionOnAnExactLine(long seed) {
        World world = new World(seed);
        world.run();

        assertThat(world.departures).hasSameSizeAs(world.posts).hasSizeGreaterThan(20);
        long busyFrom = 0;
        long busyBytes = 0;
        long freePs = 0;
        for (int i = 0; i < world.posts.size(); i++) {
            // Lindley 1952: a customer starts at the later of its own arrival and the end of the one before.
            long start = Math.max(world.posts.get(i) + world.settings.dmaLatencyPs(), freePs);
            assertThat(world.departures.get(i)).as("departure of #%d", i).isEqualTo(start);
            if (start > freePs || i == 0) {
                busyFrom = start;
                busyBytes = 0;
            }
            busyBytes += world.wireBytes.get(i);
            freePs = busyFrom + exactPs(busyBytes, world.settings.rate());
            assertThat(world.wireTimes.get(i)).as("end of #%d", i).isEqualTo(freePs);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPacketIsAccountedForAfterEveryEvent(long seed) {
        World world = new World(seed);

        // The world checks its books after every event; here is the end of it.
        world.run();

        assertThat(world.checks).isGreaterThan(STEPS);
        assertThat(world.nic.packetsHeld()).isZero();
        assertThat(world.pool.outstanding()).isZero();
        assertThat(world.completed)
                .isEqualTo(LongStream.range(0, world.posts.size()).boxed().toList());
        assertThat(world.nic.queues().get(0).freeDescriptors()).isEqualTo(world.settings.transmitRing());
        assertThat(world.taken + world.dropped).isEqualTo(world.arrived).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theDelayAccountOfEveryPacketSumsToItsTimeInTheNic(long seed) {
        World world = new World(seed);

        world.run();

        assertThat(world.unbalancedAccounts).isEmpty();
        assertThat(world.balancedAccounts).isEqualTo(world.posts.size() + world.taken);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noWorkWaitsForAnInterruptLongerThanTheDelay(long seed) {
        World world = new World(seed);

        world.run();

        assertThat(world.longestUnmaskedWaitPs).isLessThanOrEqualTo(world.settings.interruptDelayPs());
        assertThat(world.nic.interrupts()).isEqualTo(world.interruptsSeen).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoRunsOfASeedAreTheSame(long seed) {
        World first = new World(seed);
        World second = new World(seed);

        first.run();
        second.run();

        assertThat(second.wireTimes).isEqualTo(first.wireTimes);
        assertThat(second.nic.interrupts()).isEqualTo(first.nic.interrupts());
    }

    /** Floor of the time of so many bytes, by another way than the one under test. */
    private static long exactPs(long bytes, DataRate rate) {
        return BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(8 * SimTime.SECOND))
                .divide(BigInteger.valueOf(rate.bitsPerSecond()))
                .longValueExact();
    }

    /** One random run. */
    private static final class World implements Nic.Host {
        final Simulation simulation = new Simulation();
        final PacketPool pool = new PacketPool();
        final RandomStream random;
        final NicSettings settings;
        final Nic nic;
        final List<Long> posts = new ArrayList<>();
        final List<Integer> wireBytes = new ArrayList<>();
        final List<Long> departures = new ArrayList<>();
        final List<Long> wireTimes = new ArrayList<>();
        final List<Long> completed = new ArrayList<>();
        final List<String> unbalancedAccounts = new ArrayList<>();
        int balancedAccounts;
        int arrived;
        int taken;
        int dropped;
        int checks;
        int interruptsSeen;
        long longestUnmaskedWaitPs;
        private boolean isMasked;
        private long waitingSincePs = SimTime.NEVER;

        World(long seed) {
            random = new RandomStreams(seed).stream("nic");
            // Odd rates leave remainders; the fast ones leave gaps and the slow ones fill the ring.
            long bitsPerSecond = 1_000_000_000L + random.nextLong(40_000_000_000L);
            settings = new NicSettings(
                    new DataRate(bitsPerSecond),
                    1 + random.nextInt(16),
                    1 + random.nextInt(8),
                    random.nextLong(2) * random.nextLong(SimTime.MICROSECOND),
                    random.nextLong(2) * random.nextLong(20 * SimTime.MICROSECOND),
                    1 + random.nextInt(8));
            nic = new Nic(simulation, settings, this::reachedWire, (packet, reason, nowPs) -> {
                dropped++;
                pool.release(packet);
            });
            nic.attach(this);
        }

        void run() {
            new Step().fire(0);
            while (simulation.step()) {
                checkBooks();
                watchWaiting();
            }
            poll();
        }

        @Override
        public void interrupt(int queue, long nowPs) {
            assertThat(isMasked).as("masked at %d", nowPs).isFalse();
            assertThat(nic.queues().get(0).completedDescriptors()
                            + nic.queues().get(0).receivedFrames())
                    .isPositive();
            isMasked = true;
            interruptsSeen++;
        }

        @Override
        public void departed(Packet packet, long nowPs) {
            assertThat(packet.departurePs).isEqualTo(nowPs);
            departures.add(nowPs);
        }

        private void reachedWire(Packet packet, long nowPs) {
            wireTimes.add(nowPs);
            checkAccount(packet);
            pool.release(packet);
        }

        private void checkAccount(Packet packet) {
            if (packet.spentInTotalPs() == simulation.nowPs() - packet.accountBasePs()) {
                balancedAccounts++;
            } else {
                unbalancedAccounts.add(packet + " holds " + packet.spentInTotalPs() + " ps");
            }
        }

        private void postSome() {
            for (int count = random.nextInt(5); count > 0 && nic.queues().get(0).freeDescriptors() > 0; count--) {
                Packet packet = packet();
                packet.sequence = posts.size();
                posts.add(simulation.nowPs());
                wireBytes.add(packet.wireBytes());
                nic.queues().get(0).post(packet, simulation.nowPs());
            }
        }

        private void arriveSome() {
            for (int count = random.nextInt(4); count > 0; count--) {
                arrived++;
                nic.accept(packet(), simulation.nowPs());
            }
        }

        private Packet packet() {
            Packet packet = pool.take(simulation.nowPs());
            packet.payloadBytes = random.nextInt(1473);
            return packet;
        }

        private void poll() {
            nic.queues().get(0).reap((flow, sequence, ipBytes, nowPs) -> completed.add(sequence), simulation.nowPs());
            for (Packet packet = nic.queues().get(0).receive();
                    packet != null;
                    packet = nic.queues().get(0).receive()) {
                taken++;
                checkAccount(packet);
                pool.release(packet);
            }
        }

        private void checkBooks() {
            checks++;
            int sent = wireTimes.size();
            int descriptorsInUse = posts.size() - completed.size();
            assertThat(nic.framesSent()).isEqualTo(sent);
            assertThat(nic.queues().get(0).completedDescriptors()).isEqualTo(sent - completed.size());
            assertThat(nic.queues().get(0).freeDescriptors()).isEqualTo(settings.transmitRing() - descriptorsInUse);
            assertThat(nic.packetsHeld()).isEqualTo(posts.size() - sent + arrived - taken - dropped);
            assertThat(pool.outstanding()).isEqualTo(nic.packetsHeld());
        }

        /** Measures how long work has waited while the NIC was free to interrupt. */
        private void watchWaiting() {
            boolean waits = !isMasked
                    && nic.queues().get(0).completedDescriptors()
                                    + nic.queues().get(0).receivedFrames()
                            > 0;
            if (waitingSincePs != SimTime.NEVER) {
                longestUnmaskedWaitPs = Math.max(longestUnmaskedWaitPs, simulation.nowPs() - waitingSincePs);
            }
            if (!waits) {
                waitingSincePs = SimTime.NEVER;
            } else if (waitingSincePs == SimTime.NEVER) {
                waitingSincePs = simulation.nowPs();
            }
        }

        /** Traffic and polls, a random while apart. */
        private final class Step extends Event {
            private int done;

            @Override
            protected void fire(long nowPs) {
                postSome();
                arriveSome();
                if (random.nextInt(3) == 0) {
                    poll();
                    isMasked = false;
                    nic.queues().get(0).enableInterrupt(nowPs);
                }
                if (++done < STEPS) {
                    simulation.schedule(this, nowPs + random.nextLong(3 * SimTime.MICROSECOND));
                }
            }
        }
    }
}
