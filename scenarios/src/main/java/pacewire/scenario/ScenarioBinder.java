package pacewire.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import pacewire.core.units.SimTime;
import pacewire.model.app.Applications;
import pacewire.model.fault.FaultSetup;
import pacewire.model.os.SyscallTable;
import pacewire.model.os.TransmitSettings;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.topology.Testbed;
import pacewire.scenario.ServerFormat.FileDraft;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Node;
import pacewire.scenario.result.Metrics;

/** Makes a scenario of what was read, and checks its parts against each other as far as they are right. */
final class ScenarioBinder {
    private final Entries root;

    ScenarioBinder(Entries root) {
        this.root = root;
    }

    /** The scenario; empty when there are problems. */
    Optional<Scenario> bind(Supplier<Scenario.Source> source) {
        checkWarmUp();
        checkPacer();
        checkLoad();
        checkIsolation();
        checkMq();
        ServedFiles files = new ServedFiles(root.problems());
        boolean filesAreKnown = addFiles(files);
        List<Scenario.ClientGroup> groups = groups(new GroupBinder(files, filesAreKnown));
        List<FaultSetup> faults = faults(new FaultBinder(files, groups));
        List<Scenario.Expectation> expectations = expectations();
        if (root.problems().count() > 0) {
            return Optional.empty();
        }
        return Optional.of(new Scenario(
                root.get(ScenarioFormat.TITLE).strip(),
                root.get(ScenarioFormat.DESCRIPTION).strip(),
                root.get(ScenarioFormat.SEED),
                root.get(ScenarioFormat.DURATION),
                root.get(ScenarioFormat.WARM_UP),
                Scenario.Detail.of(root.getOr(ScenarioFormat.DETAIL, Scenario.Detail.CLIENT.key())),
                server(root.get(ScenarioFormat.SERVER), files),
                groups,
                root.get(ScenarioFormat.NETWORK),
                faults,
                expectations,
                source.get()));
    }

    private void checkWarmUp() {
        Optional<Long> duration = root.find(ScenarioFormat.DURATION);
        Optional<Long> warmUp = root.find(ScenarioFormat.WARM_UP);
        if (duration.isPresent() && warmUp.isPresent() && warmUp.get() >= duration.get()) {
            root.problem(
                    ScenarioFormat.WARM_UP,
                    "the warm-up ends before the duration, which is " + SimTime.format(duration.get()));
        }
    }

    /** An application that leaves the pace to a packet scheduler gets none from one that does not heed its sockets' wishes. */
    private void checkPacer() {
        Optional<Entries> server = root.find(ScenarioFormat.SERVER);
        Optional<SchedulerSetup> scheduler = ofServer(ServerFormat.SCHEDULER);
        Optional<Scenario.Choice> application = ofServer(ServerFormat.APPLICATION);
        if (server.isEmpty() || scheduler.isEmpty() || application.isEmpty()) {
            return;
        }
        List<String> pacers =
                Applications.find(application.get().type()).orElseThrow().pacers();
        String name = scheduler.get().spec().name();
        // What stands in classes, or comes from a plug-in, may pace: that is for who writes it to know.
        boolean isKnown = PacketSchedulers.find(name).isPresent()
                && scheduler.get().classes().isEmpty();
        if (!pacers.isEmpty() && isKnown && !pacers.contains(name)) {
            server.get()
                    .problem(
                            ServerFormat.SCHEDULER,
                            name + " does not heed what " + application.get().type()
                                    + " asks of its sockets, and would not pace; these do: "
                                    + String.join(", ", pacers));
        }
    }

    private <T> Optional<T> ofServer(Field<T> field) {
        return root.find(ScenarioFormat.SERVER).flatMap(server -> server.find(field));
    }

    /** Who takes a core for the packet scheduler alone must leave another one. */
    private void checkIsolation() {
        Optional<Entries> server = root.find(ScenarioFormat.SERVER);
        Optional<Long> cores = ofServer(ServerFormat.CORES);
        boolean isIsolated = ofServer(ServerFormat.ISOLATE_PACING).orElse(false);
        if (isIsolated && cores.isPresent() && cores.get() < 2) {
            server.orElseThrow()
                    .problem(
                            ServerFormat.ISOLATE_PACING,
                            "a core for the packet scheduler alone leaves none for the rest: 'cores' is at least 2 with it");
        }
    }

