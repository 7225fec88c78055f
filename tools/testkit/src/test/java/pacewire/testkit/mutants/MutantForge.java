package pacewire.testkit.mutants;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.SchedulerSpec;

/**
 * Makes mutants: changes a source, compiles it in memory, and loads it with the package schedulers around it in a class loader
 * of its own, so that the project's classes stay as they are.
 */
final class MutantForge {
    private static final String PACKAGE = "pacewire.model.sched";

    private final Path sources;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    /**
     * A forge.
     *
     * @param sources folder of the sources of {@code pacewire.model.sched}
     */
    MutantForge(Path sources) {
        this.sources = sources;
    }

    /**
     * Makes a mutant, and gives its declaration.
     *
     * @throws IllegalArgumentException when the place to change is not there exactly once, or the change does not compile
     */
    SchedulerSpec forge(Mutant mutant) throws IOException, ReflectiveOperationException {
        Map<String, byte[]> classes = compile(mutant.file(), brokenSource(mutant));
        Class<?> scheduler = Class.forName(
                PACKAGE + "." + mutant.scheduler(),
                true,
                new MutantLoader(classes, getClass().getClassLoader()));
        return (SchedulerSpec) scheduler.getField("SPEC").get(null);
    }

    private String brokenSource(Mutant mutant) throws IOException {
        String source = Files.readString(sources.resolve(mutant.file() + ".java"));
        for (Mutant.Edit edit : mutant.edits()) {
            int at = source.indexOf(edit.original());
            if (at < 0 || source.indexOf(edit.original(), at + 1) >= 0) {
                throw new IllegalArgumentException(mutant + ": \"" + edit.original() + "\" stands "
                        + (at < 0 ? "nowhere" : "in several places") + " in " + mutant.file() + ".java");
            }
            source = source.replace(edit.original(), edit.broken());
        }
        return source;
    }

    private Map<String, byte[]> compile(String name, String source) throws IOException {
        Map<String, Output> outputs = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                InMemory manager = new InMemory(files, outputs)) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
            boolean isCompiled = compiler.getTask(
                            messages, manager, null, options, null, List.of(new Source(name, source)))
                    .call();
            if (!isCompiled) {
                throw new IllegalArgumentException("the mutant of " + name + " does not compile: " + messages);
            }
        }
        Map<String, byte[]> classes = new HashMap<>();
        outputs.forEach((className, output) -> classes.put(className, output.bytes.toByteArray()));
        return classes;
    }

    /** Loads the mutated classes, and all other implementations of the package, which may see package-private ones. */
    private static final class MutantLoader extends ClassLoader {
        private static final String CLASS = ".class";

        private final Map<String, byte[]> mutated;

        MutantLoader(Map<String, byte[]> mutated, ClassLoader parent) {
            super(parent);
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && isOwn(name)) {
                    byte[] bytes = bytesOf(name);
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        /** Whoever loads the mutant's classes anew, to count what they do, must find the mutated ones. */
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte[] broken = name.endsWith(CLASS)
                    ? mutated.get(
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    : null;
            return broken == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(broken);
        }

        private boolean isOwn(String name) {
            return mutated.containsKey(name) || (name.startsWith(PACKAGE + ".") && !isShared(name));
        }

        private byte[] bytesOf(String name) throws ClassNotFoundException {
            byte[] broken = mutated.get(name);
            if (broken != null) {
                return broken;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        /** What the proof kit and a packet scheduler say to each other is loaded once, for both. */
        private static boolean isShared(String name) {
            String outer = name.substring(PACKAGE.length() + 1).replaceFirst("\\$.*", "");
            return SHARED.contains(outer);
        }

        private static final List<String> SHARED = List.of(
                "PacketScheduler",
                "SchedulerSpec",
                "SchedulerSetup",
                "SchedulerEnvironment",
                "WakeUpLatency",
                "Claim",
                "Admission",
                "TableSpec",
                "ClassSpec",
                "ClassSetup",
                "PacketFilter");
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + PACKAGE.replace('.', '/') + "/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String name) {
            super(URI.create("mem:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, Output> outputs;

        InMemory(StandardJavaFileManager files, Map<String, Output> outputs) {
            super(files);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String name,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            return outputs.computeIfAbsent(name, Output::new);
        }
    }
}
