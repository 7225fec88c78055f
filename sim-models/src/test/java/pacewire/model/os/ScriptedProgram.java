package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A program that makes its steps one after the other, keeps their results, and exits. */
final class ScriptedProgram implements Program {
    /** Results of the system calls, as text, in their order. */
    final List<String> results = new ArrayList<>();
    /** When each step was done, in microseconds. */
    final List<String> instants = new ArrayList<>();

    private final List<Function<Syscalls, Step>> steps;
    private int next;

    @SafeVarargs
    @SuppressWarnings("varargs")
    ScriptedProgram(Function<Syscalls, Step>... steps) {
        this(List.of(steps));
    }

    ScriptedProgram(List<Function<Syscalls, Step>> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public Step next(SyscallResult last, Syscalls os) {
        instants.add(TinyServer.us(os.nowPs()));
        if (next > 0) {
            results.add(last.toString());
        }
        return next < steps.size() ? steps.get(next++).apply(os) : ExitCall.exit(os);
    }
}
