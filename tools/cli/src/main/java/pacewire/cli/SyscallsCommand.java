package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import pacewire.model.os.Errno;
import pacewire.model.os.SyscallDescription;
import pacewire.model.os.SyscallTable;
import pacewire.report.OutputFile;

/** {@code pacewire syscalls}. */
@Command(
        description =
                "Lists the system calls of the simulated servers, or one of them with the errors that it can fail with.")
final class SyscallsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The system call to explain.")
    private @Nullable String name;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Write a reference page of all system calls there.")
    private @Nullable Path markdown;

    @Mixin
    private FormatOption format = new FormatOption();

    SyscallsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (markdown != null && (name != null || format.isJson())) {
            throw new WrongInputException("--markdown writes the page of all system calls: leave "
                    + (name == null ? "--format" : "'" + name + "'") + " out");
        }
        if (markdown != null) {
            List<String> page = page();
            OutputFile.write(markdown, writer -> writer.write(String.join("\n", page) + "\n"));
            console.out().println(markdown);
        } else if (format.isJson()) {
            Json.print(
                    console.out(), wanted().stream().map(SyscallsCommand::tree).toList());
        } else if (name == null) {
            list();
        } else {
            explain(wanted().get(0));
        }
        return ExitCode.DONE;
    }

    private List<SyscallDescription> wanted() {
        List<SyscallDescription> all = SyscallTable.descriptions();
        if (name == null) {
            return all;
        }
        List<SyscallDescription> named =
                all.stream().filter(call -> call.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw UnknownName.complaint("system call", name, SyscallTable.names());
        }
        return named;
    }

    private void list() {
        WrappedTable table = new WrappedTable("number", "call", "what it does");
        for (SyscallDescription call : SyscallTable.descriptions()) {
            table.add(Integer.toString(call.number()), call.name(), call.summary());
        }
        table.print(console.out());
    }

    private void explain(SyscallDescription call) {
        console.out().println(call.name() + " (number " + call.number() + "): " + call.summary() + ".");
        console.out().println();
        if (call.errors().isEmpty()) {
            console.out().println("It does not fail.");
            return;
        }
        WrappedTable table = new WrappedTable("error", "number", "message");
        for (Errno error : call.errors()) {
            table.add(error.name(), Integer.toString(error.number()), error.message());
        }
        table.print(console.out());
    }

    private static Map<String, Object> tree(SyscallDescription call) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", call.name());
        tree.put("number", call.number());
        tree.put("summary", call.summary());
        tree.put("errors", call.errors().stream().map(Errno::name).toList());
        return tree;
    }

    private static List<String> page() {
        MarkdownTable calls = new MarkdownTable("number", "call", "what it does", "errors");
        for (SyscallDescription call : SyscallTable.descriptions()) {
            calls.add(
                    Integer.toString(call.number()),
                    "`" + call.name() + "`",
                    call.summary(),
                    call.errors().isEmpty()
                            ? "none"
                            : call.errors().stream().map(Errno::name).collect(Collectors.joining(", ")));
        }
        List<String> lines = new ArrayList<>(List.of(
                "# System calls",
                "",
                "Written by `pacewire syscalls --markdown FILE` from the table of the simulated kernel. Numbers are those of Linux",
                "on x86-64; `transmit` is not a call of Linux, and has a number beyond its own. Each error stands here because a",
                "test makes it happen, and the kernel returns no other one. Signals are not simulated: no call ends with EINTR.",
                "Descriptors are limited by the process (EMFILE), not by the machine (ENFILE).",
                ""));
        lines.addAll(calls.lines());
        return lines;
    }
}
