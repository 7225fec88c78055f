package pacewire.testkit.prove.trial;

import java.util.List;

/** Steps that are known, instant by instant. */
final class FixedSource implements Source {
    private final List<Step> steps;
    private int given;

    FixedSource(List<Step> steps) {
        this.steps = steps;
    }

    @Override
    public List<Step> next(View view) {
        int from = given;
        while (given < steps.size()
                && steps.get(given).atPs() == steps.get(from).atPs()) {
            given++;
        }
        return steps.subList(from, given);
    }
}
