package pacewire.report;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonFileTest {
    @Test
    void everyKindOfValueIsWrittenInTheOrderOfTheMap() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("text", "a \"quoted\" word, ü and a line\nfeed");
        inner.put("whole", 9_007_199_254_740_993L);
        inner.put("decimal", new BigDecimal("1E+3"));
        inner.put("small", new BigDecimal("0.000001422"));
        inner.put("double", 2.0E-3);
        inner.put("flag", true);
        inner.put("none", null);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", inner);
        object.put("a", new TreeMap<String, Object>());

        assertThat(written(object)).isEqualTo("""
                        {
                          "z" : {
                            "text" : "a \\"quoted\\" word, ü and a line\\nfeed",
                            "whole" : 9007199254740993,
                            "decimal" : 1000,
                            "small" : 0.000001422,
                            "double" : 0.002,
                            "flag" : true,
                            "none" : null
                          },
                          "a" : { }
                        }
                        """);
    }

    @Test
    void listsAreIndentedAsObjectsAre() {
        Map<String, Object> inner = Map.of("k", 2L);

        assertThat(written(Map.of("list", List.of(1L, List.of(), List.of("a", "b"), inner))))
                .isEqualTo("""
                        {
                          "list" : [
                            1,
                            [ ],
                            [
                              "a",
                              "b"
                            ],
                            {
                              "k" : 2
                            }
                          ]
                        }
                        """);
    }

    /** JDK 17 prints the first as 2.0E-3 and the second with one digit too many (JDK-4511638). */
    @ParameterizedTest
    @ValueSource(strings = {"0.002", "2.2250738585072014E-308"})
    void aDoubleIsTheShortestDecimalThatReadsBack(String shortest) {
        Map<String, Object> object = Map.of("x", Double.parseDouble(shortest));

        assertThat(written(object)).isEqualTo("{\n  \"x\" : " + shortest + "\n}\n");
    }

    @Test
    void whatJsonDoesNotHaveIsRefused() {
        Map<String, Object> notANumber = Map.of("x", Double.NaN);
        Map<String, Object> notAValue = Map.of("x", 'y');

        assertThatThrownBy(() -> JsonFile.write(notANumber, OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> JsonFile.write(notAValue, OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Character");
    }

    private static String written(Map<String, Object> object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonFile.write(object, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
