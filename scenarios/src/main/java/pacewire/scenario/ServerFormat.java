package pacewire.scenario;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.DataSize;
import pacewire.core.units.Quantity;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.DiskModel;
import pacewire.model.os.storage.DiskModels;
import pacewire.model.os.storage.EvictionPolicy;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.os.storage.PageCache;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.sched.SchedulerSetup;
import pacewire.scenario.format.Deferred;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.InputFile;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;
import pacewire.scenario.format.Spot;
import pacewire.scenario.input.FrameTraceFile;

/** The keys below {@code server:}. */
final class ServerFormat {
    /** 200 TB, below 2^31 read-ahead windows of the page cache. */
    static final long MOST_BYTES = 200_000_000_000_000L;

    /** Control characters have no place in a name; '*' and '?' are for patterns. */
    private static final Pattern FILE_NAME = Pattern.compile("[^\\p{Cntrl}*?]{1,255}");

    static final Shape<Long> RATE = Scalars.measure(Quantity.RATE, 1, DataRate.LARGEST_BITS_PER_SECOND);

    private static final Field<String> DISK = Field.withDefault(
            "type",
            Scalars.word(
                    "a disk", DiskModels.all().stream().map(DiskModel::name).toList()),
            "nvme",
            "the disk behind the page cache");
    private static final Field<Long> PAGE_CACHE = Field.withDefault(
            "pageCache",
            Scalars.measure(Quantity.SIZE, PageCache.WINDOW_BYTES, Long.MAX_VALUE),
            "16 GB",
            "memory that holds parts of files");
    private static final Field<Boolean> WARM = Field.withDefault(
            "warm",
            Scalars.flag(),
            "true",
            "whether the page cache holds the files from the start, as far as they fit");
    /** Without defaults of the format, so that the resolved text of scenarios from before them stays what it was. */
    private static final Field<Long> READAHEAD = Field.optional(
            "readahead",
            Scalars.measure(Quantity.SIZE, 0, 512 * DataSize.KIB),
            "how far files are read ahead at most, as read_ahead_kb; 128 KiB if left out");

    private static final Field<String> EVICTION = Field.optional(
            "eviction",
            Scalars.word("an eviction policy", EvictionPolicy.keys()),
            "what leaves a full page cache: lru (the least recently used), as if left out, or clock (second chance)");
    private static final Field<String> NAME = Field.required(
            "name",
            Scalars.text("a file name, or several such as \"movie-{1..50}\"", FILE_NAME),
            "name of the file; {1..50} stands for 50 names");
    private static final Field<Long> SIZE =
            Field.optional("size", Scalars.measure(Quantity.SIZE, 1, MOST_BYTES), "size of plain data");
    private static final Field<FrameTrace> FRAMES = Field.optional(
            "frames",
            new InputFile<>("a frame trace", FrameTraceFile::parse),
            "frame trace of the recorded video that the file holds; its size is that of all frames");

    static final Field<MachineProfile> MACHINE = Field.withDefault(
            "machine",
            MachineFormat.SHAPE,
            "linux-6",
            "costs and timers of the machine and its operating system: a profile, or a file .yaml of one");
    static final Field<Long> CORES = Field.withDefault("cores", Scalars.whole(1, 1024), "4", "CPU cores");
    /** Optional, so that the resolved text of scenarios without it stays what it was. */
    static final Field<Boolean> ISOLATE_PACING = Field.optional(
            "isolatePacing",
            Scalars.flag(),
            "keep the last core for the packet scheduler alone, without threads, ticks and devices' interrupts, as isolcpus=,"
                    + " nohz_full= and irqaffinity= do in Linux; false if left out");

    static final Field<Scenario.Storage> STORAGE = Field.withDefault(
            "storage",
            Section.of(
                    "storage",
                    List.of(DISK, PAGE_CACHE, WARM, READAHEAD, EVICTION),
                    entries -> new Scenario.Storage(
                            entries.get(DISK),
                            entries.get(PAGE_CACHE),
                            entries.get(WARM),
                            entries.getOr(READAHEAD, PageCacheReader.DEFAULT_READAHEAD_BYTES),
                            entries.getOr(EVICTION, EvictionPolicy.LRU.key()))),
            "{}",
            "disk and page cache");
    static final Field<Scenario.NicSpec> NIC = Field.withDefault("nic", NicFormat.NIC, "{}", "network interface card");
    static final Field<SchedulerSetup> SCHEDULER =
            Field.required("scheduler", SchedulerFormat.BUILT_IN, "packet scheduler in front of the NIC");
    static final Field<Scenario.Choice> APPLICATION =
            Field.required("application", ChoiceFormat.APPLICATION, "how the server sends what clients ask for");
    static final Field<List<FileDraft>> FILES = Field.withDefault(
            "files",
            new ListOf<>(
                    Section.of("file", List.of(NAME, SIZE, FRAMES), ServerFormat::file)
                            .withExactlyOneOf(SIZE, FRAMES),
                    0),
            "[]",
            "what it serves");

    static final Field<List<Scenario.Load>> LOAD = Field.optional(
            "load",
            new ListOf<>(Deferred.of(() -> LoadFormat.LOAD), 0),
            "processes that keep its cores busy beside the server");

    private ServerFormat() {}

    /** The keys, with the packet schedulers that may be named. */
    static Section<Entries> server(Shape<SchedulerSetup> packetScheduler) {
        return Section.open(
                "server",
                List.of(
                        MACHINE,
                        CORES,
                        ISOLATE_PACING,
                        STORAGE,
                        NIC,
                        SCHEDULER.withShape(packetScheduler),
                        APPLICATION,
                        FILES,
                        LOAD));
    }

    /** An item of {@code files:}, its names expanded. */
    record FileDraft(
            Spot nameSpot,
            List<String> names,
            long sizeBytes,
            @Nullable FrameTrace frames) {}

    private static @Nullable FileDraft file(Entries entries) {
        try {
            List<String> names = NameRanges.expand(entries.get(NAME), Limits.MOST_FILES);
            FrameTrace frames = entries.find(FRAMES).orElse(null);
            long size = frames == null ? entries.get(SIZE) : frames.totalBytes();
            return new FileDraft(entries.spot(NAME), names, size, frames);
        } catch (NameRanges.RangeException wrong) {
            entries.problem(NAME, wrong.getMessage());
            return null;
        }
    }
}
