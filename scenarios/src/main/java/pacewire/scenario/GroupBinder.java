package pacewire.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataSize;
import pacewire.model.client.RecordedRequest;
import pacewire.model.packet.FlowMetrics;
import pacewire.scenario.ClientsFormat.RequestsDraft;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Spot;

/** Makes client groups of what was read, and checks them against the files of the server and against each other. */
final class GroupBinder {
    private final ServedFiles files;
    /** False when some of the server's files could not be read: then nobody can say what is missing. */
    private final boolean filesAreKnown;

    private final Map<String, Spot> groups = new HashMap<>();

    GroupBinder(ServedFiles files, boolean filesAreKnown) {
        this.files = files;
        this.filesAreKnown = filesAreKnown;
    }

    /** The group; empty when anything of it is wrong. */
    Optional<Scenario.ClientGroup> bind(Entries group) {
        int before = group.problems().count();
        checkName(group);
        Optional<ArrivalsFormat.Draft> arrivals = group.find(ClientsFormat.ARRIVALS);
        if (arrivals.isEmpty()) {
            return Optional.empty();
        }
        ArrivalsFormat.LogDraft log = arrivals.get().log();
        Scenario.Requests requests = log == null ? requests(group) : requestsOfLog(group);
        Scenario.Arrivals bound = log == null ? arrivals.get().ready() : arrivalsOfLog(group, log);
        int count = count(group, log);
        if (requests != null) {
            checkPlayout(group, requests);
        }
        boolean isWhole = requests != null
                && bound != null
                && group.problems().count() == before
                && group.find(ClientsFormat.ACCESS).isPresent()
                && group.find(ClientsFormat.GROUP).isPresent();
        if (!isWhole || requests == null || bound == null) {
            return Optional.empty();
        }
        return Optional.of(new Scenario.ClientGroup(
                group.get(ClientsFormat.GROUP),
                count,
                bound,
                requests,
                group.find(ClientsFormat.PLAYOUT).orElse(null),
                group.get(ClientsFormat.ACCESS).orElse(null)));
    }

    private void checkName(Entries group) {
        group.find(ClientsFormat.GROUP).ifPresent(name -> {
            Spot earlier = groups.putIfAbsent(name, group.spot(ClientsFormat.GROUP));
            if (earlier != null) {
                group.problem(
                        ClientsFormat.GROUP,
                        "names differ, and the group at line " + earlier.place().line() + " has this one");
            }
        });
    }

    private static int count(Entries group, ArrivalsFormat.@Nullable LogDraft log) {
        Optional<Long> count = group.find(ClientsFormat.COUNT);
        if (count.isPresent()) {
            return Math.toIntExact(count.get());
        }
        if (log == null && !group.isGiven(ClientsFormat.COUNT)) {
            group.problem(ClientsFormat.COUNT, "'count' is required: the number of clients");
        }
        return log == null ? 0 : log.requests().size();
    }

    private Scenario.@Nullable Arrivals arrivalsOfLog(Entries group, ArrivalsFormat.LogDraft log) {
        int count = count(group, log);
        if (count > log.requests().size()) {
            group.problem(
                    ClientsFormat.COUNT,
                    "the access log has " + log.requests().size() + " requests, and each client makes one");
            return null;
        }
        List<RecordedRequest> recorded = files.addLog(log, count);
        return recorded == null ? null : new Scenario.Arrivals.AccessLog(recorded);
    }

    private static Scenario.@Nullable Requests requestsOfLog(Entries group) {
        Optional<RequestsDraft> draft = group.find(ClientsFormat.REQUESTS);
        if (draft.isEmpty()) {
            return group.isGiven(ClientsFormat.REQUESTS)
                    ? null
                    : new Scenario.Requests(List.of(), 1, Scenario.Requests.WHOLE_FILE, FlowMetrics.BEST_EFFORT);
        }
        Entries entries = draft.get().entries();
        for (Field<?> field : List.of(ClientsFormat.FILES, ClientsFormat.PER_REQUEST, ClientsFormat.BYTES)) {
            if (entries.isGiven(field)) {
                entries.problem(field, "an access log says itself what is asked for: leave '" + field.key() + "' out");
            }
        }
        return new Scenario.Requests(
                List.of(), 1, Scenario.Requests.WHOLE_FILE, draft.get().metrics());
    }

