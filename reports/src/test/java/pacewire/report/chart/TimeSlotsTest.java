package pacewire.report.chart;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.RunResult.GroupSeries;

import static org.assertj.core.api.Assertions.assertThat;

class TimeSlotsTest {
    @Test
    void fewSlotsStayAsTheyAre() {
        TimeSlots slots = TimeSlots.of(new GroupSeries(
                SimTime.SECOND, new long[] {1, 0}, new long[] {2, 0}, new long[] {3, 0}, new long[] {4, 0}, new long[] {
                    125, 0
                }));

        assertThat(slots.count()).isEqualTo(2);
        assertThat(slots.isEmpty(0)).isFalse();
        assertThat(slots.isEmpty(1)).isTrue();
        assertThat(slots.largestErrorPs()).isEqualTo(3);
        // 125 bytes in a second.
        assertThat(slots.bitsPerSecond(0)).isEqualTo(1000);
    }

    @Test
    void manySlotsAreMergedByTheirMeaning() {
        // 401 slots become 201 of two each; the second pair holds one datagram at 10 and three with a mean of 30.
        long[] least = new long[401];
        long[] mean = new long[401];
        long[] greatest = new long[401];
        long[] departures = new long[401];
        long[] bytes = new long[401];
        set(2, least, mean, greatest, departures, bytes, new long[] {10, 10, 10, 1, 100});
        set(3, least, mean, greatest, departures, bytes, new long[] {5, 30, 60, 3, 25});

        TimeSlots slots = TimeSlots.of(new GroupSeries(500, least, mean, greatest, departures, bytes));

        assertThat(slots.count()).isEqualTo(201);
        assertThat(slots.slotPs()).isEqualTo(1000);
        assertThat(slots.isEmpty(0)).isTrue();
        assertThat(slots.minPs()[1]).isEqualTo(5);
        assertThat(slots.maxPs()[1]).isEqualTo(60);
        // (1 * 10 + 3 * 30) / 4
        assertThat(slots.meanPs()[1]).isEqualTo(25);
        assertThat(slots.departures()[1]).isEqualTo(4);
        assertThat(slots.bytes()[1]).isEqualTo(125);
    }

    private static void set(
            int slot, long[] least, long[] mean, long[] greatest, long[] departures, long[] bytes, long[] values) {
        least[slot] = values[0];
        mean[slot] = values[1];
        greatest[slot] = values[2];
        departures[slot] = values[3];
        bytes[slot] = values[4];
    }
}
