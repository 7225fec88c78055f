package pacewire.report.sample;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

import pacewire.core.stats.Histogram;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.scenario.result.RunResult.ClientResult;
import pacewire.scenario.result.RunResult.Content;
import pacewire.scenario.result.RunResult.ContentCounts;
import pacewire.scenario.result.RunResult.ContractResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.GroupSeries;
import pacewire.scenario.result.RunResult.Outcome;
import pacewire.scenario.result.RunResult.PartOfDelay;
import pacewire.scenario.result.RunResult.PlayoutResult;
import pacewire.scenario.result.RunResult.TransferResult;

/** A client group whose datagrams departed with errors drawn at random: 1448 bytes each, 432 a second and transfer. */
final class SampleGroup {
    private static final int SLOTS = 100;
    private static final long SLOT_PS = SampleResults.DURATION_PS / SLOTS;
    private static final int DATAGRAM_BYTES = 1448;
    private static final int DATAGRAMS_A_SLOT = 43;
    /** In a large group, one datagram is drawn for so many. */
    private static final int LARGE_GROUP = 1_000;

    private final String name;
    private final int clients;
    private final Random random;
    private final int datagramsASlot;
    private final int datagramBytes;
    private boolean hasMetrics = true;

    private int requests;
    private int admitted;
    private int broken;
    private long sent;
    private final Histogram error = new Histogram();
    private final Histogram jitter = new Histogram();
    private final Histogram variation = new Histogram();
    private final Histogram oneWay = new Histogram();
    private final Histogram rate = new Histogram();
    private final Map<DelayPart, Histogram> account = new EnumMap<>(DelayPart.class);
    private final long[] least = new long[SLOTS];
    private final long[] mean = new long[SLOTS];
    private final long[] greatest = new long[SLOTS];
    private final long[] departures = new long[SLOTS];
    private final long[] bytes = new long[SLOTS];
    private final List<TransferResult> transfers = new ArrayList<>();
    private final List<ClientResult> clientResults = new ArrayList<>();

    SampleGroup(String name, int clients, Random random) {
        this.name = name;
        this.clients = clients;
        this.random = random;
        this.datagramsASlot = clients < LARGE_GROUP ? DATAGRAMS_A_SLOT : 1;
        this.datagramBytes = DATAGRAM_BYTES * DATAGRAMS_A_SLOT / datagramsASlot;
        for (DelayPart part : DelayPart.values()) {
            account.put(part, new Histogram());
        }
    }

    String name() {
        return name;
    }

    int clients() {
        return clients;
    }

    void withoutMetrics() {
        hasMetrics = false;
    }

    /** Every client asks once; the first ones are admitted, and their datagrams depart with errors as drawn. */
    void transfers(int served, ToLongFunction<Random> departureError) {
        requests = clients;
        admitted = served;
        for (int client = 0; client < clients; client++) {
            long start = Math.round((double) client / clients * 3 * SimTime.SECOND) + SampleResults.MS;
            if (client < served) {
                serve(client, start, departureError);
            } else {
                transfers.add(refused(client, start));
                clientResults.add(new ClientResult(name, client, 0, 0, 0));
            }
        }
    }

    private void serve(int client, long start, ToLongFunction<Random> departureError) {
        int firstSlot = (int) (start / SLOT_PS);
        long worst = 0;
        long late = 0;
        long packets = 0;
        for (int slot = firstSlot; slot < Math.min(SLOTS, firstSlot + 80); slot++) {
            for (int datagram = 0; datagram < datagramsASlot; datagram++) {
                long errorPs = departureError.applyAsLong(random);
                depart(slot, errorPs);
                worst = Math.max(worst, errorPs);
                late += errorPs > SampleResults.TOLERANCE_PS ? 1 : 0;
                packets++;
            }
        }
        sent += packets;
        boolean kept = late == 0;
        broken += kept ? 0 : 1;
        rate.record(4_980_000 + random.nextInt(40_000));
        transfers.add(new TransferResult(
                name,
                client,
                "movie-1",
                Outcome.COMPLETED,
                "",
                start - SampleResults.MS,
                hasMetrics ? start : null,
                start + 8 * SimTime.SECOND,
                packets * datagramBytes,
                packets,
                packets,
                hasMetrics
                        ? new ContractResult(kept, kept ? "" : "maxJitter: a datagram departed late", late, worst)
                        : null,
                Content.RIGHT));
        long jitterPs = 150 * SampleResults.US + worst / 12 + random.nextInt(60) * SampleResults.US;
        clientResults.add(new ClientResult(name, client, packets, jitterPs, jitterPs * 2 + random.nextInt(1_000_000)));
    }

    private void depart(int slot, long errorPs) {
        if (hasMetrics) {
            error.record(errorPs);
            least[slot] = departures[slot] == 0 ? errorPs : Math.min(least[slot], errorPs);
            greatest[slot] = Math.max(greatest[slot], errorPs);
            departures[slot]++;
            mean[slot] += (errorPs - mean[slot]) / departures[slot];
        }
        bytes[slot] += datagramBytes;
        long wireless = Math.round(Math.abs(random.nextGaussian()) * 200 * SampleResults.US);
        jitter.record(150 * SampleResults.US + errorPs / 10 + wireless / 4);
        variation.record(wireless - 100 * SampleResults.US);
        oneWay.record(16_240 * SampleResults.US + errorPs + wireless);
        spend(DelayPart.TIMER, errorPs / 2);
        spend(DelayPart.RUN_QUEUE, errorPs / 7);
        spend(DelayPart.SYSCALL, 1_200_000);
        spend(DelayPart.COPY, errorPs > 0 ? 300_000 : 0);
        spend(DelayPart.SCHEDULER, errorPs / 3);
        spend(DelayPart.RING, 900_000);
        spend(DelayPart.SERIALISATION, 237_000_000);
        spend(DelayPart.NETWORK_QUEUE, 8_000_000);
        spend(DelayPart.PROPAGATION, 16 * SampleResults.MS + wireless);
    }

    private void spend(DelayPart part, long ps) {
        account.computeIfAbsent(part, key -> new Histogram()).record(ps);
    }

    private TransferResult refused(int client, long start) {
        return new TransferResult(
                name,
                client,
                "movie-1",
                Outcome.REFUSED,
                "EBUSY: the demand bound leaves no room",
                start,
                null,
                null,
                0,
                0,
                0,
                null,
                null);
    }

    GroupResult groupResult() {
        List<PartOfDelay> parts = new ArrayList<>();
        account.forEach((part, spent) -> parts.add(new PartOfDelay(part.key(), spent.snapshot())));
        long lost = sent / 10_000;
        return new GroupResult(
                name,
                clients,
                requests,
                requests - admitted,
                admitted,
                sent,
                sent - lost,
                SampleResults.drops(lost),
                0,
                0,
                (sent - lost) * datagramBytes,
                rate.snapshot(),
                error.snapshot(),
                jitter.snapshot(),
                variation.snapshot(),
                variation.snapshot(),
                oneWay.snapshot(),
                parts,
                new PlayoutResult(broken / 10, broken * SampleResults.MS),
                hasMetrics ? admitted - broken : 0,
                hasMetrics ? broken : 0,
                new ContentCounts(admitted, 0, 0),
                hasMetrics ? SampleResults.TOLERANCE_PS : null,
                new GroupSeries(SLOT_PS, least, mean, greatest, departures, bytes));
    }

    List<TransferResult> transferResults() {
        return transfers;
    }

    List<ClientResult> clientResults() {
        return clientResults;
    }
}
