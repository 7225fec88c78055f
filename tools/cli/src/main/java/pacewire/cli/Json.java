package pacewire.cli;

import java.io.PrintWriter;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints trees of maps, lists, texts and numbers as JSON. */
final class Json {
    private Json() {}

    /** Prints a tree, indented, with the keys in the order of its maps. */
    static void print(PrintWriter out, Object tree) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        out.println(mapper.writeValueAsString(tree));
    }
}
