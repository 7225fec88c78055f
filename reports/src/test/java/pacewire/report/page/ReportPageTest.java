package pacewire.report.page;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.model.packet.DelayPart;
import pacewire.report.page.ReportTable.Tone;
import pacewire.report.sample.SampleResults;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.Tail;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;

class ReportPageTest {
    private static final List<ReportPage.Figure> ONE_FIGURE = List.of(
            new ReportPage.Figure("throughput", "Throughput over time", "How to read it.", "<svg id=\"x\"></svg>"));

    @Test
    void theVerdictStandsOnTop() {
        assertThat(page(SampleResults.videoOnDemand()).badges())
                .containsExactly(
                        new ReportPage.Badge(Tone.GOOD, "All 200 contracts kept"),
                        new ReportPage.Badge(Tone.PLAIN, "No request refused"),
                        new ReportPage.Badge(Tone.GOOD, "All 2 expectations held"));
        assertThat(page(SampleResults.applicationPacing()).badges())
                .containsExactly(
                        new ReportPage.Badge(Tone.BAD, "200 of 200 contracts broken"),
                        new ReportPage.Badge(Tone.PLAIN, "No request refused"),
                        new ReportPage.Badge(Tone.BAD, "1 of 2 expectations failed"));
        assertThat(page(SampleResults.allRefused()).badges())
                .startsWith(
                        new ReportPage.Badge(Tone.PLAIN, "No contract was made"),
                        new ReportPage.Badge(Tone.PLAIN, "20 of 20 requests refused"));
    }

    @Test
    void brokenContractsAreListedUpToFiftyTheWorstFirst() {
        ReportPage page = page(SampleResults.applicationPacing());

        assertThat(page.contracts().rows()).hasSize(50).allMatch(row -> row.tone() == Tone.BAD);
        assertThat(page.contracts().rows().get(0).cells().get(4)).isEqualTo("12.0\u00a0ms");
        assertThat(page.moreContracts())
                .isEqualTo("… and 150 more, 150 of them broken: transfers.csv holds every one.");
    }

    @Test
    void withFiguresOfGroupsAloneTheContractsAreThoseOfGroups() {
        ReportPage broken = page(SampleResults.ofGroupsAlone(SampleResults.applicationPacing()));
        ReportPage kept = page(SampleResults.ofGroupsAlone(SampleResults.overload()));

        assertThat(broken.contracts().rows())
                .containsExactly(new ReportTable.Row(Tone.BAD, List.of("viewers", "broken", "0", "200", "0")));
        assertThat(kept.contracts().rows())
                .containsExactly(new ReportTable.Row(Tone.GOOD, List.of("viewers", "all kept", "1,936", "0", "1,064")));
        assertThat(kept.moreContracts()).isEmpty();
        assertThat(kept.withoutContract().rows()).isEmpty();
    }

    @Test
    void whenAllAreKeptTheTenThatCameClosestAreListed() {
        ReportPage page = page(SampleResults.overload());

        assertThat(page.contracts().rows()).hasSize(10).allMatch(row -> row.tone() == Tone.GOOD);
        assertThat(page.moreContracts()).isEqualTo("… and 1,926 more, all kept: transfers.csv holds every one.");
        assertThat(page.withoutContract().rows())
                .extracting(ReportTable.Row::cells)
                .containsExactly(
                        List.of("completed", "40", "–"),
                        List.of("refused", "1,064", "EBUSY: the demand bound leaves no room"));
    }

    @Test
    void failedExpectationsComeFirst() {
        ReportTable expectations =
                Objects.requireNonNull(page(SampleResults.applicationPacing()).expectations());

        assertThat(expectations.rows()).extracting(ReportTable.Row::tone).containsExactly(Tone.BAD, Tone.GOOD);
        assertThat(expectations.rows().get(1).cells())
                .containsExactly("server.bytesCopiedToUser", "equals 0\u00a0B", "0\u00a0B", "held");
    }

    @Test
    void thePageNeedsNothingFromOutside() {
        String html = page(SampleResults.videoOnDemand()).html();

        assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\">").endsWith("</html>\n");
        assertThat(Pattern.compile("(src|href)\\s*=\\s*[\"']?\\s*(https?:)?//|@import|url\\(\\s*[\"']?http")
                        .matcher(html)
                        .find())
                .isFalse();
        assertThat(html).contains("<svg id=\"x\"></svg>").contains("aria-label=\"Throughput over time\"");
    }

    @Test
    void tagsAreClosed() {
        String html = page(SampleResults.overload()).html();

        for (String tag : List.of("table", "thead", "tbody", "tr", "th", "td", "figure", "div", "h2", "p", "details")) {
            assertThat(count(html, "<" + tag + "[ >]")).as(tag).isPositive().isEqualTo(count(html, "</" + tag + ">"));
        }
    }

    @Test
    void whatAUserWroteIsEscaped() {
        String html = page(SampleResults.titled("<script>alert(1)</script> & \"more\""))
                .html();

        assertThat(html)
                .doesNotContain("<script>")
                .contains("<title>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"more\" – Pacewire</title>")
                .contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"more\"</h1>");
    }

    @Test
    void aRunWithoutAnythingHasAPageToo() {
        assertThat(page(SampleResults.nobodyCame()).html())
                .contains("No contract was made")
                .contains("No datagram reached a client.");
    }

    @Test
    void whatTheLateWereLateForStandsByPercentile() {
        Tail all = new Tail(0, 1_000_000, Map.of(DelayPart.TIMER, 1.0));
        Tail late = new Tail(99.9, 70_000_000, Map.of(DelayPart.TIMER, 0.29, DelayPart.RUN_QUEUE, 0.71));
        Bills.GroupBill viewers = new Bills.GroupBill("viewers", HistogramSnapshot.EMPTY, List.of(all, late));
        Bills.GroupBill nobody = new Bills.GroupBill("nobody", HistogramSnapshot.EMPTY, List.of());

        ReportPage page = ReportPage.of(SampleResults.videoOnDemand(), List.of(viewers, nobody), "0.1.0", ONE_FIGURE);

        assertThat(page.tails().columns())
                .extracting(ReportTable.Column::header)
                .containsExactly("Group", "Packets from", "Late by", "Mainly", "timer", "run queue");
        assertThat(page.tails().rows())
                .extracting(ReportTable.Row::cells)
                .containsExactly(
                        List.of("viewers", "all", "1.00 us", "timer", "100 %", ""),
                        List.of("viewers", "p99.9", "70.0 us", "run queue", "29.0 %", "71.0 %"));
        assertThat(page.html()).contains("viewers: p99.9 is 71.0 % run queue");
        assertThat(page(SampleResults.videoOnDemand()).html()).doesNotContain("id=\"tails\"");
    }

    private static ReportPage page(RunResult result) {
        return ReportPage.of(result, "0.1.0", ONE_FIGURE);
    }

    private static long count(String html, String pattern) {
        return Pattern.compile(pattern).matcher(html).results().count();
    }
}
