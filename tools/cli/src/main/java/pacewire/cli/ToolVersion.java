package pacewire.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

import picocli.CommandLine.IVersionProvider;

/** The version, as the build wrote it. */
final class ToolVersion implements IVersionProvider {
    /** Such as "0.1.0". */
    static String text() {
        Properties properties = new Properties();
        try (InputStream in = ToolVersion.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(in, "version.properties is not on the class path"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return Objects.requireNonNull(properties.getProperty("version"), "version.properties holds no version");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"pacewire " + text(), "Java " + Runtime.version()};
    }
}
