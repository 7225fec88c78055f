package pacewire.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into exit code 3. The virtual machine answers them by running its shutdown hooks beside the main
 * thread; ours asks the main thread to stop, gives it time to remove what it has half written, and ends the process.
 */
final class Interruption {
    /** Longer than the writing of a report takes: that may finish. */
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /** Watches the process from now on. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::stopMainThread, "interruption"));
        return interruption;
    }

    /** Whether somebody wants the process to end. */
    boolean isRequested() {
        return requested;
    }

    /** Ends the process; does not return. */
    void exit(int code) {
        finished.countDown();
        System.exit(code);
    }

    private void stopMainThread() {
        if (finished.getCount() == 0) {
            return;
        }
        requested = true;
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.UNFINISHED);
    }
}
