package pacewire.cli;

/** What the process tells whoever started it. */
final class ExitCode {
    /** Done, and every expectation held. */
    static final int DONE = 0;

    /** Done, and an expectation failed. */
    static final int EXPECTATION_FAILED = 1;

    /** The command line or a file is wrong. */
    static final int WRONG_INPUT = 2;

    /** The run could not finish: input or output failed, memory ran out, it was interrupted. */
    static final int UNFINISHED = 3;

    private ExitCode() {}
}
