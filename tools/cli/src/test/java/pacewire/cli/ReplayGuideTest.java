package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every command in the guide to replays prints what the guide says, with the files that the guide has. */
class ReplayGuideTest {
    private static final Pattern FILE = Pattern.compile("`(\\w+\\.csv)`:\\n\\n```csv\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("```\\n\\$ \\./pacewire (.*?)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyCommandPrintsWhatTheGuideSays() throws IOException {
        String guide =
                Files.readString(Path.of(System.getProperty("pacewire.root")).resolve("docs/guide/replay.md"));
        List<String> files = new ArrayList<>();
        for (MatchResult file : FILE.matcher(guide).results().toList()) {
            Files.writeString(folder.resolve(file.group(1)), file.group(2));
            files.add(file.group(1));
        }
        List<MatchResult> commands = COMMAND.matcher(guide).results().toList();
        assertThat(files).contains("arrivals.csv");
        assertThat(commands).hasSizeGreaterThan(4);
        return commands.stream()
                .map(command -> DynamicTest.dynamicTest(command.group(1), () -> {
                    CommandRun run = CommandRun.of(words(command.group(1), files));
                    assertThat((run.out() + run.err()).replace(folder + "/", ""))
                            .isEqualTo(command.group(2));
                }));
    }

    /** Words as a shell parts them; the guide's files stand in the folder. */
    private String[] words(String command, List<String> files) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            words.add(files.contains(word) ? folder.resolve(word).toString() : word);
        }
        return words.toArray(String[]::new);
    }
}
