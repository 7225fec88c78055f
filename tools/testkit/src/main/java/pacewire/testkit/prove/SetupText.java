package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketFilter.Condition;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TableSpec;

/** Writes a packet scheduler with all that it is set to in a line, as the command line and scenario files read it. */
public final class SetupText {
    private SetupText() {}

    /** Such as {@code {type: drr, quantum: 500 B, classes: [{name: a, match: {flow: 1-3}}]}}; without what is at its default. */
    public static String of(SchedulerSetup setup) {
        List<String> entries = new ArrayList<>(List.of("type: " + setup.spec().name()));
        entries.addAll(values(setup.spec().parameters(), setup.parameters(), false));
        for (TableSpec table : setup.spec().tables()) {
            if (!setup.rows(table.name()).isEmpty()) {
                entries.add(table.name() + ": "
                        + setup.rows(table.name()).stream()
                                .map(row -> mapping(values(table.columns(), row, true)))
                                .collect(Collectors.joining(", ", "[", "]")));
            }
        }
        ClassSpec declared = setup.spec().classes();
        if (declared != null && !setup.classes().isEmpty()) {
            entries.add("classes: " + classes(setup.classes(), declared));
        }
        return mapping(entries);
    }

    private static String mapping(List<String> entries) {
        return String.join(", ", entries).transform(text -> "{" + text + "}");
    }

    private static List<String> values(List<ParameterSpec> specs, ParameterValues values, boolean withDefaults) {
        List<String> entries = new ArrayList<>();
        ParameterValues usual = ParameterValues.defaults(specs);
        for (ParameterSpec spec : specs) {
            Long value = values.asMap().get(spec.name());
            if (value != null && (withDefaults || !value.equals(usual.asMap().get(spec.name())))) {
                entries.add(spec.name() + ": " + value(spec, value));
            }
        }
        return entries;
    }

    /** A value as a user would write it. */
    static String value(ParameterSpec spec, long value) {
        Quantity quantity = spec.quantity();
        return quantity == null ? spec.choices().get((int) value) : quantity.format(value);
    }

    private static String classes(List<ClassSetup> classes, ClassSpec declared) {
        return classes.stream().map(each -> ofClass(each, declared)).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String ofClass(ClassSetup each, ClassSpec declared) {
        List<String> entries = new ArrayList<>(List.of("name: " + each.name()));
        if (!each.match().isEmpty()) {
            List<String> filters = each.match().stream().map(SetupText::filter).toList();
            entries.add("match: " + (filters.size() == 1 ? filters.get(0) : "[" + String.join(", ", filters) + "]"));
        }
        entries.addAll(values(declared.parameters(), each.parameters(), false));
        SchedulerSetup queue = each.queue();
        if (queue != null) {
            entries.add("queue: " + of(queue));
        }
        if (!each.classes().isEmpty()) {
            entries.add("classes: " + classes(each.classes(), declared));
        }
        return mapping(entries);
    }

    private static String filter(PacketFilter filter) {
        return mapping(filter.conditions().stream().map(SetupText::condition).toList());
    }

    private static String condition(Condition condition) {
        if (condition instanceof PacketFilter.InRange range) {
            return key(range.field()) + ": " + range(range.from(), range.to());
        }
        if (condition instanceof PacketFilter.EitherPort port) {
            return "port: " + range(port.from(), port.to());
        }
        if (condition instanceof PacketFilter.OfProtocol protocol) {
            return "application: " + (protocol.protocol() == Protocol.TCP ? "control" : "transfers");
        }
        if (condition instanceof PacketFilter.RateInRange rate) {
            return rate(rate);
        }
        if (condition instanceof PacketFilter.JitterAtMost most) {
            return "maxJitterAtMost: " + Quantity.TIME.format(most.ps());
        }
        if (condition instanceof PacketFilter.DelayAtMost most) {
            return "maxDelayAtMost: " + Quantity.TIME.format(most.ps());
        }
        if (condition instanceof PacketFilter.Paced paced) {
            return "paced: " + paced.isPaced();
        }
        return "group: " + ((PacketFilter.OfGroup) condition).group();
    }

    private static String rate(PacketFilter.RateInRange rate) {
        String key = camelCase(rate.rate().name());
        List<String> bounds = new ArrayList<>();
        if (rate.fromBps() > 0) {
            bounds.add(key + "AtLeast: " + Quantity.RATE.format(rate.fromBps()));
        }
        if (rate.toBps() < Long.MAX_VALUE || bounds.isEmpty()) {
            bounds.add(key + "AtMost: " + Quantity.RATE.format(rate.toBps()));
        }
        return String.join(", ", bounds);
    }

    private static String range(int from, int to) {
        return from == to ? String.valueOf(from) : from + "-" + to;
    }

    private static String key(PacketFilter.Field field) {
        return camelCase(field.name());
    }

    private static String camelCase(String constant) {
        String[] words = constant.toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder text = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            text.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return text.toString();
    }
}
