package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/** {@code pipe2(ends, 0)}: makes a pipe. The first end is read from, the second written to. Errors: EMFILE. */
public final class PipeCall implements SyscallHandler {
    static final SyscallRow ROW =
            new SyscallRow(293, "pipe2", new PipeCall()).that("makes a pipe").failsWith(Errno.EMFILE);

    private PipeCall() {}

    /**
     * Makes a pipe.
     *
     * @param ends of length 2, for the two descriptors
     */
    public static Step pipe(Syscalls os, int[] ends) {
        SyscallCall made = os.make(ROW);
        made.object = ends;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        Pipe pipe = new Pipe(kernel.parts().pages().cache());
        SyscallResult reading = process.open(new Pipe.End(pipe, true));
        SyscallResult writing = reading.isDone() ? process.open(new Pipe.End(pipe, false)) : reading;
        if (!writing.isDone()) {
            if (reading.isDone()) {
                process.free((int) reading.value());
            }
            return writing;
        }
        int[] ends = call.object(int[].class);
        ends[0] = (int) reading.value();
        ends[1] = (int) writing.value();
        return SyscallResult.done(0);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.fileOpenPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return "[" + call.object(int[].class)[0] + ", " + call.object(int[].class)[1] + "], 0";
    }
}