    private Scenario.@Nullable Requests requests(Entries group) {
        Optional<RequestsDraft> draft = group.find(ClientsFormat.REQUESTS);
        if (draft.isEmpty()) {
            if (!group.isGiven(ClientsFormat.REQUESTS)) {
                group.problem(ClientsFormat.REQUESTS, "'requests' is required: what each client asks for");
            }
            return null;
        }
        Entries entries = draft.get().entries();
        if (!entries.isGiven(ClientsFormat.FILES)) {
            entries.problem(ClientsFormat.FILES, "'files' is required: the files that a client may ask for");
            return null;
        }
        List<Integer> matching = filesAreKnown ? matching(entries) : List.of();
        if (matching.isEmpty()) {
            return null;
        }
        checkPerRequest(entries, matching);
        checkBytes(entries, matching);
        checkRates(entries, matching);
        return new Scenario.Requests(
                matching,
                Math.toIntExact(entries.get(ClientsFormat.PER_REQUEST)),
                entries.getOr(ClientsFormat.BYTES, Scenario.Requests.WHOLE_FILE),
                draft.get().metrics());
    }

    private List<Integer> matching(Entries entries) {
        Spot patterns = entries.spot(ClientsFormat.FILES);
        List<Node> items = patterns.node() instanceof Node.Sequence sequence ? sequence.items() : List.of();
        TreeSet<Integer> matching = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Node.Scalar pattern) {
                matching.addAll(files.matching(patterns.item(i, pattern), new Glob(pattern.text())));
            }
        }
        return new ArrayList<>(matching);
    }

    private static void checkPerRequest(Entries entries, List<Integer> matching) {
        if (entries.get(ClientsFormat.PER_REQUEST) > matching.size()) {
            entries.problem(
                    ClientsFormat.PER_REQUEST,
                    "a request is for different files, and 'files' names " + matching.size() + " of the server's");
        }
    }

    private void checkBytes(Entries entries, List<Integer> matching) {
        long bytes = entries.getOr(ClientsFormat.BYTES, 0L);
        matching.stream()
                .map(files::file)
                .filter(file -> file.sizeBytes() < bytes)
                .findFirst()
                .ifPresent(file -> entries.problem(
                        ClientsFormat.BYTES,
                        "'" + file.name() + "' holds " + DataSize.format(file.sizeBytes()) + " and no more"));
    }

    private void checkRates(Entries entries, List<Integer> matching) {
        if (areRecorded(matching)) {
            for (Field<?> field : List.of(ClientsFormat.MIN_RATE, ClientsFormat.MAX_RATE)) {
                if (entries.isGiven(field)) {
                    entries.problem(
                            field,
                            "every file asked for is a recorded video, whose time stamps say when each byte is due:"
                                    + " leave '" + field.key() + "' out");
                }
            }
        }
    }

    private void checkPlayout(Entries group, Scenario.Requests requests) {
        boolean needsRate = group.find(ClientsFormat.PLAYOUT)
                .filter(playout -> playout.rate() == null)
                .isPresent();
        if (needsRate && !areRecorded(requests.files())) {
            Spot playout = group.spot(ClientsFormat.PLAYOUT);
            group.problems()
                    .add(
                            playout.place(),
                            playout.pathTo("rate"),
                            "nothing",
                            "'rate' is required here: only a recorded video says itself how fast it is played");
        }
    }

    private boolean areRecorded(List<Integer> indices) {
        return !indices.isEmpty()
                && indices.stream().allMatch(index -> files.file(index).frames() != null);
    }
}
