package pacewire.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerPlugin;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.cost.DeclaredClass;

/** {@code --plugin}: packet schedulers from users' jars. */
final class PluginOption {
    private static final String SERVICES = "META-INF/services/" + SchedulerPlugin.class.getName();
    private static final String LOADER = "plug-in ";
    /** With a package: no packet scheduler that ships has a dot in its name. */
    private static final Pattern CLASS_NAME = Pattern.compile("[\\w$]+(\\.[\\w$]+)+");
    /** The name in a set-up such as {@code {type: com.example.Mine, size: 3 kB}}. */
    private static final Pattern TYPE = Pattern.compile("\\{\\s*type:\\s*([^,}\\s]+).*", Pattern.DOTALL);

    @Option(
            names = "--plugin",
            paramLabel = "JAR",
            description =
                    "A jar with packet schedulers, which can then be named like those that ship; may be given more"
                            + " than once.")
    private List<Path> jars = new ArrayList<>();

    /** The jars, as the user named them. */
    List<Path> jars() {
        return Collections.unmodifiableList(jars);
    }

    /**
     * The packet schedulers that ship, and those of the jars.
     *
     * @throws WrongInputException when a jar is not there, or offers nothing that can be used
     */
    SchedulerCatalogue catalogue() {
        SchedulerCatalogue catalogue = SchedulerCatalogue.builtIn();
        for (Path jar : jars) {
            catalogue = with(catalogue, jar);
        }
        return catalogue;
    }

    /**
     * The same, with the class of a packet scheduler, if it is a class that is named: of a jar, which then need not offer
     * anything, or of the class path.
     *
     * @param scheduler its name, or all of it as in a scenario file
     * @throws WrongInputException as well when there is no such class, or it is no packet scheduler
     */
    SchedulerCatalogue catalogueFor(String scheduler) {
        Matcher type = TYPE.matcher(scheduler.strip());
        String name = type.matches() ? type.group(1) : scheduler;
        if (!CLASS_NAME.matcher(name).matches()) {
            return catalogue();
        }
        try {
            return SchedulerCatalogue.builtIn().with(DeclaredClass.spec(type(name)));
        } catch (LinkageError | IllegalArgumentException wrong) {
            throw new WrongInputException(name + " cannot be used: " + reason(wrong));
        }
    }

    private Class<?> type(String name) {
        List<ClassLoader> loaders = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new WrongInputException(jar + ": there is no such jar");
            }
            loaders.add(loader(jar));
        }
        loaders.add(PluginOption.class.getClassLoader());
        for (ClassLoader loader : loaders) {
            try {
                return Class.forName(name, true, loader);
            } catch (ClassNotFoundException elsewhere) {
                // Another may have it.
            }
        }
        throw new WrongInputException("there is no class " + name + " in the jars of --plugin, or on the class path");
    }

    private static SchedulerCatalogue with(SchedulerCatalogue catalogue, Path jar) {
        requireServices(jar);
        SchedulerCatalogue all = catalogue;
        try {
            for (SchedulerSpec spec : offered(jar)) {
                all = all.with(spec);
            }
            return all;
        } catch (ServiceConfigurationError | LinkageError | IllegalArgumentException wrong) {
            throw new WrongInputException(jar + " cannot be used: " + reason(wrong));
        }
    }

    /** Says what is wrong with a file before classes are looked for in it: they would just not be there. */
    private static void requireServices(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new WrongInputException(jar + ": there is no such jar");
        }
        try (JarFile opened = new JarFile(jar.toFile())) {
            if (opened.getEntry(SERVICES) == null) {
                throw offersNothing(jar, "it has no " + SERVICES);
            }
        } catch (IOException unreadable) {
            throw new WrongInputException(jar + " cannot be read as a jar: " + unreadable.getMessage());
        }
    }

    private static WrongInputException offersNothing(Path jar, String why) {
        return new WrongInputException(jar + " offers no packet scheduler: " + why);
    }

    /** What a class that cannot be made threw says more than that it cannot be made. */
    private static String reason(Throwable wrong) {
        Throwable cause = wrong.getCause();
        return cause == null ? String.valueOf(wrong.getMessage()) : wrong.getMessage() + ": " + cause;
    }

    /** Only what the jar itself offers: not what another one does that stands on the class path. */
    private static List<SchedulerSpec> offered(Path jar) {
        List<SchedulerSpec> offered = new ArrayList<>();
        ClassLoader loader = loader(jar);
        for (SchedulerPlugin plugin : ServiceLoader.load(SchedulerPlugin.class, loader)) {
            if (plugin.getClass().getClassLoader() == loader) {
                offeredBy(plugin, jar).forEach(spec -> offered.add(withWatchedFactory(spec, jar)));
            }
        }
        if (offered.isEmpty()) {
            throw offersNothing(jar, SERVICES + " names no class of the jar, or one that has an empty list");
        }
        return offered;
    }

    /** The code is the user's: whatever it does is the jar's fault. */
    private static List<SchedulerSpec> offeredBy(SchedulerPlugin plugin, Path jar) {
        String call = plugin.getClass().getName() + ".schedulers()";
        try {
            return List.copyOf(plugin.schedulers());
        } catch (RuntimeException fault) {
            throw new WrongInputException(jar + " cannot be used: " + call + " gives no list: " + fault);
        }
    }

    private static SchedulerSpec withWatchedFactory(SchedulerSpec spec, Path jar) {
        return spec.madeBy(new CheckedFactory(spec, jar));
    }

    /** What makes packet schedulers of a jar, or says that it does not. */
    private record CheckedFactory(SchedulerSpec spec, Path jar) implements SchedulerSpec.Factory {
        @Override
        public PacketScheduler create(SchedulerSetup setup, SchedulerEnvironment environment) {
            @Nullable PacketScheduler made = spec.factory().create(setup, environment);
            if (made == null) {
                throw new WrongInputException(
                        jar + ": the factory of packet scheduler '" + spec.name() + "' makes none");
            }
            return made;
        }

        @Override
        public SchedulerSpec.Factory innermost() {
            return spec.factory().innermost();
        }
    }

    /** Where in a jar of a user's an exception comes from, as {@code mine.jar: mine.Queue.dequeue(Queue.java:12)}. */
    static Optional<String> placeInJar(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            String loader = frame.getClassLoaderName();
            if (loader != null && loader.startsWith(LOADER)) {
                String method = frame.getClassName() + "." + frame.getMethodName();
                String line = "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
                return Optional.of(loader.substring(LOADER.length()) + ": " + method + line);
            }
        }
        Throwable cause = failure.getCause();
        return cause == null ? Optional.empty() : placeInJar(cause);
    }

    /**
     * Stays open for as long as the process runs: classes are loaded when they are first needed. Its name tells, in a stack
     * trace, that code is the user's.
     */
    private static ClassLoader loader(Path jar) {
        try {
            URL[] urls = {jar.toUri().toURL()};
            return new URLClassLoader(LOADER + jar.getFileName(), urls, PluginOption.class.getClassLoader());
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("a file has a URL", impossible);
        }
    }
}
