package pacewire.report;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.MinimalPrettyPrinter;

/**
 * Writes nested maps and lists as JSON, byte by byte the same on every machine: keys in the order of the map, two spaces, line
 * feeds, a line feed at the end. Streaming, without databind: its start-up would cost more than the writing.
 */
final class JsonFile {
    /**
     * The fast writer prints the shortest decimal that reads back as the same double on every JDK; the JDK's own
     * {@code Double.toString} does so only from version 19 on (JDK-4511638).
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private JsonFile() {}

    /**
     * Writes an object.
     *
     * @param object values are maps, lists, strings, booleans, Long, Integer, Double, BigDecimal or null
     * @throws IllegalArgumentException on a value of another type, and on numbers that JSON does not have
     */
    static void write(Map<String, ? extends @Nullable Object> object, OutputStream out) {
        JsonGenerator json = FACTORY.createGenerator(new Indented(), out);
        writeObject(json, object);
        json.writeRaw('\n');
        json.close();
    }

    private static void writeObject(JsonGenerator json, Map<?, ? extends @Nullable Object> object) {
        json.writeStartObject();
        object.forEach((key, value) -> {
            json.writeName(String.valueOf(key));
            writeValue(json, value);
        });
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> object) {
            writeObject(json, object);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> writeValue(json, item));
            json.writeEndArray();
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
            json.writeNumber(number);
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            throw new IllegalArgumentException(
                    "not a value of JSON: " + value + " (" + value.getClass().getName() + ")");
        }
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new TwoSpaces();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /**
     * As the library's {@code DefaultPrettyPrinter}, byte for byte. That one joins its separators by code which the virtual machine
     * makes at run time: half of the time that the files of a small run take.
     */
    private static final class TwoSpaces extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;
        private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

        private int depth;

        @Override
        public void writeStartObject(JsonGenerator json) {
            begin(json, '{');
        }

        @Override
        public void beforeObjectEntries(JsonGenerator json) {
            INDENTER.writeIndentation(json, depth);
        }

        @Override
        public void writeObjectNameValueSeparator(JsonGenerator json) {
            json.writeRaw(" : ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) {
            separate(json);
        }

        @Override
        public void writeEndObject(JsonGenerator json, int entries) {
            end(json, entries, '}');
        }

        @Override
        public void writeStartArray(JsonGenerator json) {
            begin(json, '[');
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) {
            INDENTER.writeIndentation(json, depth);
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) {
            separate(json);
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) {
            end(json, values, ']');
        }

        private void begin(JsonGenerator json, char bracket) {
            json.writeRaw(bracket);
            depth++;
        }

        private void separate(JsonGenerator json) {
            json.writeRaw(',');
            INDENTER.writeIndentation(json, depth);
        }

        private void end(JsonGenerator json, int count, char bracket) {
            depth--;
            if (count > 0) {
                INDENTER.writeIndentation(json, depth);
            } else {
                json.writeRaw(' ');
            }
            json.writeRaw(bracket);
        }
    }
}
