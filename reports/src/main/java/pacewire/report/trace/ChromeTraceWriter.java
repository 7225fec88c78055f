package pacewire.report.trace;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

import pacewire.scenario.timeline.TimelineSink;

/**
 * Writes a timeline in the JSON object format of Chrome's trace events, which Perfetto's and Chrome's viewers open ("Trace Event
 * Format", Google, 2016): complete events ("X") for what took time, counters ("C"), names as metadata ("M"). A group of
 * tracks is a process of the format, a track a thread. Times are in microseconds, with decimals down to the picosecond.
 */
public final class ChromeTraceWriter implements TimelineSink, AutoCloseable {
    private static final int DECIMALS_OF_MICROSECONDS = 6;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final JsonGenerator json;
    private final Set<Group> named = EnumSet.noneOf(Group.class);
    private long events;

    /** @param out stays open */
    public ChromeTraceWriter(OutputStream out) {
        json = FACTORY.createGenerator(ObjectWriteContext.empty(), out);
        json.writeStartObject();
        json.writeStringProperty("displayTimeUnit", "ns");
        json.writeName("traceEvents");
        json.writeStartArray();
    }

    @Override
    public void track(Group group, int track, String name) {
        nameGroup(group);
        metadata("thread_name", group, track, name);
    }

    @Override
    public void slice(Group group, int track, String name, long beginPs, long endPs, Map<String, Object> details) {
        begin("X", group, track, name);
        time("ts", beginPs);
        time("dur", endPs - beginPs);
        if (!details.isEmpty()) {
            json.writeName("args");
            json.writeStartObject();
            details.forEach(this::detail);
            json.writeEndObject();
        }
        json.writeEndObject();
        events++;
    }

    @Override
    public void counter(String name, long nowPs, long value) {
        nameGroup(Group.COUNTERS);
        begin("C", Group.COUNTERS, 0, name);
        time("ts", nowPs);
        json.writeName("args");
        json.writeStartObject();
        json.writeNumberProperty("value", value);
        json.writeEndObject();
        json.writeEndObject();
        events++;
    }

    /** Slices and counters written so far. */
    public long events() {
        return events;
    }

    @Override
    public void close() {
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    private void nameGroup(Group group) {
        if (named.add(group)) {
            metadata("process_name", group, 0, group.title());
            begin("M", group, 0, "process_sort_index");
            json.writeName("args");
            json.writeStartObject();
            json.writeNumberProperty("sort_index", number(group));
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void metadata(String kind, Group group, int track, String name) {
        begin("M", group, track, kind);
        json.writeName("args");
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(String phase, Group group, int track, String name) {
        json.writeStartObject();
        json.writeStringProperty("ph", phase);
        json.writeNumberProperty("pid", number(group));
        json.writeNumberProperty("tid", track);
        json.writeStringProperty("name", name);
    }

    private void time(String key, long ps) {
        json.writeNumberProperty(key, BigDecimal.valueOf(ps, DECIMALS_OF_MICROSECONDS));
    }

    private void detail(String key, Object value) {
        if (value instanceof Number number) {
            json.writeNumberProperty(key, number.longValue());
        } else {
            json.writeStringProperty(key, value.toString());
        }
    }

    /** Process numbers of the format, from 1. */
    private static int number(Group group) {
        return switch (group) {
            case CORES -> 1;
            case THREADS -> 2;
            case NIC -> 3;
            case COUNTERS -> 4;
        };
    }
}
