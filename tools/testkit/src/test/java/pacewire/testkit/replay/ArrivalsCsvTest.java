package pacewire.testkit.replay;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.units.Rational;
import pacewire.model.packet.Ecn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArrivalsCsvTest {
    private static List<Arrival> parse(String... lines) throws ArrivalsException {
        return ArrivalsCsv.parse("arrivals.csv", String.join("\n", lines) + "\n");
    }

    @Test
    void unitsAndPlainNumbersAreExact() throws ArrivalsException {
        assertThat(parse("id,flow,arrival,bytes", "a,1,5 us,1500 B", "b,1,0.000005,1/3", "c,2,1/3,1.5 kB"))
                .containsExactly(
                        Arrival.of("a", "1", "0.000005", "1500"),
                        Arrival.of("b", "1", "0.000005", "1/3"),
                        Arrival.of("c", "2", "1/3", "1500"));
    }

    @Test
    void columnsStandInAnyOrderAndOptionalOnesMayBeEmpty() throws ArrivalsException {
        List<Arrival> arrivals = parse(
                "ecn,dscp,rate,eligible,deadline,priority,weight,bytes,arrival,flow,id",
                "ce,46,1 Mbps,1 ms,2 ms,7,1/2,64,0,voice,x",
                ",,,,,,,64,0,voice,y");

        // 1 Mbps are 125000 bytes a second.
        assertThat(arrivals)
                .containsExactly(
                        Arrival.of("x", "voice", "0", "64")
                                .withEcn(Ecn.CONGESTION)
                                .withDscp(46)
                                .withRate(Rational.of(125_000))
                                .withEligible(Rational.parse("0.001"))
                                .withDeadline(Rational.parse("0.002"))
                                .withPriority(7)
                                .withWeight(Rational.of(1, 2)),
                        Arrival.of("y", "voice", "0", "64"));
    }

    @Test
    void commentsBlankLinesQuotesAndTheMarkOfAnEditorAreNoMatter() throws ArrivalsException {
        assertThat(ArrivalsCsv.parse(
                        "f.csv", "\uFEFF# recorded\r\n id , flow,arrival,bytes\r\n\r\n\"a, first\",1, 0 ,1\r\n"))
                .containsExactly(Arrival.of("a, first", "1", "0", "1"));
    }

    @Test
    void everyWrongCellIsNamedWithItsPlace() {
        assertThatThrownBy(() -> parse(
                        "id,flow,arrival,bytes,weight,priority,dscp,ecn",
                        "\"a,b\",1,soon,1500 B,1,0,0,0",
                        "b,,0,0,0,16,64,4",
                        "c,1,-1 us,1500 ms,x,1.5,-1,ect"))
                .isInstanceOf(ArrivalsException.class)
                .hasMessage("""
                        arrivals.csv:2:9: arrival: found 'soon'; this is a time such as '5 us', or seconds such as '0.125' or '1/3', 0 or later
                        arrivals.csv:3:3: flow: found nothing; this is the name of a flow
                        arrivals.csv:3:6: bytes: found '0'; this is a size such as '1500 B', or bytes such as '1500' or '1/3', above 0
                        arrivals.csv:3:8: weight: found '0'; this is a number such as '2', '0.5' or '1/3', above 0
                        arrivals.csv:3:10: priority: found '16'; this is a whole number from 0 to 15
                        arrivals.csv:3:13: dscp: found '64'; this is a whole number from 0 to 63
                        arrivals.csv:3:16: ecn: found '4'; this is one of: 0, not-ect, 1, ect1, 2, ect0, 3, ce
                        arrivals.csv:4:5: arrival: found '-1 us'; this is a time such as '5 us', or seconds such as '0.125' or '1/3', 0 or later
                        arrivals.csv:4:11: bytes: found '1500 ms'; this is a size such as '1500 B', or bytes such as '1500' or '1/3', above 0
                        arrivals.csv:4:19: weight: found 'x'; this is a number such as '2', '0.5' or '1/3', above 0
                        arrivals.csv:4:21: priority: found '1.5'; this is a whole number from 0 to 15
                        arrivals.csv:4:25: dscp: found '-1'; this is a whole number from 0 to 63
                        arrivals.csv:4:28: ecn: found 'ect'; this is one of: 0, not-ect, 1, ect1, 2, ect0, 3, ce""".stripIndent());
    }

    @Test
    void aWrongHeadIsNamedAndNoRowIsReadByIt() {
        assertThatThrownBy(() -> parse("id,flow,arrivals,id", "a,1,soon,1")).hasMessage("""
                        arrivals.csv:1:9: found 'arrivals'; a column is one of: id, flow, arrival, bytes, weight, priority, deadline, eligible, rate, dscp, ecn
                        arrivals.csv:1:18: id: found 'id' again; a column stands once
                        arrivals.csv:1: arrival: found no such column; the columns id, flow, arrival and bytes are required
                        arrivals.csv:1: bytes: found no such column; the columns id, flow, arrival and bytes are required""".stripIndent());
    }

    @Test
    void aRowThatIsTooShortIsNamed() {
        assertThatThrownBy(() -> parse("id,flow,arrival,bytes", "a,1,0"))
                .hasMessage("arrivals.csv:2: found 3 cells; the head has 4");
    }

    @Test
    void aFileWithoutAHeadIsRefused() {
        assertThatThrownBy(() -> parse("# nothing", ""))
                .hasMessage("arrivals.csv: found nothing; a file of arrivals begins with a row of column names");
    }

    @Test
    void numbersOutOfAllProportionAreRefused() {
        assertThatThrownBy(() -> parse("id,flow,arrival,bytes,weight", "a,1,1e999999999,1,1/0"))
                .hasMessageContaining("arrivals.csv:2:5: arrival: found '1e999999999'")
                .hasMessageContaining("arrivals.csv:2:19: weight: found '1/0'");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws ArrivalsException, IOException {
        List<Arrival> arrivals = List.of(
                Arrival.of("a", "1", "1/3", "1500").withWeight(Rational.of(2)),
                Arrival.of("b, \"c\"", "2", "0.5", "1/7").withEcn(Ecn.ECT_0));
        StringWriter text = new StringWriter();
        ArrivalsCsv.write(arrivals, text);

        assertThat(text.toString())
                .isEqualTo("id,flow,arrival,bytes,weight,ecn\na,1,1/3,1500,2,\n\"b, \"\"c\"\"\",2,0.5,1/7,,2\n");
        assertThat(ArrivalsCsv.parse("again", text.toString())).isEqualTo(arrivals);
    }

    @Test
    void departuresHaveARowForEachPacket() throws IOException {
        ReplayResult result = Replay.through("fifo")
                .parameter("limit", "1 packet")
                .rate("3")
                .arrival("a", "x", "0", "1")
                .arrival("b", "y", "0", "2")
                .arrival("c", "y", "1", "3")
                .until(Rational.of(1, 2))
                .run();
        StringWriter text = new StringWriter();
        DeparturesCsv.write(result, text);

        assertThat(text.toString())
                .isEqualTo(
                        "id,flow,arrival,start,end,verdict\nb,y,0,,,dropped:queueFull\na,x,0,0,1/3,sent\nc,y,1,,,held\n");
    }
}