    /** What only one packet scheduler before all queues can keep, or what it has to itself, is not for several of them. */
    private void checkMq() {
        Optional<Entries> server = root.find(ScenarioFormat.SERVER);
        boolean isMq = ofServer(ServerFormat.NIC).map(Scenario.NicSpec::isMq).orElse(false);
        if (!isMq) {
            return;
        }
        Entries written = server.orElseThrow();
        written.find(ServerFormat.SCHEDULER)
                .filter(SchedulerSetup::promises)
                .ifPresent(setup -> written.problem(
                        ServerFormat.SCHEDULER,
                        TransmitSettings.whyNotForEachQueue(setup.spec().name()) + "; leave out 'nic.mq' with it"));
        if (written.find(ServerFormat.ISOLATE_PACING).orElse(false)) {
            written.problem(
                    ServerFormat.ISOLATE_PACING,
                    "one core is for one packet scheduler: with 'nic.mq' each queue has one, which sends on the queue's core");
        }
    }

    /** Adds the files of the server; false when some of them are wrong. */
    private boolean addFiles(ServedFiles files) {
        Optional<Entries> server = root.find(ScenarioFormat.SERVER);
        Optional<List<FileDraft>> drafts = ofServer(ServerFormat.FILES);
        if (server.isEmpty() || drafts.isEmpty()) {
            return false;
        }
        int before = root.problems().count();
        drafts.get().forEach(files::add);
        Node written = server.get().spot(ServerFormat.FILES).node();
        boolean allWereRead = !(written instanceof Node.Sequence sequence)
                || sequence.items().size() == drafts.get().size();
        return allWereRead && root.problems().count() == before;
    }

    private List<Scenario.ClientGroup> groups(GroupBinder binder) {
        return root.getOr(ScenarioFormat.CLIENTS, List.<Entries>of()).stream()
                .map(binder::bind)
                .flatMap(Optional::stream)
                .toList();
    }

    private List<FaultSetup> faults(FaultBinder binder) {
        return root.getOr(ScenarioFormat.FAULTS, List.<FaultsFormat.Draft>of()).stream()
                .flatMap(draft -> binder.bind(draft).stream())
                .toList();
    }

    /** The expectations; unchecked when a group has no name, since then some metrics are not known. */
    private List<Scenario.Expectation> expectations() {
        Map<String, Boolean> groups = new LinkedHashMap<>();
        for (Entries group : root.getOr(ScenarioFormat.CLIENTS, List.<Entries>of())) {
            Optional<String> name = group.find(ClientsFormat.GROUP);
            if (name.isEmpty()) {
                return List.of();
            }
            groups.put(name.get(), group.isGiven(ClientsFormat.PLAYOUT));
        }
        Optional<Metrics.Machine> machine = root.find(ScenarioFormat.SERVER).flatMap(this::machine);
        if (machine.isEmpty()) {
            return List.of();
        }
        Set<String> metrics = Metrics.pathsBeforeRun(machine.get(), groups, SyscallTable.names());
        ExpectationBinder binder = new ExpectationBinder(metrics);
        return root.getOr(ScenarioFormat.EXPECT, List.<Entries>of()).stream()
                .map(binder::bind)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty when it is not known what is measured of it. */
    private Optional<Metrics.Machine> machine(Entries server) {
        Optional<Long> cores = server.find(ServerFormat.CORES);
        Optional<Scenario.NicSpec> nic = server.find(ServerFormat.NIC);
        boolean isLoadWrong = server.isGiven(ServerFormat.LOAD)
                && server.find(ServerFormat.LOAD).isEmpty();
        return cores.isEmpty() || nic.isEmpty() || isLoadWrong
                ? Optional.empty()
                : Optional.of(new Metrics.Machine(
                        Math.toIntExact(cores.get()),
                        Stream.of(
                                        Stream.of(Testbed.SERVER_PROCESS),
                                        server.getOr(ServerFormat.LOAD, List.<Scenario.Load>of()).stream()
                                                .map(Scenario.Load::name),
                                        Stream.of(Metrics.SOFT_THREADS))
                                .flatMap(names -> names)
                                .toList(),
                        nic.get().options().queues()));
    }

    private static Scenario.Server server(Entries server, ServedFiles files) {
        return new Scenario.Server(
                server.get(ServerFormat.MACHINE),
                Math.toIntExact(server.get(ServerFormat.CORES)),
                server.getOr(ServerFormat.ISOLATE_PACING, false),
                server.get(ServerFormat.STORAGE),
                server.get(ServerFormat.NIC),
                server.get(ServerFormat.SCHEDULER),
                server.get(ServerFormat.APPLICATION),
                files.all(),
                server.getOr(ServerFormat.LOAD, List.of()));
    }

    private void checkLoad() {
        Optional<Entries> server = root.find(ScenarioFormat.SERVER);
        if (server.isPresent() && server.get().isGiven(ServerFormat.LOAD)) {
            LoadBinder load = new LoadBinder(server.get());
            load.checkNames();
            server.get().find(ServerFormat.CORES).ifPresent(load::checkCores);
        }
    }
}
