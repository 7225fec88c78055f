package pacewire.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Another program, told from its output. */
class RivalTest {
    @Test
    void theLastLineOfJsonIsRead() {
        Rival rival = Rival.inEvents("echo warming up; echo '{\"events_per_s\": 12.5, \"packets_per_s\": null}'");

        rival.takeTurn();
        rival.takeTurn();

        assertThat(rival.turns()).hasSize(2).allSatisfy(turn -> {
            assertThat(turn.perSecond()).isEqualTo(12.5);
            assertThat(turn.cpuShare()).isNotNegative();
        });
    }

    @Test
    void packetsAreReadWherePacketsAreCounted() {
        Rival rival = Rival.inPackets("echo '{\"events_per_s\": 12.5, \"packets_per_s\": 4}' # as printed");

        rival.takeTurn();

        assertThat(rival.turns().get(0).perSecond()).isEqualTo(4);
    }

    @Test
    void anotherPacewireIsUnderstood() {
        String json = "{\n  \"benchmark\" : \"path\",\n  \"packetsPerSecond\" : {\n    \"median\" : 7.5\n  }\n}\n";
        Rival rival = Rival.inPackets("printf '" + json + "'");

        rival.takeTurn();

        assertThat(rival.turns().get(0).perSecond()).isEqualTo(7.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "echo 12",
                "echo '{}'",
                "echo '{\"events_per_s\": null}'",
                "echo '{\"events_per_s\": -1}'",
                "echo '{\"eventsPerSecond\": 5}'",
                "echo '{\"events_per_s\":'"
            })
    void outputThatSaysNothingIsAnError(String command) {
        assertThatThrownBy(Rival.inEvents(command)::takeTurn)
                .isInstanceOf(WorkloadException.class)
                .hasMessage("the program '" + command
                        + "' did not end with a line of JSON that holds a positive \"events_per_s\"");
    }

    @Test
    void aProgramThatFailsIsAnErrorWithItsCode() {
        assertThatThrownBy(Rival.inEvents("echo '{\"events_per_s\": 5}'; exit 3")::takeTurn)
                .isInstanceOf(WorkloadException.class)
                .hasMessageEndingWith("ended with exit code 3");
    }

    @Test
    void aSecondOnACoreIsWorthMoreThanOneOfTheWall() {
        assertThat(new Rival.Turn(300, 0.5).perCpuSecond()).isEqualTo(600);
    }
}
