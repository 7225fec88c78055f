package pacewire.scenario.bill;

import org.junit.jupiter.api.Test;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CauseTableTest {
    private final PacketPool pool = new PacketPool();
    private final CauseTable table = new CauseTable();

    @Test
    void rangesAreSingleValuesBelow64AndA64thOfAPowerOfTwoAbove() {
        assertThat(CauseTable.rangeOf(1)).isEqualTo(1);
        assertThat(CauseTable.rangeOf(63)).isEqualTo(63);
        assertThat(CauseTable.rangeOf(127)).isEqualTo(127);
        // From 128 on two values share a range, from 256 on four.
        assertThat(CauseTable.rangeOf(128)).isEqualTo(128);
        assertThat(CauseTable.rangeOf(129)).isEqualTo(128);
        assertThat(CauseTable.rangeOf(130)).isEqualTo(129);
        assertThat(CauseTable.rangeOf(259)).isEqualTo(CauseTable.rangeOf(256));
        assertThat(CauseTable.rangeOf(260)).isEqualTo(CauseTable.rangeOf(256) + 1);
    }

    @Test
    void rangesNeverGoDownAndEveryValueHasOne() {
        int last = 0;
        for (long value = 1; value > 0; value += 1 + value / 200) {
            int range = CauseTable.rangeOf(value);
            assertThat(range).as("range of %s", value).isBetween(last, last + 1);
            last = range;
        }
        // 64 values below 64, and 64 ranges for each of the 57 powers of two from 64 on.
        assertThat(CauseTable.rangeOf(Long.MAX_VALUE)).isEqualTo(64 + 57 * 64 - 1);
    }

    @Test
    void aTailHoldsThePacketsFromItsPercentileOnAndNoOther() {
        // Nine packets wait 10 for the timer, one 1000 for the run queue and 3000 for a copy.
        for (int i = 0; i < 9; i++) {
            late(10, 0, 0);
        }
        late(0, 1000, 3000);

        assertThat(table.tails(0, 99)).hasSize(2);
        Tail all = table.tails(0, 99).get(0);
        assertThat(all.errorPs()).isEqualTo(10);
        assertThat(all.shares()).containsOnlyKeys(DelayPart.TIMER, DelayPart.RUN_QUEUE, DelayPart.COPY);
        assertThat(all.shares().get(DelayPart.TIMER)).isCloseTo(90 / 4090.0, within(1e-12));
        Tail last = table.tails(0, 99).get(1);
        assertThat(last.shares()).containsOnlyKeys(DelayPart.RUN_QUEUE, DelayPart.COPY);
        assertThat(last.shares()).containsEntry(DelayPart.RUN_QUEUE, 0.25).containsEntry(DelayPart.COPY, 0.75);
        assertThat(last.mainCause()).contains(DelayPart.COPY);
    }

    @Test
    void packetsThatLeftEarlyHaveNoCauses() {
        Packet packet = pool.take(0);
        table.record(-5, packet);

        assertThat(table.tails(50)).singleElement().satisfies(tail -> {
            assertThat(tail.errorPs()).isEqualTo(-5);
            assertThat(tail.shares()).isEmpty();
            assertThat(tail.mainCause()).isEmpty();
        });
    }

    @Test
    void withoutPacketsThereAreNoTails() {
        assertThat(table.tails(0, 50, 99)).isEmpty();
    }

    private void late(long timerPs, long runQueuePs, long copyPs) {
        Packet packet = pool.take(0);
        packet.spend(DelayPart.TIMER, timerPs);
        packet.spend(DelayPart.RUN_QUEUE, timerPs + runQueuePs);
        packet.spend(DelayPart.COPY, timerPs + runQueuePs + copyPs);
        table.record(packet.spentInTotalPs(), packet);
    }
}
