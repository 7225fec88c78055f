package pacewire.bench.calibrate;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Measures this computer from Java. Each figure includes what the Java virtual machine adds to a native call, some tens of
 * nanoseconds; the figures of a noisy computer are noisy, and their spread says how much.
 */
public final class Calibration {
    /** Payload of the datagrams of our applications. */
    private static final int DATAGRAM_BYTES = 1400;

    /** Sizes of copies, see {@link Figures}: each reads the same bytes of a file into the same buffer again and again. */
    private static final int[] COPY_BYTES = {
        Figures.SMALL, 4096, Figures.FIRST_CACHE, Figures.SECOND_CACHE, 262_144, Figures.SHARED_CACHE, Figures.MEMORY
    };

    private static final int FILE_BYTES = Figures.MEMORY;

    /** A round of large copies takes no longer than one of small ones. */
    private static final int MOST_BYTES_PER_EFFORT = 4 << 20;

    private static final long SLEEP_NANOS = 1_000_000;

    private final int rounds;
    private final int calls;
    private final int sleeps;
    private final int handOvers;
    private final long copiedBytes;
    private final Map<String, Measurement> found = new LinkedHashMap<>();

    /**
     * @param rounds of each measurement, at least 1
     * @param effort 100: as many calls a round as give steady figures, some seconds in all; less: a part of them, in percent
     */
    public Calibration(int rounds, int effort) {
        if (rounds < 1 || effort < 1 || effort > 100) {
            throw new IllegalArgumentException(rounds + " rounds with an effort of " + effort + " %");
        }
        this.rounds = rounds;
        this.calls = 2000 * effort;
        this.sleeps = Math.max(20, 5 * effort);
        this.handOvers = 100 * effort;
        this.copiedBytes = (long) MOST_BYTES_PER_EFFORT * effort;
    }

    /** One round of a measurement. */
    @FunctionalInterface
    private interface Round {
        double nanos() throws IOException;
    }

    /** Something to be done so many times. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    /**
     * Measures everything.
     *
     * @param folder for a file that is read, and deleted behind
     * @return by name, in the order to show them; the names are those of {@link Figures}
     */
    public Map<String, Measurement> run(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "calibrate", ".data");
        try {
            Files.write(file, new byte[FILE_BYTES]);
            measureCalls(file);
            measureThreads();
            measureSleeps();
            measureDatagrams();
        } finally {
            Files.delete(file);
        }
        return found;
    }

    private void measureCalls(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            measure(Figures.SYSCALL, "lseek that moves nothing", () -> perCall(calls, open::getFilePointer));
            for (int bytes : COPY_BYTES) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
                measure(
                        Figures.read(bytes),
                        "pread of " + bytes + " bytes that are in the page cache",
                        () -> perCall((int) Math.min(calls / 4, 1 + copiedBytes / bytes), () -> {
                            buffer.clear();
                            channel.read(buffer, 0);
                        }));
            }
            measure(
                    Figures.OPEN,
                    "open and close of a file whose name is cached",
                    () -> perCall(
                            calls / 10,
                            () -> FileChannel.open(file, StandardOpenOption.READ)
                                    .close()));
        }
    }

    private void measureThreads() throws IOException {
        measure(
                Figures.THREAD,
                "start of a thread, in the thread that starts it",
                () -> perCall(handOvers / 10, () -> {
                    Thread thread = new Thread(() -> {});
                    thread.setDaemon(true);
                    thread.start();
                }));
        measure(
                Figures.WAKE_UP,
                "a thread wakes another, which wakes it in turn: half of the round trip",
                this::handOverNanos);
    }

    private void measureSleeps() throws IOException {
        List<double[]> byPercentile = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            byPercentile.add(oversleeps());
        }
        for (int i = 0; i < Figures.OVERSLEEP_PERCENTILES.length; i++) {
            int percentile = i;
            double[] nanos = byPercentile.stream()
                    .mapToDouble(round -> round[percentile])
                    .toArray();
            put(Figures.oversleep(i), "how much later than asked a sleep of 1 ms ends", nanos);
        }
    }

    /** The percentiles of one round. */
    private double[] oversleeps() {
        double[] late = new double[sleeps];
        for (int i = 0; i < sleeps; i++) {
            long begin = System.nanoTime();
            LockSupport.parkNanos(SLEEP_NANOS);
            late[i] = Math.max(0, System.nanoTime() - begin - SLEEP_NANOS);
        }
        Arrays.sort(late);
        return Arrays.stream(Figures.OVERSLEEP_PERCENTILES)
                .map(percent -> late[(int) Math.min(sleeps - 1L, Math.round(percent / 100 * sleeps))])
                .toArray();
    }

    /** Nobody reads: when the receiver's buffer is full its datagrams are dropped, as cheaply as can be. */
    private void measureDatagrams() throws IOException {
        try (DatagramChannel receiver = DatagramChannel.open();
                DatagramChannel sender = DatagramChannel.open()) {
            receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            sender.connect(receiver.getLocalAddress());
            ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
            measure(
                    Figures.DATAGRAM,
                    "send of " + DATAGRAM_BYTES + " bytes through the loopback device",
                    () -> perCall(calls / 4, () -> {
                        datagram.clear();
                        sender.write(datagram);
                    }));
        }
    }

    private double handOverNanos() {
        Pair pair = new Pair(handOvers);
        pair.partner.start();
        long begin = System.nanoTime();
        pair.first();
        return (System.nanoTime() - begin) / (2.0 * handOvers);
    }

    /** Two threads that wake each other in turn. */
    private static final class Pair {
        private final int times;
        private final Thread self = Thread.currentThread();
        private final Thread partner;
        private volatile int turns;

        Pair(int times) {
            this.times = times;
            partner = new Thread(this::second, "calibrate");
            partner.setDaemon(true);
        }

        void first() {
            for (int i = 0; i < times; i++) {
                pass(2 * i + 1, partner);
                await(2 * i + 2);
            }
        }

        private void second() {
            for (int i = 0; i < times; i++) {
                await(2 * i + 1);
                pass(2 * i + 2, self);
            }
        }

        private void pass(int turn, Thread to) {
            turns = turn;
            LockSupport.unpark(to);
        }

        private void await(int turn) {
            while (turns < turn) {
                LockSupport.park(this);
            }
        }
    }

    private void measure(String name, String how, Round round) throws IOException {
        round.nanos(); // the compiler of the virtual machine has its turn first
        double[] nanos = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            nanos[i] = round.nanos();
        }
        put(name, how, nanos);
    }

    private void put(String name, String how, double[] nanos) {
        @Nullable Measurement before = found.put(name, new Measurement(name, how, nanos));
        if (before != null) {
            throw new IllegalStateException(name + " was measured twice");
        }
    }

    private static double perCall(int times, Action action) throws IOException {
        int atLeastOne = Math.max(1, times);
        long begin = System.nanoTime();
        for (int i = 0; i < atLeastOne; i++) {
            action.run();
        }
        return (double) (System.nanoTime() - begin) / atLeastOne;
    }
}
