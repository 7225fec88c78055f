package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TableSpec;

/** The values of one kind that a set-up names anywhere: parameters, rows of tables, classes and what is inside them. */
final class SetupQuantities {
    private final Quantity kind;
    private final List<Long> found = new ArrayList<>();

    private SetupQuantities(Quantity kind) {
        this.kind = kind;
    }

    /** In base units, without those that stand for no bound at all. */
    static List<Long> of(SchedulerSetup setup, Quantity kind) {
        SetupQuantities quantities = new SetupQuantities(kind);
        quantities.add(setup);
        return quantities.found;
    }

    private void add(SchedulerSetup setup) {
        add(setup.spec().parameters(), setup.parameters());
        for (TableSpec table : setup.spec().tables()) {
            setup.rows(table.name()).forEach(row -> add(table.columns(), row));
        }
        ClassSpec declared = setup.spec().classes();
        if (declared != null) {
            setup.classes().forEach(each -> add(declared, each));
        }
    }

    private void add(ClassSpec declared, ClassSetup each) {
        add(declared.parameters(), each.parameters());
        SchedulerSetup queue = each.queue();
        if (queue != null) {
            add(queue);
        }
        each.classes().forEach(below -> add(declared, below));
    }

    private void add(List<ParameterSpec> specs, ParameterValues values) {
        for (ParameterSpec spec : specs) {
            Long value = values.asMap().get(spec.name());
            if (value != null && spec.quantity() == kind && value != Long.MAX_VALUE) {
                found.add(value);
            }
        }
    }
}
