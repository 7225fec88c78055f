package pacewire.model.os;

import org.junit.jupiter.api.Test;

import pacewire.core.units.DataSize;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.os.storage.PageCache;

import static org.assertj.core.api.Assertions.assertThat;

/** A machine with caches of 8, 32 and 128 KiB, where a KiB takes 100, 200, 400 and, from memory, 1000 ns. */
class DataCachesTest {
    private static final long NS = SimTime.NANOSECOND;
    private static final int KIB = (int) DataSize.KIB;

    private final PageCache pages = new PageCache(DataSize.MIB, new long[] {DataSize.MIB, DataSize.MIB});
    private final UserBuffer buffer = new UserBuffer();
    private DataCaches caches = caches(16 * KIB);

    private static MachineProfile machine(long deviceBytes) {
        return new TinyMachine()
                .with(CostItem.L1_SIZE, 8 * KIB)
                .with(CostItem.L2_SIZE, 32 * KIB)
                .with(CostItem.L3_SIZE, 128 * KIB)
                .with(CostItem.DEVICE_CACHE_SIZE, deviceBytes)
                .with(CostItem.COPY_PER_KIB_L1, 100 * NS)
                .with(CostItem.COPY_PER_KIB_L2, 200 * NS)
                .with(CostItem.COPY_PER_KIB_L3, 400 * NS)
                .with(CostItem.COPY_PER_KIB, 1000 * NS)
                .profile();
    }

    private DataCaches caches(long deviceBytes) {
        return new DataCaches(machine(deviceBytes), 2, pages);
    }

    @Test
    void theFirstReadComesFromMemory() {
        // Neither the page nor the buffer was ever touched: (1000 + 1000) / 2 for each of the 2 KiB.
        assertThat(caches.readPs(0, 0, 0, 2 * KIB, buffer)).isEqualTo(2000 * NS);
    }

    @Test
    void whatWasJustReadLiesInTheFirstCache() {
        caches.readPs(0, 0, 0, KIB, buffer);
        // The page was touched 2 KiB ago, the buffer too: (100 + 100) / 2.
        assertThat(caches.readPs(0, 0, 0, KIB, buffer)).isEqualTo(100 * NS);
        // The next bytes of the page were not touched; the buffer was: (1000 + 100) / 2.
        assertThat(caches.readPs(0, 0, KIB, KIB, buffer)).isEqualTo(550 * NS);
        // Of these the first half was: (100 + 1000) / 2 to read, and 100 to write, for each of 2 KiB.
        assertThat(caches.readPs(0, 0, KIB, 2 * KIB, buffer)).isEqualTo((550 + 100) / 2 * 2 * NS);
    }

    @Test
    void theSourceIsWhereItsReuseDistanceSays() {
        caches.readPs(0, 0, 0, KIB, buffer);
        // Each copy of 1 KiB into a buffer touches 2 KiB; 8 KiB since the page: still in the first cache.
        touch(3);
        assertThat(readFirst()).isEqualTo((100 + 1000) / 2 * NS);
        touch(4);
        assertThat(readFirst()).isEqualTo((200 + 1000) / 2 * NS);
        touch(15);
        assertThat(readFirst()).isEqualTo((200 + 1000) / 2 * NS);
        touch(16);
        assertThat(readFirst()).isEqualTo((400 + 1000) / 2 * NS);
        touch(63);
        assertThat(readFirst()).isEqualTo((400 + 1000) / 2 * NS);
        touch(64);
        assertThat(readFirst()).isEqualTo(1000 * NS);
    }

    /** Reads the page into a buffer that is in no cache. */
    private long readFirst() {
        return caches.readPs(0, 0, 0, KIB, new UserBuffer());
    }

    private void touch(int times) {
        for (int i = 0; i < times; i++) {
            caches.sendFreshPs(0, KIB);
        }
    }

    @Test
    void theCachesOfAnotherCoreAreBehindTheSharedOne() {
        caches.readPs(1, 0, 0, KIB, new UserBuffer());
        assertThat(readFirst()).isEqualTo((400 + 1000) / 2 * NS);
        // Now this core has it, and what the other one touches does not push it out of this one's caches.
        for (int i = 0; i < 60; i++) {
            caches.sendFreshPs(1, KIB);
        }
        assertThat(readFirst()).isEqualTo((100 + 1000) / 2 * NS);
    }

    @Test
    void theBytesSentLayInTheBufferSinceTheyWereRead() {
        // 16 KiB were read: each of them was touched 32 KiB before it is sent, in the second cache for all.
        caches.readPs(0, 0, 0, 16 * KIB, buffer);
        for (int i = 0; i < 16; i++) {
            assertThat(caches.sendPs(0, buffer, KIB)).isEqualTo((200 + 100) / 2 * NS);
        }
        // 1 KiB was read: 2 KiB ago.
        caches.readPs(0, 0, 16 * KIB, KIB, buffer);
        assertThat(caches.sendPs(0, buffer, KIB)).isEqualTo(100 * NS);
    }

    @Test
    void aBufferIsOverwrittenWhereItLies() {
        caches.readPs(0, 0, 0, 16 * KIB, buffer);
        // Its first byte was touched 32 KiB ago at least: in the second cache; the page's was in none.
        assertThat(caches.readPs(0, 0, 16 * KIB, 16 * KIB, buffer)).isEqualTo(16 * (1000 + 200) / 2 * NS);
    }

