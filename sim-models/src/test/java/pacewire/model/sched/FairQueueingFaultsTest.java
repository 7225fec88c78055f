package pacewire.model.sched;

import org.junit.jupiter.api.Test;

import pacewire.model.packet.DropReason;

import static org.assertj.core.api.Assertions.assertThat;

/** Mistakes that fair queueing is known for; each example comes out differently with the mistake. */
class FairQueueingFaultsTest {
    @Test
    void wfqStartsAnewAfterAnIdleTime() {
        // With the 100 of flow 1 kept, flow 2 would send all of its packets first.
        FairLine line = new FairLine("wfq").weight(1, 1).weight(2, 1);
        line.come(1, 100).until(200).come(1, 1, 1).come(2, 1, 1);

        assertThat(line.order()).isEqualTo("1 1 2 1 2");
    }

    @Test
    void aVirtualClockNeverStaysBehindRealTime() {
        // Flow 2 was idle for 20 s: its clock is at 20, and not at 0 with four packets to send before flow 1's.
        FairLine line = new FairLine("virtual-clock").weight(1, 1).weight(2, 1);
        line.until(20).come(1, 1, 1).come(2, 1, 1);

        assertThat(line.order()).isEqualTo("1 2 1 2");
    }

    @Test
    void aVirtualClockPunishesWhoUsedWhatOthersLeftIdle() {
        // Flow 1 sent 4 bytes at half the line's rate each: its clock is at 8 when flow 2 comes at 4, with 6 and 8.
        FairLine line = new FairLine("virtual-clock").weight(1, 1).weight(2, 1);
        line.come(1, 1, 1, 1, 1, 1).until(4).come(2, 1, 1, 1);

        assertThat(line.order()).isEqualTo("1 1 1 1 2 2 1 2");
    }

    @Test
    void qfqRefusesWhatNoGroupIsFor() {
        FairLine line = new FairLine("qfq+");

        assertThat(line.offer(1, 65_537)).isEqualTo(DropReason.TOO_LARGE);
        assertThat(line.come(1, 65_536).come(1, 1).order()).isEqualTo("1 1");
    }

    @Test
    void qfqSharesByWeight() {
        FairLine line = new FairLine("qfq+").weight(1, 3).weight(2, 1);
        for (int i = 0; i < 80; i++) {
            line.come(1, 1500).come(2, 1500);
        }

        // Three in four of the first 80, give or take the budget of either.
        long first = line.drain().stream()
                .limit(80)
                .filter(entry -> entry.startsWith("1@"))
                .count();
        assertThat(first).isBetween(57L, 63L);
    }

    @Test
    void qfqKeepsEveryPacketWhenWeightsChangeUnderLoad() {
        FairLine line = new FairLine("qfq+").weight(1, 1).weight(2, 1000);
        for (int i = 0; i < 200; i++) {
            line.come(1, 1500).come(2, 64).changeWeight(1 + i % 2, 1 + (i * 37) % 1000);
            line.until(100L * i);
        }

        assertThat(line.drain()).hasSize(400);
    }
}
