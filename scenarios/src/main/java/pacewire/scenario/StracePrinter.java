package pacewire.scenario;

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

    StracePrinter(StraceQuery query, Consumer<String> lines) {
        this.query = query;
        this.lines = lines;
    }

    @Override
    public void returned(OsThread thread, SyscallCall call, SyscallResult result, long nowPs) {
        boolean isWanted = thread.process().name().equals(query.process())
                && nowPs >= query.fromPs()
                && call.startedPs() <= query.toPs();
        if (isWanted) {
            // A call that ends its thread never returns; strace prints a question mark.
            String returned = call.name().equals("exit") ? "?" : result.toString();
            lines.accept("[pid " + thread.id() + "] " + seconds(call.startedPs()) + " " + call.name() + "("
                    + call.arguments() + ") = " + returned + " <" + seconds(nowPs - call.startedPs()) + ">");
        }
    }

    /** Seconds with nine decimals: the nanosecond in which the instant lies. */
    private static String seconds(long ps) {
        long nanoseconds = ps / SimTime.NANOSECOND;
        String fraction =
                Long.toString(1_000_000_000 + nanoseconds % 1_000_000_000).substring(1);
        return nanoseconds / 1_000_000_000 + "." + fraction;
    }
}