    @Test
    void theBuffersOfManyClientsPushOneAnotherOut() {
        UserBuffer[] buffers = new UserBuffer[60];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new UserBuffer();
            caches.readPs(0, 0, (long) i * 4 * KIB, KIB, buffers[i]);
        }
        // 60 reads of 1 KiB touch 120 KiB: the first buffer is still in the shared cache.
        assertThat(caches.sendPs(0, buffers[0], KIB)).isEqualTo((400 + 100) / 2 * NS);
        touch(10);
        // 120 KiB less the reads of the first two, the send and 10 more: 120 - 4 + 2 + 2 + 20 = 140 KiB.
        assertThat(caches.sendPs(0, buffers[1], KIB)).isEqualTo((1000 + 100) / 2 * NS);
    }

    @Test
    void whatIsInTheKernelSaysWhereItsNextBufferLies() {
        // Nothing is there: the buffer that was used last is used again.
        assertThat(caches.sendFreshPs(0, KIB)).isEqualTo(100 * NS);
        caches.hold(4 * KIB);
        assertThat(caches.sendFreshPs(0, KIB)).isEqualTo(100 * NS);
        caches.hold(1);
        assertThat(caches.sendFreshPs(0, KIB)).isEqualTo((100 + 200) / 2 * NS);
        caches.hold(12 * KIB);
        assertThat(caches.sendFreshPs(0, KIB)).isEqualTo((100 + 400) / 2 * NS);
        caches.hold(48 * KIB);
        assertThat(caches.sendFreshPs(0, KIB)).isEqualTo((100 + 1000) / 2 * NS);
        caches.hold(-64 * KIB - 1);
        assertThat(caches.sendFreshPs(0, KIB)).isEqualTo(100 * NS);
    }

    @Test
    void devicesWriteIntoTheSharedCache() {
        // Four pages are as much as devices may have there.
        caches.landed(pages.pageNumber(0, 0), 0b1111);
        assertThat(readFirst()).isEqualTo((400 + 1000) / 2 * NS);
        // A fifth pushes the first ones out; page 0 was read by the core since and stays.
        caches.landed(pages.pageNumber(1, 0), 0b1);
        assertThat(caches.readPs(0, 0, 4 * KIB, KIB, new UserBuffer())).isEqualTo((400 + 1000) / 2 * NS);
        caches.landed(pages.pageNumber(1, 0), 0b10);
        assertThat(caches.readPs(0, 0, 8 * KIB, KIB, new UserBuffer())).isEqualTo((400 + 1000) / 2 * NS);
        caches.landed(pages.pageNumber(1, 0), 0b1_1100);
        assertThat(caches.readPs(0, 0, 12 * KIB, KIB, new UserBuffer())).isEqualTo(1000 * NS);
        assertThat(readFirst()).isEqualTo((100 + 1000) / 2 * NS);
        assertThat(caches.receivePs(0, KIB)).isEqualTo((400 + 100) / 2 * NS);
    }

    @Test
    void devicesWriteIntoMemoryWhereTheCacheIsNotTheirs() {
        caches = caches(0);
        readFirst();
        caches.landed(pages.pageNumber(0, 0), 0b1);
        // The page was touched a moment ago, but came from the disk again since.
        assertThat(readFirst()).isEqualTo(1000 * NS);
        assertThat(caches.receivePs(0, KIB)).isEqualTo((1000 + 100) / 2 * NS);
    }

    @Test
    void mappedPagesAreCopiedFromWhereTheyLie() {
        assertThat(caches.sendMappedPs(0, 1, 0, KIB)).isEqualTo((1000 + 100) / 2 * NS);
        assertThat(caches.sendMappedPs(0, 1, 0, KIB)).isEqualTo(100 * NS);
    }

    @Test
    void aDatagramSentFromAReadOfItsOwnTakesLessThanFromMemory() {
        DataCaches ofLinux = new DataCaches(MachineProfiles.find("linux-6").orElseThrow(), 1, pages);
        ofLinux.readPs(0, 0, 0, 1024, buffer);
        // 30 ns to begin with, 12 ns for a KiB in the first cache; from and to memory it would be 100 ns.
        assertThat(ofLinux.sendPs(0, buffer, 1024)).isEqualTo(42 * NS);
        // The page's next KiB is in memory, the buffer in the first cache: 30 + (100 + 12) / 2.
        assertThat(ofLinux.readPs(0, 0, 1024, 1024, buffer)).isEqualTo(86 * NS);
    }

    @Test
    void nothingIsKeptWhereEveryCopyTakesTheSame() {
        DataCaches ofTiny = new DataCaches(new TinyMachine().profile(), 1, pages);
        assertThat(ofTiny.readPs(0, 0, 0, 1000, buffer)).isEqualTo(1000 * NS);
        assertThat(ofTiny.sendPs(0, buffer, 1000)).isEqualTo(1000 * NS);
        assertThat(ofTiny.sendFreshPs(0, 1000)).isEqualTo(1000 * NS);
        assertThat(ofTiny.sendMappedPs(0, 0, 0, 1000)).isEqualTo(1000 * NS);
        assertThat(ofTiny.receivePs(0, 1000)).isEqualTo(1000 * NS);
        assertThat(buffer.usedBy).isEqualTo(DataCaches.NOBODY);
    }
}
