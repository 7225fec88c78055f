package pacewire.scenario;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.model.sched.TableSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchedulerTextTest {
    /** Has all that a packet scheduler can declare; what it does with it matters to nobody here. */
    private static final SchedulerSpec SPLITTER = SchedulerSpec.named("splitter")
            .summary("Splits.")
            .parameters(ParameterSpec.quantity("burst", Quantity.SIZE, "1600 B", 1, 1_000_000, "bytes at once"))
            .tables(new TableSpec(
                    "gates",
                    List.of(
                            ParameterSpec.quantity("open", Quantity.TIME, "1 ms", 1, Long.MAX_VALUE, "how long"),
                            ParameterSpec.choice("kind", List.of("all", "some"), "for whom")),
                    "when it is open"))
            .classes(ClassSpec.tree(
                    "who gets what",
                    ParameterSpec.optionalQuantity("rate", Quantity.RATE, 1, Long.MAX_VALUE, "guaranteed")))
            .checkedBy(setup -> setup.parameters().value("burst") == 13
                    ? java.util.Optional.of("13 bytes at once bring bad luck")
                    : java.util.Optional.empty())
            .madeBy((setup, environment) -> new FifoScheduler(1, 1));

    private static final SchedulerCatalogue CATALOGUE =
            SchedulerCatalogue.builtIn().with(SPLITTER);

    private static SchedulerSetup read(String text, String... parameters) throws ScenarioException {
        return SchedulerText.read(text, List.of(parameters), CATALOGUE);
    }

    @Test
    void aNameAloneHasAllDefaults() throws Exception {
        SchedulerSetup setup = read("splitter");
        assertThat(setup.spec()).isSameAs(SPLITTER);
        assertThat(setup.parameters().value("burst")).isEqualTo(1600);
        assertThat(setup.rows("gates")).isEmpty();
        assertThat(setup.classes()).isEmpty();
    }

    @Test
    void parametersOfTheCommandLineChangeWhatIsWritten() throws Exception {
        SchedulerSetup setup = read(
                "{type: splitter, classes: [{name: video, rate: 5 Mbps}]}",
                "burst=500B",
                "classes.video.rate=7Mbps",
                "classes.video.queue={type: fifo, limit: 3 packets}");
        assertThat(setup.parameters().value("burst")).isEqualTo(500);
        ClassSetup video = setup.classes().get(0);
        assertThat(video.parameters().value("rate")).isEqualTo(7_000_000);
        assertThat(video.queueOrFifo().parameters().value("limit")).isEqualTo(3);
    }

    @Test
    void rowsOfTablesHaveTheirColumnsDefaultsFilledIn() throws Exception {
        SchedulerSetup setup = read("{type: splitter, gates: [{open: 2 ms}, {kind: some}]}");
        assertThat(setup.rows("gates"))
                .extracting(row -> row.value("open"), row -> row.value("kind"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2_000_000_000L, 0L),
                        org.assertj.core.groups.Tuple.tuple(1_000_000_000L, 1L));
    }

    @Test
    void classesHaveFiltersPacketSchedulersAndClasses() throws Exception {
        SchedulerSetup setup = read("""
                type: splitter
                classes:
                  - name: video
                    match: {dscp: 46, port: 5000-6000, application: transfers, priority: 6-7, paced: true}
                    rate: 5 Mbps
                    queue: {type: splitter, classes: [{name: inner}]}
                  - name: rest
                    match: [{sourcePort: 80}, {minRateAtLeast: 1 Mbps, maxJitterAtMost: 2 ms}]
                    classes: [{name: web, match: {flow: 1}}, {name: other}]
                """);
        ClassSetup video = setup.classes().get(0);
        assertThat(video.match())
                .containsExactly(PacketFilter.of(
                        new PacketFilter.OfProtocol(Protocol.UDP),
                        new PacketFilter.EitherPort(5000, 6000),
                        new PacketFilter.InRange(PacketFilter.Field.DSCP, 46, 46),
                        new PacketFilter.InRange(PacketFilter.Field.PRIORITY, 6, 7),
                        new PacketFilter.Paced(true)));
        assertThat(video.queueOrFifo().classes()).extracting(ClassSetup::name).containsExactly("inner");
        ClassSetup rest = setup.classes().get(1);
        assertThat(rest.match())
                .containsExactly(
                        PacketFilter.of(new PacketFilter.InRange(PacketFilter.Field.SOURCE_PORT, 80, 80)),
                        PacketFilter.of(
                                new PacketFilter.RateInRange(
                                        PacketFilter.NamedRate.MIN_RATE, 1_000_000, Long.MAX_VALUE),
                                new PacketFilter.JitterAtMost(2_000_000_000L)));
        assertThat(rest.classes()).extracting(ClassSetup::name).containsExactly("web", "other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "splittter | found 'splittter'; did you mean 'splitter'? A packet scheduler is one of",
                "{type: fifo, classes: [{name: a}]} | unknown key 'classes'",
                "{type: splitter, burst: 13 B} | 13 bytes at once bring bad luck",
                "{type: splitter, gates: []} | gates: found an empty list",
                "{type: splitter, gates: [{open: 2 ms}, {opn: 1 ms}]} | unknown key 'opn'; did you mean 'open'?",
                "{type: splitter, classes: [{name: a}, {name: b, classes: [{name: a}]}]} | two are called 'a'",
                "{type: splitter, classes: [{rate: 1 Mbps}]} | classes[0].name: found nothing; 'name' is required",
                "{type: splitter, classes: [{name: a, classes: [{name: b}], queue: {type: fifo}}]} | leave 'queue' out",
                "{type: splitter, classes: [{name: a, match: {dscp: 64}}]} | a whole number from 0 to 63",
                "{type: splitter, classes: [{name: a, match: {port: 9-8}}]} | classes[0].match.port: found '9-8'",
                "{type: splitter, classes: [{name: a, match: {group: x}}]} | there are no client groups here",
                "{type: splitter, classes: [{name: a, queue: {type: fifo, limt: 3}}]} | classes[0].queue.limt: unknown key",
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(message)
                .withMessageContaining("--scheduler:1:");
    }

    @Test
    void aWrongParameterIsLocatedAtItsOption() {
        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(() -> read("splitter", "brst=1B"))
                .withMessageContaining("--param brst=1B")
                .withMessageContaining("did you mean 'burst'?");
    }

    @Test
    void theCanonicalFormHasTheDefaultsAndReadsAsTheSame() throws Exception {
        String text = "{type: splitter, classes: [{name: a, match: {dscp: 46}, queue: {type: fifo}}]}";
        String resolved = SchedulerText.resolve(text, List.of(), CATALOGUE);
        assertThat(resolved).isEqualTo("""
                type: splitter
                burst: 1600 B
                classes:
                  - name: a
                    match:
                      dscp: 46
                    queue:
                      type: fifo
                      limit: 1000 packets
                """);
        assertThat(SchedulerText.resolve(resolved, List.of(), CATALOGUE)).isEqualTo(resolved);
    }
}
