package pacewire.model.os.storage;

import java.util.List;
import java.util.Optional;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

/** Every disk model that ships. */
public final class DiskModels {
    private static final DiskModel NVME = new DiskModel(
            "nvme",
            "A flash disk on PCIe",
            // NVM Express base specification: a queue takes up to 65,536 commands; the flash dies bound the parallel
            // work.
            // 645,000 reads/s of 115 us each (the 4 TB model of the source) need 74 at once: the next power of two.
            128,
            new Distributions.Constant(85 * SimTime.MICROSECOND),
            false,
            new DataRate(25_600_000_000L),
            "Lenovo product guide of the Intel P4500 NVMe disks, table 2: random read latency 85 us, sequential read"
                    + " 3.2 GB/s; depth: estimate from its 645,000 reads/s at 115 us");

    private static final DiskModel SATA_SSD = new DiskModel(
            "sata-ssd",
            "A flash disk on SATA",
            // SATA native command queuing: 32 commands.
            32,
            new Distributions.Constant(110 * SimTime.MICROSECOND),
            false,
            new DataRate(4_000_000_000L),
            "Intel SSD DC S4500/S4600 product specification: random read latency 110 us typical, sequential read"
                    + " 500 MB/s; SATA native command queuing: 32 commands");

    private static final DiskModel HDD_7200 = new DiskModel(
            "hdd-7200",
            "A spinning disk of 7,200 revolutions per minute",
            // The disk may sort up to 32 commands (NCQ); reads are taken in their order here, one at a time.
            1,
            new SeekAndRotation(),
            true,
            new DataRate(1_200_000_000L),
            "HGST Ultrastar 7K4000 specification, table 6: average seek 8.2 ms; Seagate Constellation ES.3 manual,"
                    + " section 4.1: 7,200 rpm, average rotational latency 4.16 ms, sustained transfer 83 to 175 MB/s"
                    + " (150 taken)");

    private static final List<DiskModel> ALL = List.of(NVME, SATA_SSD, HDD_7200);

    private DiskModels() {}

    /** All of them, in the order to show them. */
    public static List<DiskModel> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<DiskModel> find(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /**
     * Moving the head to another track, then waiting for the sector. The seek is uniform around its published mean, from
     * the settling on the next track up; the sector may be anywhere on the turn.
     */
    private record SeekAndRotation() implements Distribution {
        /** Western Digital Ultrastar DC HC310 specification, table 6: single track seek 0.23 ms. */
        private static final long SHORTEST_SEEK_PS = 230 * SimTime.MICROSECOND;
        /** HGST Ultrastar 7K4000 specification, table 6. */
        private static final long MEAN_SEEK_PS = 8_200 * SimTime.MICROSECOND;
        /** A minute through 7,200 turns: 8.333 ms. */
        private static final long TURN_PS = 60 * SimTime.SECOND / 7_200;

        @Override
        public double sample(RandomStream random) {
            return sampleLong(random);
        }

        @Override
        public long sampleLong(RandomStream random) {
            long seekPs = SHORTEST_SEEK_PS + random.nextLong(2 * (MEAN_SEEK_PS - SHORTEST_SEEK_PS) + 1);
            return seekPs + random.nextLong(TURN_PS);
        }

        @Override
        public String describe() {
            return "seek uniform(" + SimTime.format(SHORTEST_SEEK_PS) + ", "
                    + SimTime.format(2 * MEAN_SEEK_PS - SHORTEST_SEEK_PS) + ") + rotation uniform(0, "
                    + SimTime.format(TURN_PS) + ")";
        }
    }
}
