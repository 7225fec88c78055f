package pacewire.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataSize;
import pacewire.core.units.SimTime;
import pacewire.model.client.RecordedRequest;
import pacewire.scenario.ArrivalsFormat.LogDraft;
import pacewire.scenario.ServerFormat.FileDraft;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.Suggestions;
import pacewire.scenario.input.AccessLogFile.LoggedRequest;

/** The files of the server by index: those that the scenario declares, then those that access logs ask for. */
final class ServedFiles {
    /** A message lists so many names; of more, the first two and the last. */
    private static final int MOST_SHOWN = 4;
    /** Suggestions look at so many names: among more, a near one is chance. */
    private static final int MOST_COMPARED = 1_000;

    private final Problems problems;
    private final List<Scenario.FileSpec> files = new ArrayList<>();
    private final Map<String, Integer> declared = new HashMap<>();
    private final Map<String, Integer> logged = new HashMap<>();
    /** What patterns could be meant: the declared names, with their ranges as '*'. */
    private final Set<String> patternsLikely = new LinkedHashSet<>();

    ServedFiles(Problems problems) {
        this.problems = problems;
    }

    /** Adds the names of an item of {@code files:}. */
    void add(FileDraft draft) {
        for (String name : draft.names()) {
            if (declared.putIfAbsent(name, files.size()) != null) {
                problems.add(draft.nameSpot(), "the server has a file '" + name + "' already");
                return;
            }
            files.add(new Scenario.FileSpec(name, draft.sizeBytes(), draft.frames()));
        }
        if (files.size() > Limits.MOST_FILES || totalBytes() > ServerFormat.MOST_BYTES) {
            problems.add(
                    draft.nameSpot(),
                    "a server has at most " + Limits.MOST_FILES + " files of "
                            + DataSize.format(ServerFormat.MOST_BYTES) + " together");
        }
        if (draft.nameSpot().node() instanceof pacewire.scenario.format.Node.Scalar written) {
            patternsLikely.add(written.text().replaceAll("\\{[^}]*}", "*"));
        }
        draft.names().stream().limit(MOST_COMPARED).forEach(patternsLikely::add);
    }

    List<Scenario.FileSpec> all() {
        return List.copyOf(files);
    }

    Scenario.FileSpec file(int index) {
        return files.get(index);
    }

    /** Indices of the declared files that a pattern names, ascending; a problem when there is none. */
    List<Integer> matching(Spot spot, Glob pattern) {
        List<Integer> matching = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            if (pattern.matches(files.get(i).name())) {
                matching.add(i);
            }
        }
        if (matching.isEmpty()) {
            String allowed = declared.isEmpty() ? "the server has no files" : "the server's files are: " + names();
            problems.add(
                    spot.place(),
                    spot.path(),
                    spot.node().found(),
                    allowed,
                    "no file is called " + spot.node().found()
                            + Suggestions.didYouMean(pattern.toString(), patternsLikely) + " (" + allowed + ")");
        }
        return matching;
    }

    /** Adds the paths of a log as files; null, with a problem, when the log cannot be followed. */
    @Nullable
    List<RecordedRequest> addLog(LogDraft log, int count) {
        Map<String, Long> largest = new LinkedHashMap<>();
        log.requests().forEach(request -> largest.merge(request.path(), request.bytes(), Math::max));
        for (Map.Entry<String, Long> file : largest.entrySet()) {
            if (declared.containsKey(file.getKey())) {
                problems.add(log.spot(), "it asks for '" + file.getKey() + "', a name that 'server.files' has already");
                return null;
            }
            addLogged(file.getKey(), file.getValue());
        }
        List<RecordedRequest> requests = new ArrayList<>(count);
        for (LoggedRequest request : log.requests().subList(0, count)) {
            BigDecimal atPs = atPs(log, request);
            if (atPs.compareTo(BigDecimal.valueOf(Limits.LONGEST_PS)) > 0) {
                problems.add(log.spot(), "it is longer than 1000 h at this 'speedUp'");
                return null;
            }
            requests.add(new RecordedRequest(atPs.longValueExact(), fileOf(request), request.bytes()));
        }
        return List.copyOf(requests);
    }

    /** Two logs may share paths. */
    private void addLogged(String name, long largest) {
        Integer index = logged.putIfAbsent(name, files.size());
        if (index == null) {
            files.add(new Scenario.FileSpec(name, largest, null));
        } else if (files.get(index).sizeBytes() < largest) {
            files.set(index, new Scenario.FileSpec(name, largest, null));
        }
    }

    private int fileOf(LoggedRequest request) {
        Integer index = logged.get(request.path());
        if (index == null) {
            throw new IllegalStateException(request.path() + " was not added");
        }
        return index;
    }

    private static BigDecimal atPs(LogDraft log, LoggedRequest request) {
        long seconds = request.second() - log.requests().get(0).second();
        return BigDecimal.valueOf(seconds)
                .multiply(BigDecimal.valueOf(SimTime.SECOND))
                .divide(log.speedUp(), 0, RoundingMode.HALF_EVEN);
    }

    private long totalBytes() {
        return files.stream().mapToLong(Scenario.FileSpec::sizeBytes).sum();
    }

    private String names() {
        List<String> names = files.stream()
                .limit(declared.size())
                .map(Scenario.FileSpec::name)
                .toList();
        int count = names.size();
        return count <= MOST_SHOWN
                ? String.join(", ", names)
                : names.get(0) + ", " + names.get(1) + ", … " + names.get(count - 1) + ", " + count + " in all";
    }
}
