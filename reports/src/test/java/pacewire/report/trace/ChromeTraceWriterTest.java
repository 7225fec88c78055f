package pacewire.report.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.scenario.timeline.TimelineSink.Group;

import static org.assertj.core.api.Assertions.assertThat;

class ChromeTraceWriterTest {
    @Test
    void groupsAreProcessesTracksAreThreadsAndTimesAreExactMicroseconds() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("packet", 7L);
        details.put("departure error", "5 us");
        try (ChromeTraceWriter writer = new ChromeTraceWriter(bytes)) {
            writer.track(Group.CORES, 1, "core 1");
            writer.track(Group.CORES, 2, "core 2");
            writer.slice(Group.CORES, 1, "server/1000", 1_000_001, 3_000_000, Map.of());
            writer.slice(Group.NIC, 0, "flow 3", 2_000_000, 2_500_000, details);
            writer.counter("waiting", 4_000_000, 12);
            assertThat(writer.events()).isEqualTo(3);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).replace("},", "},\n")).isEqualTo("""
                {"displayTimeUnit":"ns","traceEvents":[{"ph":"M","pid":1,"tid":0,"name":"process_name","args":{"name":"CPU cores"}},
                {"ph":"M","pid":1,"tid":0,"name":"process_sort_index","args":{"sort_index":1}},
                {"ph":"M","pid":1,"tid":1,"name":"thread_name","args":{"name":"core 1"}},
                {"ph":"M","pid":1,"tid":2,"name":"thread_name","args":{"name":"core 2"}},
                {"ph":"X","pid":1,"tid":1,"name":"server/1000","ts":1.000001,"dur":1.999999},
                {"ph":"X","pid":3,"tid":0,"name":"flow 3","ts":2.000000,"dur":0.500000,"args":{"packet":7,"departure error":"5 us"}},
                {"ph":"M","pid":4,"tid":0,"name":"process_name","args":{"name":"server"}},
                {"ph":"M","pid":4,"tid":0,"name":"process_sort_index","args":{"sort_index":4}},
                {"ph":"C","pid":4,"tid":0,"name":"waiting","ts":4.000000,"args":{"value":12}}]}
                """);
    }
}
