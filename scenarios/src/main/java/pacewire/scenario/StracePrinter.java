package pacewire.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import pacewire.core.units.SimTime;
import pacewire.model.os.OsThread;
import pacewire.model.os.SyscallCall;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.SyscallTracer;

/** Writes system calls as {@code strace -f -ttt -T} does: thread, time of entry, call, result, time spent in it. */
final class StracePrinter implements SyscallTracer {
    private final StraceQuery query;
    private final Consumer<String> lines;
    /** Calls that have not returned, by thread, in the order of their entry. */
    private final Map<Integer, SyscallCall> open = new LinkedHashMap<>();

    StracePrinter(StraceQuery query, Consumer<String> lines) {
        this.query = query;
        this.lines = lines;
    }

    @Override
    public void entered(OsThread thread, SyscallCall call) {
        if (thread.process().name().equals(query.process())) {
            open.put(thread.id(), call);
        }
    }

    @Override
    public void returned(OsThread thread, SyscallCall call, SyscallResult result, long nowPs) {
        open.remove(thread.id());
        boolean isWanted = thread.process().name().equals(query.process())
                && nowPs >= query.fromPs()
                && call.startedPs() <= query.toPs();
        if (isWanted) {
            // A call that ends its thread never returns; strace prints a question mark.
            String returned = call.name().equals("exit") ? "?" : result.toString();
            lines.accept(head(thread.id(), call) + ") = " + returned + " <" + seconds(nowPs - call.startedPs()) + ">");
        }
    }

    /** Prints the calls that were still going on when the trace ended. */
    void finish() {
        open.forEach((thread, call) -> {
            if (call.startedPs() <= query.toPs()) {
                lines.accept(head(thread, call) + " <unfinished ...>");
            }
        });
    }

    private static String head(int thread, SyscallCall call) {
        return "[pid " + thread + "] " + seconds(call.startedPs()) + " " + call.name() + "(" + call.arguments();
    }

    /** Seconds with nine decimals: the nanosecond in which the instant lies. */
    private static String seconds(long ps) {
        long nanoseconds = ps / SimTime.NANOSECOND;
        String fraction =
                Long.toString(1_000_000_000 + nanoseconds % 1_000_000_000).substring(1);
        return nanoseconds / 1_000_000_000 + "." + fraction;
    }
}
