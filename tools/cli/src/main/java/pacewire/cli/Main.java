package pacewire.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs one command; the exit code is one of {@link ExitCode}. */
    public static void main(String[] arguments) {
        WarmUp.begin(arguments);
        Interruption interruption = Interruption.watch();
        Console console = new Console(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                // Java cannot ask for standard error alone, so the launcher does.
                Boolean.getBoolean("pacewire.terminal"),
                System::nanoTime,
                interruption::isRequested);
        interruption.exit(Pacewire.run(console, arguments));
    }
}
