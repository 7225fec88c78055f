package pacewire.scenario.duel;

import java.util.function.ToDoubleFunction;

/** What ways are compared by. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
public enum Measure {
    ERROR_P50("departureErrorP50Us", "departure error p50", Kind.TIME, sample -> sample.errorPs(50)),
    ERROR_P99("departureErrorP99Us", "departure error p99", Kind.TIME, sample -> sample.errorPs(99)),
    ERROR_P999("departureErrorP999Us", "departure error p99.9", Kind.TIME, sample -> sample.errorPs(99.9)),
    ERROR_MAX("departureErrorMaxUs", "departure error max", Kind.TIME, sample -> sample.errorPs(100)),
    KEPT("contractsKeptShare", "contracts kept", Kind.SHARE, Sample::keptShare),
    REFUSED("refused", "requests refused", Kind.COUNT, Sample::refused),
    DELIVERED("bytesDelivered", "delivered", Kind.SIZE, Sample::bytesDelivered),
    COPIED("bytesCopied", "copied", Kind.SIZE, Sample::bytesCopied),
    SYSCALLS("syscalls", "system calls", Kind.COUNT, Sample::syscalls),
    SWITCHES("contextSwitches", "context switches", Kind.COUNT, Sample::contextSwitches),
    INTERRUPTS("interrupts", "interrupts", Kind.COUNT, Sample::interrupts),
    CPU_PER_MB("cpuUsPerMb", "CPU per MB", Kind.TIME, Sample::cpuPsPerMegabyte);

    /** How a figure is written. */
    public enum Kind {
        /** In picoseconds here, in microseconds where the key says so. */
        TIME,
        /** In bytes. */
        SIZE,
        COUNT,
        /** Of 1. */
        SHARE
    }

    private final String key;
    private final String title;
    private final Kind kind;
    private final ToDoubleFunction<Sample> value;

    Measure(String key, String title, Kind kind, ToDoubleFunction<Sample> value) {
        this.key = key;
        this.title = title;
        this.kind = kind;
        this.value = value;
    }

    /** The name in files. */
    public String key() {
        return key;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    public Kind kind() {
        return kind;
    }

    double of(Sample sample) {
        return value.applyAsDouble(sample);
    }
}
