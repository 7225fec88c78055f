package pacewire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.model.app.Applications;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that list what there is. */
class CatalogueCommandsTest {
    @Test
    void schedulersListsEveryPacketSchedulerWithItsSummary() {
        CommandRun list = CommandRun.of("schedulers");

        assertThat(list.code()).isEqualTo(0);
        for (SchedulerSpec spec : PacketSchedulers.all()) {
            assertThat(list.out()).containsPattern("(?m)^" + Pattern.quote(spec.name()) + " ");
        }
    }

    @Test
    void oneSchedulerIsExplainedWithDefaultAndRangeOfEachParameter() {
        CommandRun fifo = CommandRun.of("schedulers", "fifo");

        assertThat(fifo.code()).isEqualTo(0);
        assertThat(fifo.out())
                .startsWith("fifo: First in, first out; drops arrivals at the limit.\nSource: Linux")
                .containsPattern("(?m)^limit +1000 packets +a number of packets, at least 1 packet +most packets held$")
                .containsPattern("(?m)^limitBytes +none ");
    }

    /** Who has no plain parameters may still have all that matters: rows of lists, and classes. */
    @Test
    void whatElseCanBeSetIsShownAndWhatIsClaimed() {
        CommandRun taprio = CommandRun.of("schedulers", "taprio");
        CommandRun hfsc = CommandRun.of("schedulers", "hfsc");
        JsonNode json = json("schedulers", "hfsc", "--format", "json");

        assertThat(taprio.out())
                .contains(
                        "\nList 'entries': gate control list; if left out, all gates are always open. Each element has:\n\n")
                .containsPattern("(?m)^duration +1 ms +a time from 1 ps to 1000 s +how long they are open$")
                .contains("\n- A packet is on the line only while its gate is open.\n");
        assertThat(hfsc.out())
                .contains("\nIt has no parameters.\n\nList 'classes': who is promised what;")
                .containsPattern("(?m)^ulM2 +none +a data rate from 1 bps to 10 Tbps +upper limit");
        assertThat(json.at("/classes/parameters/0/name").asString()).isEqualTo("rtM1");
        assertThat(json.at("/claims/list/0").asString()).isEqualTo("The line is never idle while a packet is held.");
    }

    @Test
    void theSameAsJson() {
        JsonNode fifo = json("schedulers", "fifo", "--format", "json");

        assertThat(fifo.get("name").asString()).isEqualTo("fifo");
        assertThat(fifo.get("parameters").get(0).get("default").asString()).isEqualTo("1000 packets");
        assertThat(fifo.get("parameters").get(1).get("default").isNull()).isTrue();
    }

    @Test
    void theListsAsJsonNameEverything() {
        assertThat(names(json("schedulers", "--format", "json")))
                .isEqualTo(
                        PacketSchedulers.all().stream().map(SchedulerSpec::name).toList());
        assertThat(names(json("machines", "--format", "json")))
                .isEqualTo(
                        MachineProfiles.all().stream().map(MachineProfile::name).toList());
        assertThat(names(json("applications", "--format", "json")))
                .hasSameSizeAs(Applications.all())
                .contains("transmit", "sleep-sendto");
    }

    @Test
    void oneApplicationIsExplained() {
        CommandRun transmit = CommandRun.of("applications", "transmit");

        assertThat(transmit.code()).isEqualTo(0);
        assertThat(transmit.out()).startsWith("transmit: ").contains("\nSource: ");
    }

    @Test
    void aMachineShowsEveryCostWithItsSource() {
        CommandRun machine = CommandRun.of("machines", "linux-6");

        assertThat(machine.code()).isEqualTo(0);
        for (CostItem item : CostItem.values()) {
            assertThat(machine.out()).containsPattern("(?m)^" + item.key() + " ");
        }
        JsonNode costs = json("machines", "linux-6", "--format", "json").get("costs");
        assertThat(costs).hasSize(CostItem.values().length);
        for (JsonNode cost : costs) {
            assertThat(cost.get("source").asString()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "schedulers, fifi, packet scheduler, fifo",
        "machines, linux6, machine profile, linux-6",
        "applications, transmti, application, transmit"
    })
    void anUnknownNameIsAnsweredWithTheClosestOne(String command, String wrong, String kind, String meant) {
        CommandRun unknown = CommandRun.of(command, wrong);

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .startsWith(
                        "pacewire: there is no " + kind + " '" + wrong + "'; did you mean '" + meant + "'? (known: ");
    }

    @Test
    void theSchemaIsJson() {
        CommandRun schema = CommandRun.of("schema");

        assertThat(schema.code()).isEqualTo(0);
        assertThat(new JsonMapper().readTree(schema.out()).isObject()).isTrue();
    }

    @Test
    void theSchemaKnowsAUsersPacketScheduler(@TempDir Path folder) throws IOException {
        CommandRun schema =
                CommandRun.of("schema", "--plugin", PluginJar.in(folder).toString());

        assertThat(schema.code()).isEqualTo(0);
        assertThat(schema.out()).contains(PluginJar.SCHEDULER);
    }

    @Test
    void theCompletionScriptKnowsTheCommandsAndTheirOptions() {
        CommandRun completion = CommandRun.of("generate-completion");

        assertThat(completion.code()).isEqualTo(0);
        assertThat(completion.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_pacewire")
                .contains("validate")
                .contains("--trace-errors");
    }

    private static JsonNode json(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).isEqualTo(0);
        return new JsonMapper().readTree(run.out());
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(entry -> entry.get("name").asString()).toList();
    }
}
