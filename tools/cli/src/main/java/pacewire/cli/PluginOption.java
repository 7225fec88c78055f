package pacewire.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import picocli.CommandLine.Option;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerPlugin;
import pacewire.model.sched.SchedulerSpec;

/** {@code --plugin}: packet schedulers from users' jars. */
final class PluginOption {
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

    private static SchedulerCatalogue with(SchedulerCatalogue catalogue, Path jar) {
        SchedulerCatalogue all = catalogue;
        try {
            List<SchedulerSpec> offered = offered(jar);
            for (SchedulerSpec spec : offered) {
                all = all.with(spec);
            }
            if (offered.isEmpty()) {
                throw new WrongInputException(jar + " offers no packet scheduler: it has no META-INF/services/"
                        + SchedulerPlugin.class.getName() + " that names a class");
            }
            return all;
        } catch (ServiceConfigurationError | LinkageError | IllegalArgumentException wrong) {
            throw new WrongInputException(jar + " cannot be used: " + reason(wrong));
        }
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
                offered.addAll(plugin.schedulers());
            }
        }
        return offered;
    }

    /** Stays open for as long as the process runs: classes are loaded when they are first needed. */
    private static ClassLoader loader(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new WrongInputException(jar + ": there is no such jar");
        }
        try {
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, PluginOption.class.getClassLoader());
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("a file has a URL", impossible);
        }
    }
}
