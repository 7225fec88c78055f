package pacewire.model.os.storage;

import java.util.List;
import java.util.Optional;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.units.DataRate;

import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.SECOND;

/** Every disk model that ships. */
public final class DiskModels {
    private static final DiskModel NVME = new DiskModel(
            "nvme",
            "A flash disk on PCIe",
            // NVM Express base specification: a queue takes up to 65,536 commands; the flash dies bound the parallel
            // work.
            // 645,000 reads/s of 115 us each (the 4 TB model of the source) need 74 at once: the next power of two.
            128,
            flash(85 * MICROSECOND, 232 * MICROSECOND),
            new Distributions.Constant(10 * MICROSECOND),
            null,
            new DataRate(25_600_000_000L),
            "Lenovo product guide of the Intel P4500 NVMe disks, table 2: random read latency 85 us, sequential 10 us,"
                    + " sequential read 3.2 GB/s; depth: estimate from its 645,000 reads/s at 115 us; 99.9 %: estimate,"
                    + " as far above the typical latency as the published one of sata-ssd");

    private static final DiskModel SATA_SSD = new DiskModel(
            "sata-ssd",
            "A flash disk on SATA",
            // SATA native command queuing: 32 commands.
            32,
            flash(110 * MICROSECOND, 300 * MICROSECOND),
            new Distributions.Constant(36 * MICROSECOND),
            null,
            new DataRate(4_000_000_000L),
            "Intel SSD DC S4500/S4600 product specification: random read latency 110 us typical, sequential 36 us,"
                    + " quality of service of reads 300 us (99.9 %), sequential read 500 MB/s; SATA native command"
                    + " queuing: 32 commands");

    private static final DiskModel HDD_7200 = new DiskModel(
            "hdd-7200",
            "A spinning disk of 7,200 revolutions per minute",
            // SATA native command queuing: 32 commands, among which the disk chooses the nearest.
            32,
            new Distributions.Constant(0),
            // What follows is in the disk's own buffer by then, or under the head.
            new Distributions.Constant(0),
            new Spindle(230 * MICROSECOND, 8_200 * MICROSECOND, 60 * SECOND / 7_200, 4_000_000_000_000L),
            new DataRate(1_200_000_000L),
            "HGST Ultrastar 7K4000 specification, table 6: average seek 8.2 ms, 4 TB; Western Digital Ultrastar DC HC310"
                    + " specification, table 6: single track seek 0.23 ms; Seagate Constellation ES.3 manual,"
                    + " section 4.1: 7,200 rpm, sustained transfer 83 to 175 MB/s (150 taken); SATA native command"
                    + " queuing: 32 commands");

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
     * Random reads of a flash disk from the two figures that data sheets give. Estimates are the rest: nine tenths of the typical
     * latency as the least, half as much again for one in a hundred, and twice the 99.9th percentile as the greatest.
     */
    private static Distribution flash(long typicalPs, long ofOneInAThousandPs) {
        return new Quantiles(new int[] {0, 500_000, 990_000, 999_000, 1_000_000}, new long[] {
            typicalPs * 9 / 10, typicalPs, typicalPs * 3 / 2, ofOneInAThousandPs, 2 * ofOneInAThousandPs
        });
    }
}
