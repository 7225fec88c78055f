package pacewire.testkit.prove;

import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.testkit.prove.trial.Arrival;
import pacewire.testkit.prove.trial.Closing;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Terms;
import pacewire.testkit.prove.trial.Variation;
import pacewire.testkit.replay.ArrivalsCsv;
import pacewire.testkit.replay.ArrivalsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReproductionFileTest {
    private static final DataRate LINE = DataRate.parse("1 Gbps");
    /** Everything that a case can say, at instants of a picosecond. */
    private static final ProofCase CASE = new ProofCase(
            37,
            LINE,
            9000,
            Variation.NONE.openingLate(),
            List.of(
                    Arrival.plain(4, 0, 0, 1500).withTerms(new Terms(7, DataRate.parse("3 bps"), 9)),
                    Arrival.plain(6, 2, 0, 1).withMarks(46, 1),
                    new Closing(0, 1),
                    new Closing(2, 1),
                    Arrival.plain(9, 0, 1, 64).withInstants(5_000_000_000_001L, 2),
                    new Closing(0, 8)));

    @Test
    void aCaseIsReadAsItWasWritten() throws ArrivalsException {
        ReproductionFile file = new ReproductionFile("never-early", -5, CASE);

        String text = file.text(List.of("some words"));

        assertThat(text).isEqualTo("""
                # some words
                #: property never-early
                #: seed -5
                #: case 37
                #: line 1 Gbps
                #: largest 9 kB
                #: open late
                id,flow,arrival,bytes,weight,priority,deadline,eligible,rate,dscp,ecn
                4,0,0,1500,7,9,,,0.375,,
                6,2,0,1,1,,,,,46,1
                #: close 0 0.000000000001
                #: close 2 0.000000000001
                9,0,0.000000000001,64,1,0,5.000000000001,0.000000000002,,,
                #: close 0 0.000000000008
                """);
        assertThat(ReproductionFile.parse("x.csv", text)).isEqualTo(file);
        assertThat(ArrivalsCsv.parse("x.csv", text)).hasSize(3);
    }

    /** Rows may be moved: a replay sorts them, too. */
    @Test
    void stepsAreInTheOrderOfTheirInstants() throws ArrivalsException {
        String text = new ReproductionFile("reset", 1, CASE).text(List.of());
        String moved = text.replace("#: close 0 0.000000000008\n", "")
                .replace("#: open late\n", "#: close 0 0.000000000008\n#: open late\n");

        assertThat(ReproductionFile.parse("x.csv", moved).tried()).isEqualTo(CASE);
    }

    @Test
    void whatACaseCannotHoldIsRefusedWithItsPlace() {
        String text = new ReproductionFile("reset", 1, CASE)
                .text(List.of())
                .replace("0.375", "1/3")
                .replace("#: close 2 0.000000000001", "#: close 2")
                .replace("#: seed 1", "#: seed one");

        assertThatThrownBy(() -> ReproductionFile.parse("x.csv", text))
                .isInstanceOf(ArrivalsException.class)
                .hasMessage("""
                        x.csv:2: found 'seed one'; seed is a whole number
                        x.csv:8: found '8/3' as rate in bits a second; in a case it is a whole number up to \
                        9223372036854775807
                        x.csv:11: found 'close 2'; close is a flow and an instant, such as '3 0.125'""");
    }
}
