package pacewire.model.sched;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How {@link CakeScheduler} sorts packets into tins by their DSCP, and what each tin has of the rate: sch_cake.c, the tables of
 * the same names and cake_config_*. A later tin goes before an earlier one while it keeps to its rate.
 */
enum CakeDiffserv {
    /** Tins best effort, bulk (1/16 of the rate) and voice (1/4). */
    DIFFSERV3(List.of(1024, 64, 256), "0100200010000000000000000000000000000000000020202000000020000000"),
    /** Tins best effort, bulk (1/16), video (1/2) and voice (1/4). */
    DIFFSERV4(List.of(1024, 64, 512, 256), "0100200010000000202020202020202030202020300030303000000030000000"),
    /** Eight tins, each with 7/8 of the one before. */
    DIFFSERV8(
            List.of(256, 224, 196, 171, 149, 130, 113, 98),
            "2012422212121212524242423232323262323232622262627222222272222222"),
    BESTEFFORT(List.of(65_535), "0".repeat(64));

    @SuppressWarnings("ImmutableEnumChecker") // List.of, which cannot change
    private final List<Integer> quanta;

    private final String tins;

    CakeDiffserv(List<Integer> quanta, String tins) {
        this.quanta = quanta;
        this.tins = tins;
    }

    /** The words for a parameter, in order. */
    static List<String> words() {
        return Stream.of(values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static CakeDiffserv of(long value) {
        return values()[(int) value];
    }

    int tinCount() {
        return quanta.size();
    }

    /** The tin of a code point, 0 to 63. */
    int tin(int dscp) {
        return tins.charAt(dscp & 63) - '0';
    }

    /** Its share where the rate is not limited. */
    int quantum(int tin) {
        return quanta.get(tin);
    }

    /** Its part of a rate. */
    long rate(int tin, long bitsPerSecond) {
        long rate = bitsPerSecond;
        if (this == DIFFSERV8) {
            for (int i = 0; i < tin; i++) {
                rate = (rate * 7) >> 3;
            }
            return Math.max(1, rate);
        }
        // Quanta are powers of two apart.
        return Math.max(1, rate / (quanta.get(0) / quanta.get(tin)));
    }
}
