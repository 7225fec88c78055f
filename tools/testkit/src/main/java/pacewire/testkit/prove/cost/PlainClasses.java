package pacewire.testkit.prove.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;

/** Classes side by side that differ in nothing but whose packets they take, with no more parameters than they need. */
final class PlainClasses {
    private static final int TOGETHER = 3;

    private final SchedulerSetup setup;
    private final DataRate line;

    /** @param setup of a packet scheduler that can have classes, and has none */
    PlainClasses(SchedulerSetup setup, DataRate line) {
        this.setup = setup;
        this.line = line;
    }

    /** One for all packets, that holds so many. */
    List<ClassSetup> oneFor(long packets) {
        SchedulerSetup roomy = SchedulerSetup.of(PacketSchedulers.find("fifo").orElseThrow(), Map.of("limit", packets));
        return List.of(new ClassSetup("all", parameters(1), List.of(), roomy, List.of()));
    }

    /** One for each flow from 0 on. */
    List<ClassSetup> oneForEach(int flows) {
        ParameterValues parameters = parameters(flows);
        List<ClassSetup> classes = new ArrayList<>();
        for (int flow = 0; flow < flows; flow++) {
            PacketFilter own = PacketFilter.of(new PacketFilter.InRange(PacketFilter.Field.FLOW, flow, flow));
            classes.add(ClassSetup.leaf("c" + flow, parameters, own));
        }
        return classes;
    }

    /** The first few that are declared one after another with which a class is accepted. */
    private ParameterValues parameters(int classes) {
        ClassSpec declared = java.util.Objects.requireNonNull(setup.spec().classes());
        List<ParameterSpec> optional = declared.parameters().stream()
                .filter(spec -> spec.defaultText() == null)
                .toList();
        for (int together = 0; together <= TOGETHER; together++) {
            for (int from = 0; from + together <= optional.size(); from++) {
                Map<String, Long> given = new LinkedHashMap<>();
                optional.subList(from, from + together).forEach(spec -> given.put(spec.name(), value(spec, classes)));
                ParameterValues values = ParameterValues.of(declared.parameters(), given);
                if (setup.withClasses(ClassSetup.leaf("c", values)).problem().isEmpty()) {
                    return values;
                }
            }
        }
        throw new IllegalArgumentException("no class of " + setup.spec().name() + " was found that it takes");
    }

    /** Rates that fit the line together; of others, the least. */
    private long value(ParameterSpec spec, int classes) {
        long wanted = spec.quantity() == Quantity.RATE ? line.bitsPerSecond() / classes : 1;
        return Math.max(spec.smallest(), Math.min(spec.largest(), wanted));
    }
}
