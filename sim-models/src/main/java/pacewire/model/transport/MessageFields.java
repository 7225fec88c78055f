package pacewire.model.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The fields of a message, {@code name: value} a line, each read at most once; what nobody reads is an error. */
final class MessageFields {
    private final String title;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads the lines behind the first.
     *
     * @param title what the message is, for errors
     */
    MessageFields(String title, List<String> lines) throws MessageException {
        this.title = title;
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(": ");
            if (colon < 1) {
                throw new MessageException(title + ": '" + line + "' is not a field such as 'port: 5004'");
            }
            if (values.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
                throw new MessageException(title + ": the field '" + line.substring(0, colon) + "' stands there twice");
            }
        }
    }

    /** Takes the value of a field that may be left out. */
    @Nullable
    String takeText(String name) {
        return values.remove(name);
    }

    /** Takes the number of a field that must be there. */
    long take(String name, long smallest, long largest) throws MessageException {
        String text = values.remove(name);
        if (text == null) {
            throw new MessageException(title + ": the field '" + name + "' is missing");
        }
        return number(name, text, smallest, largest);
    }

    /** Takes the number of a field that may be left out. */
    long takeOr(String name, long smallest, long largest, long otherwise) throws MessageException {
        String text = values.remove(name);
        return text == null ? otherwise : number(name, text, smallest, largest);
    }

    /** Refuses what was not taken. */
    void requireAllTaken() throws MessageException {
        if (!values.isEmpty()) {
            throw new MessageException(
                    title + ": unknown field '" + values.keySet().iterator().next() + "'");
        }
    }

    /** Reads a decimal number. */
    long number(String name, String text, long smallest, long largest) throws MessageException {
        try {
            long value = Long.parseLong(text);
            if (value >= smallest && value <= largest) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // The message below says it.
        }
        throw new MessageException(title + ": the field '" + name + "' is '" + text + "'; allowed: a whole number from "
                + smallest + " to " + largest);
    }
}
