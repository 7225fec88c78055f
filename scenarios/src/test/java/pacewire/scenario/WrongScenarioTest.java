package pacewire.scenario;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Each wrong file gives exactly these problems, each with its line, column, key path, what was found and what is allowed. */
class WrongScenarioTest {
    /** Line 1 is the title; the cases below change one place of it. */
    private static final String RIGHT = """
            scenario: Two viewers
            duration: 10 s
            warmUp: 1 s
            server:
              machine: linux-6
              cores: 4
              storage: {type: nvme, pageCache: 16 GB, warm: true}
              nic: {rate: 10 Gbps, ring: 512}
              scheduler: {type: fifo, limit: 100 packets}
              application: {type: transmit}
              files:
                - {name: "movie-{1..50}", size: 700 MB}
                - {name: talk, frames: talk.frames.txt}
            clients:
              - group: viewers
                count: 2
                arrivals: {type: poisson, rate: 100/s}
                requests: {files: ["movie-*"], bytes: 5 MB, minRate: 5 Mbps, maxRate: 5 Mbps}
                playout: {rate: 5 Mbps, buffer: 500 ms}
                access: {rate: 50 Mbps, delay: 15 ms, loss: 0.01 %}
              - group: talkers
                count: 1
                arrivals: {type: constant, interval: 10 ms}
                requests: {files: [talk]}
                access: {rate: 50 Mbps, delay: 15 ms}
            expect:
              - {metric: groups.viewers.departureErrorUs.p99, atMost: 2 ms}
            """;

    @TempDir
    Path folder;

    record Case(String name, String text, String problems) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case change(String name, String from, String to, String... problems) {
        assertThat(RIGHT).contains(from);
        return new Case(name, RIGHT.replace(from, to), String.join("\n", problems));
    }

    static Stream<Case> wrong() {
        return Stream.of(
                change(
                        "a word where a number belongs",
                        "cores: 4",
                        "cores: four",
                        "x.yaml:6:10: server.cores: found 'four'; this is a whole number from 1 to 1024"),
                change(
                        "an unknown key, near a known one",
                        "cores: 4",
                        "cors: 4",
                        "x.yaml:6:3: server.cors: unknown key 'cors'; did you mean 'cores'? (the keys here are: machine, cores, isolatePacing, storage, nic, scheduler, application, files, load)"),
                change(
                        "a number below its range",
                        "cores: 4",
                        "cores: 0",
                        "x.yaml:6:10: server.cores: found '0'; this is a whole number from 1 to 1024"),
                change(
                        "a repeated key",
                        "cores: 4",
                        "cores: 4\n  cores: 5",
                        "x.yaml:7:3: server.cores: found 'cores' again; it stands at line 6, column 3 already, and a key stands once"),
                change(
                        "a key without a value",
                        "cores: 4",
                        "cores:\n",
                        "x.yaml:6:9: server.cores: found nothing; 'cores' is a whole number from 1 to 1024"),
                change(
                        "an alias",
                        "cores: 4",
                        "cores: *x",
                        "x.yaml:6:10: server.cores: found an alias; write the value out: scenario files have no '*' aliases"),
                change(
                        "a tag",
                        "cores: 4",
                        "cores: !!int 4",
                        "x.yaml:6:10: server.cores: found a tag; scenario files have no '!' tags"),
                change(
                        "a core of its own for pacing, and no other",
                        "cores: 4",
                        "cores: 1\n  isolatePacing: true",
                        "x.yaml:7:18: server.isolatePacing: found 'true'; a core for the packet scheduler alone leaves none for the rest: 'cores' is at least 2 with it"),
                change(
                        "load on a core that there is not",
                        "cores: 4",
                        "cores: 4\n  load: [{name: busy, cores: [0, 4]}]",
                        "x.yaml:7:34: server.load[0].cores[1]: found '4'; the server's cores are 0 to 3"),
                change(
                        "load with the name of another process",
                        "cores: 4",
                        "cores: 4\n  load: [{name: busy}, {name: server}, {name: busy}]",
                        "x.yaml:7:31: server.load[1].name: found 'server'; this is a name of its own: another process is called so (taken: server, ksoftirqd, busy)",
                        "x.yaml:7:47: server.load[2].name: found 'busy'; this is a name of its own: another process is called so (taken: server, ksoftirqd, busy, server)"),
                change(
                        "isolation of what kind",
                        "cores: 4",
                        "cores: 4\n  isolatePacing: 3",
                        "x.yaml:7:18: server.isolatePacing: found '3'; this is true or false"),
                change("a tab", "cores: 4", "\tcores: 4", "x.yaml:6:3: found a tab; YAML indents with spaces"),
                change(
                        "broken YAML",
                        "cores: 4",
                        "cores: [4",
                        "x.yaml:7:10: this is not YAML: expected ',' or ']', but got :"),
                change(
                        "a quantity without a unit",
                        "duration: 10 s",
                        "duration: 10",
                        "x.yaml:2:11: duration: '10' has no unit; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)"),
                change(
                        "a unit of another kind",
                        "duration: 10 s",
                        "duration: 10 Mbps",
                        "x.yaml:2:11: duration: '10 Mbps' has the unit 'Mbps'; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)"),
                change(
                        "a duration that overflows",
                        "duration: 10 s",
                        "duration: 3000000 h",
                        "x.yaml:2:11: duration: '3000000 h' is too large; the largest is 2562 h"),
                change(
                        "a duration that is no number",
                        "duration: 10 s",
                        "duration: .nan",
                        "x.yaml:2:11: duration: '.nan' is not a time such as '5 us' (units: ps, ns, us, ms, s, min, h)"),
                change(
                        "a warm-up longer than the run",
                        "duration: 10 s",
                        "duration: 500 ms",
                        "x.yaml:3:9: warmUp: found '1 s'; the warm-up ends before the duration, which is 500 ms"),
                change(
                        "a required key left out",
                        "duration: 10 s\n",
                        "",
                        "x.yaml:1:1: duration: found nothing; 'duration' is required: a time such as '5 us'"),
                change(
                        "a negative rate",
                        "access: {rate: 50 Mbps, delay: 15 ms, loss",
                        "access: {rate: -5 Mbps, delay: 15 ms, loss",
                        "x.yaml:20:20: clients[0].access.rate: found '-5 Mbps'; a data rate must be from 1 bps to 10 Tbps"),
                change(
                        "a share without a unit",
                        "0.01 %",
                        "0.01",
                        "x.yaml:20:49: clients[0].access.loss: '0.01' has no unit; expected a share such as '25 %' (units: ppb, ppm, %)"),
                change(
                        "a share above the whole",
                        "0.01 %",
                        "101 %",
                        "x.yaml:20:49: clients[0].access.loss: found '101 %'; a share must be from 0 to 100 %"),
                change(
                        "an unknown packet scheduler",
                        "type: fifo",
                        "type: jiter-edf",
                        "x.yaml:9:21: server.scheduler.type: found 'jiter-edf'; did you mean 'jitter-edf'? A packet scheduler is one of: "
                                + PacketSchedulers.all().stream()
                                        .map(SchedulerSpec::name)
                                        .collect(Collectors.joining(", "))),
                change(
                        "an unknown parameter",
                        "limit: 100",
                        "limt: 100",
                        "x.yaml:9:27: server.scheduler.limt: unknown key 'limt'; did you mean 'limit'? (the keys here are: type, limit, limitBytes)"),
                change(
                        "a parameter below its range",
                        "limit: 100 packets",
                        "limit: 0 packets",
                        "x.yaml:9:34: server.scheduler.limit: '0 packets' is out of range; allowed: a number of packets, at least 1 packet"),
                change(
                        "a parameter without a unit",
                        "limit: 100 packets",
                        "limit: 100",
                        "x.yaml:9:34: server.scheduler.limit: '100' has no unit; expected a number of packets such as '1000 packets' (units: packets, packet)"),
                change(
                        "a packet scheduler that is no mapping",
                        "scheduler: {type: fifo, limit: 100 packets}",
                        "scheduler: fifo",
                        "x.yaml:9:14: server.scheduler: found 'fifo'; this is a packet scheduler such as {type: "
                                + PacketSchedulers.all().get(0).name() + "}"),
                change(
                        "an unknown detail",
                        "warmUp: 1 s",
                        "detail: groups",
                        "x.yaml:3:9: detail: found 'groups'; did you mean 'group'? A detail is one of: client, group"),
                change(
                        "an unknown machine",
                        "linux-6",
                        "linux-7",
                        "x.yaml:5:12: server.machine: found 'linux-7'; did you mean 'linux-6'? A machine profile (or the path of one, .yaml) is one of: linux-6, linux-3-2012, solaris-10-2005, cloud-vm, embedded-a53, ideal"),
                change(
                        "an unknown disk",
                        "nvme",
                        "nvm",
                        "x.yaml:7:19: server.storage.type: found 'nvm'; did you mean 'nvme'? A disk is one of: nvme, sata-ssd, hdd-7200"),
                change(
                        "a flag that is neither true nor false",
                        "warm: true",
                        "warm: yes",
                        "x.yaml:7:49: server.storage.warm: found 'yes'; this is true or false"),
                change(
                        "an unknown application",
                        "transmit",
                        "transmits",
                        "x.yaml:10:23: server.application.type: found 'transmits'; did you mean 'transmit'? An application is one of: transmit, sleep-sendto, epoll-timer, burst-sendmmsg, pacing-rate, txtime, sendfile-tcp"),
                change(
                        "a packet scheduler that promises before each queue",
                        "ring: 512}\n  scheduler: {type: fifo, limit: 100 packets}",
                        "ring: 512, queues: 4, mq: true}\n  scheduler: {type: jitter-edf}",
                        "x.yaml:9:14: server.scheduler: found a mapping; jitter-edf promises what only one packet scheduler before all queues can keep: before each queue there would be several, none knows what the others promised, and the NIC takes the queues in turns, whatever their deadlines; leave out 'nic.mq' with it"),
                change(
                        "a core for one packet scheduler, of which there are several",
                        "ring: 512}",
                        "ring: 512, mq: true}\n  isolatePacing: true",
                        "x.yaml:9:18: server.isolatePacing: found 'true'; one core is for one packet scheduler: with 'nic.mq' each queue has one, which sends on the queue's core"),
                change(
                        "a choice of queues that there is not",
                        "ring: 512",
                        "ring: 512, queueChoice: cpu",
                        "x.yaml:8:48: server.nic.queueChoice: found 'cpu'; a choice of transmit queues is one of: core, hash"),
                change(
                        "a ring without descriptors",
                        "ring: 512",
                        "ring: 0",
                        "x.yaml:8:30: server.nic.ring: found '0'; this is a whole number from 1 to 65536"),
                change(
                        "a file that nobody serves",
                        "[\"movie-*\"]",
                        "[\"film-*\"]",
                        "x.yaml:18:24: clients[0].requests.files[0]: no file is called 'film-*' (the server's files are: movie-1, movie-2, … talk, 51 in all)"),
                change(
                        "a file that nobody serves, near one that is",
                        "[\"movie-*\"]",
                        "[\"movei-*\"]",
                        "x.yaml:18:24: clients[0].requests.files[0]: no file is called 'movei-*'; did you mean 'movie-*'? (the server's files are: movie-1, movie-2, … talk, 51 in all)"),
                change(
                        "no file asked for",
                        "[\"movie-*\"]",
                        "[]",
                        "x.yaml:18:23: clients[0].requests.files: found an empty list; this is a list with at least one item: a file name or a pattern such as \"movie-*\""),
                change(
                        "zero clients",
                        "count: 2",
                        "count: 0",
                        "x.yaml:16:12: clients[0].count: found '0'; this is a whole number from 1 to 10000000"),
                change(
                        "clients with a unit",
                        "count: 2",
                        "count: 2 clients",
                        "x.yaml:16:12: clients[0].count: found '2 clients'; this is a whole number from 1 to 10000000"),
                change(
                        "clients without a count",
                        "    count: 2\n",
                        "",
                        "x.yaml:15:5: clients[0].count: found nothing; 'count' is required: the number of clients"),
                change(
                        "a group twice",
                        "group: talkers",
                        "group: viewers",
                        "x.yaml:21:12: clients[1].group: found 'viewers'; names differ, and the group at line 15 has this one"),
                change(
                        "a group whose name would break paths",
                        "group: talkers",
                        "group: the.talkers",
                        "x.yaml:21:12: clients[1].group: found 'the.talkers'; this is a name of letters, digits, '-' and '_'"),
                change(
                        "more bytes than a file holds",
                        "bytes: 5 MB",
                        "bytes: 5 GB",
                        "x.yaml:18:43: clients[0].requests.bytes: found '5 GB'; 'movie-1' holds 700 MB and no more"),
                change(
                        "more files than there are",
                        "bytes: 5 MB",
                        "bytes: 5 MB, perRequest: 51",
                        "x.yaml:18:61: clients[0].requests.perRequest: found '51'; a request is for different files, and 'files' names 50 of the server's"),
                change(
                        "a least rate above the greatest",
                        "minRate: 5 Mbps",
                        "minRate: 6 Mbps",
                        "x.yaml:18:58: clients[0].requests.minRate: found '6 Mbps'; 'minRate' is at most 'maxRate', which is 5 Mbps"),
                change(
                        "a rate for a recorded video",
                        "files: [talk]",
                        "files: [talk], minRate: 1 Mbps",
                        "x.yaml:24:40: clients[1].requests.minRate: found '1 Mbps'; every file asked for is a recorded video, whose time stamps say when each byte is due: leave 'minRate' out"),
                change(
                        "a priority above the highest",
                        "files: [talk]",
                        "files: [talk], priority: 8",
                        "x.yaml:24:41: clients[1].requests.priority: found '8'; this is a whole number from 0 to 7"),
                change(
                        "a weight of nothing",
                        "files: [talk]",
                        "files: [talk], weight: 0",
                        "x.yaml:24:39: clients[1].requests.weight: found '0'; this is a whole number from 1 to 1000"),
                change(
                        "a player without a rate",
                        "playout: {rate: 5 Mbps, buffer",
                        "playout: {buffer",
                        "x.yaml:19:14: clients[0].playout.rate: found nothing; 'rate' is required here: only a recorded video says itself how fast it is played"),
                change(
                        "neither access links nor none",
                        "access: {rate: 50 Mbps, delay: 15 ms}",
                        "access: nothing",
                        "x.yaml:25:13: clients[1].access: found 'nothing'; this is a mapping with the keys rate, uplinkRate,"
                                + " capacityTrace, delay, jitter, loss, reorder, queue, or 'none'"),
                change(
                        "an access link without a rate",
                        "access: {rate: 50 Mbps, delay: 15 ms}",
                        "access: {delay: 15 ms}",
                        "x.yaml:25:13: clients[1].access: found none of them; exactly one of 'rate', 'capacityTrace' is given here"),
                change(
                        "an access link with two rates",
                        "access: {rate: 50 Mbps, delay: 15 ms}",
                        "access: {rate: 5 Mbps, capacityTrace: lte.mahi, delay: 15 ms}",
                        "x.yaml:25:43: clients[1].access: found both 'rate' and 'capacityTrace'; exactly one of 'rate', 'capacityTrace' is given here"),
                change(
                        "a capacity trace malformed at a line",
                        "access: {rate: 50 Mbps, delay: 15 ms}",
                        "access: {capacityTrace: broken.mahi, delay: 15 ms}",
                        "broken.mahi:3: clients[1].access.capacityTrace: found '4'; times never descend, and the one before is 5"),
                change(
                        "a trace that is missing",
                        "talk.frames.txt",
                        "no.frames.txt",
                        "x.yaml:13:28: server.files[1].frames: found 'no.frames.txt'; there is no such file (paths are relative to the scenario's folder)"),
                change(
                        "a trace that is a folder",
                        "talk.frames.txt",
                        ".",
                        "x.yaml:13:28: server.files[1].frames: found '.'; this is a folder, not a file"),
                change(
                        "a frame trace malformed at a line",
                        "talk.frames.txt",
                        "broken.frames.txt",
                        "broken.frames.txt:3: server.files[1].frames: found '1 U 0. 0.040'; a frame is: number, type, an unused column, time stamp in s, size in bytes (comments begin with %)"),
                change(
                        "a file with two sizes",
                        "frames: talk.frames.txt",
                        "frames: talk.frames.txt, size: 5 MB",
                        "x.yaml:13:28: server.files[1]: found both 'size' and 'frames'; exactly one of 'size', 'frames' is given here"),
                change(
                        "a file twice",
                        "name: talk",
                        "name: movie-7",
                        "x.yaml:13:14: server.files[1].name: found 'movie-7'; the server has a file 'movie-7' already"),
                change(
                        "a range that descends",
                        "{1..50}",
                        "{50..1}",
                        "x.yaml:12:14: server.files[0].name: found 'movie-{50..1}'; a range ascends, and {50..1} does not"),
                change(
                        "a range that is none",
                        "{1..50}",
                        "{a..b}",
                        "x.yaml:12:14: server.files[0].name: found 'movie-{a..b}'; braces hold a range such as {1..50}"),
                change(
                        "too many files",
                        "{1..50}",
                        "{1..500000}",
                        "x.yaml:12:14: server.files[0].name: found 'movie-{1..500000}'; these are 500000 names; allowed: 100000"),
                change(
                        "an expectation on a metric that does not exist",
                        "departureErrorUs.p99",
                        "depatureErrorUs.p99",
                        "x.yaml:27:14: expect[0].metric: found 'groups.viewers.depatureErrorUs.p99'; a run of this scenario has no such metric; did you mean 'groups.viewers.departureErrorUs.p99'?"),
                change(
                        "an expectation on a whole distribution",
                        "departureErrorUs.p99",
                        "departureErrorUs",
                        "x.yaml:27:14: expect[0].metric: found 'groups.viewers.departureErrorUs'; this is no single number: add one of count, min, mean, p50, p90, p99, p999, max"),
                change(
                        "a bound without a unit",
                        "atMost: 2 ms",
                        "atMost: 2",
                        "x.yaml:27:59: expect[0].atMost: '2' has no unit; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)"),
                change(
                        "a bound with another kind of unit",
                        "atMost: 2 ms",
                        "atMost: 2 Mbps",
                        "x.yaml:27:59: expect[0].atMost: '2 Mbps' has the unit 'Mbps'; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)"),
                change(
                        "a unit where things are counted",
                        "departureErrorUs.p99, atMost: 2 ms",
                        "requests, equals: 2 s",
                        "x.yaml:27:47: expect[0].equals: '2 s' is not a whole number without a unit, such as 200"),
                change(
                        "an expectation without a bound",
                        ", atMost: 2 ms",
                        "",
                        "x.yaml:27:5: expect[0]: found none of them; exactly one of 'atMost', 'atLeast', 'equals' is given here"),
                change(
                        "an unknown arrival process",
                        "{type: poisson, rate: 100/s}",
                        "{type: poison, rate: 100/s}",
                        "x.yaml:17:22: clients[0].arrivals.type: found 'poison'; did you mean 'poisson'? An arrival process is one of: poisson, constant, distribution, access-log"),
                change(
                        "an arrival process without a type",
                        "{type: poisson, rate: 100/s}",
                        "{rate: 100/s}",
                        "x.yaml:17:15: clients[0].arrivals.type: found nothing; 'type' is required: an arrival process, one of: poisson, constant, distribution, access-log"),
                change(
                        "an access log malformed at a line",
                        "{type: poisson, rate: 100/s}",
                        "{type: access-log, file: broken.log}",
                        "broken.log:1: clients[0].arrivals.file: found '17/May/2015:10:05:03'; a time is like [17/May/2015:10:05:03 +0000]"),
                change(
                        "an access log with files and too many clients",
                        "{type: poisson, rate: 100/s}",
                        "{type: access-log, file: good.log}",
                        "x.yaml:16:12: clients[0].count: found '2'; the access log has 1 requests, and each client makes one",
                        "x.yaml:18:23: clients[0].requests.files: found a list; an access log says itself what is asked for: leave 'files' out",
                        "x.yaml:18:43: clients[0].requests.bytes: found '5 MB'; an access log says itself what is asked for: leave 'bytes' out"),
                change(
                        "gaps of no time",
                        "{type: poisson, rate: 100/s}",
                        "{type: distribution, gap: {type: constant, value: 0 s}}",
                        "x.yaml:17:41: clients[0].arrivals.gap: found a mapping; a gap that is always the same is above zero"),
                change(
                        "a distribution upside down",
                        "loss: 0.01 %",
                        "jitter: {type: uniform, min: 2 ms, max: 1 ms}",
                        "x.yaml:20:72: clients[0].access.jitter.min: found '2 ms'; 'min' is at most 'max'"),
                change(
                        "a distribution without units",
                        "loss: 0.01 %",
                        "jitter: {type: normal, mean: 2, sd: 1 ms}",
                        "x.yaml:20:72: clients[0].access.jitter.mean: '2' has no unit; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)"),
                change(
                        "a shape that is not positive",
                        "loss: 0.01 %",
                        "jitter: {type: pareto, scale: 2 ms, shape: -1}",
                        "x.yaml:20:86: clients[0].access.jitter.shape: found '-1'; this is a number above 0, such as 1.5"),
                change(
                        "a second document",
                        "server:",
                        "---\nserver:",
                        "x.yaml:5:1: found a second document; a file holds one"),
                change(
                        "a router that sorts by what transfers asked for",
                        "expect:",
                        "network: {core: {queue: {type: prio, classes: [{name: a, queue: {type: prio,"
                                + " classes: [{name: b, match: {paced: true}}]}}]}}}\nexpect:",
                        "x.yaml:26:25: network.core.queue: found a mapping; only the server's packet scheduler knows what transfers asked for ('minRate', 'maxRate', 'maxJitter', 'maxDelay', and whether they are 'paced'): here filters match by group, application, port, DSCP or priority"),
                change(
                        "an unknown key at the top, and a mapping for a list",
                        "expect:",
                        "expect: {}\nexpct:",
                        "x.yaml:26:9: expect: found a mapping; this is a list; an item is a mapping with the keys metric, atMost, atLeast, equals",
                        "x.yaml:27:1: expct: unknown key 'expct'; did you mean 'expect'? (the keys here are: scenario, description, seed, duration, warmUp, detail, server, clients, network, faults, expect)"),
                change(
                        "an empty file",
                        RIGHT,
                        "",
                        "x.yaml:1:1: found an empty file; a scenario is a mapping of keys to values"),
                change(
                        "a file with a comment only",
                        RIGHT,
                        "# nothing\n",
                        "x.yaml:1:1: found an empty file; a scenario is a mapping of keys to values"),
                change(
                        "a list at the top",
                        RIGHT,
                        "- a list\n",
                        "x.yaml:1:1: found a list; this is a mapping with the keys scenario, description, seed, duration, warmUp, detail, server, clients, network, faults, expect"),
                change(
                        "a text at the top",
                        RIGHT,
                        "just text\n",
                        "x.yaml:1:1: found 'just text'; this is a mapping with the keys scenario, description, seed, duration, warmUp, detail, server, clients, network, faults, expect"),
                change(
                        "an empty mapping",
                        RIGHT,
                        "{}\n",
                        "x.yaml:1:1: scenario: found nothing; 'scenario' is required: a title of one line",
                        "x.yaml:1:1: duration: found nothing; 'duration' is required: a time such as '5 us'",
                        "x.yaml:1:1: server: found nothing; 'server' is required: a mapping with the keys machine, cores, isolatePacing, storage, nic, scheduler, application, files, load",
                        "x.yaml:1:1: clients: found nothing; 'clients' is required: a list with at least one item: a mapping with the keys group, count, arrivals, requests, playout, access"),
                change(
                        "an empty title",
                        "scenario: Two viewers",
                        "scenario: \"\"",
                        "x.yaml:1:11: scenario: found ''; this is a title of one line"),
                change(
                        "a group without a name",
                        "  - group: viewers\n",
                        "  - grup: viewers\n",
                        "x.yaml:15:5: clients[0].group: found nothing; 'group' is required: a name of letters, digits, '-' and '_'",
                        "x.yaml:15:5: clients[0].grup: unknown key 'grup'; did you mean 'group'? (the keys here are: group, count, arrivals, requests, playout, access)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isRefusedWithExactPlaces(Case wrong) throws IOException {
        Files.writeString(folder.resolve("talk.frames.txt"), "% comment\n0 U 0. 0.000 1000\n1 U 0. 0.040 2000\n");
        Files.writeString(folder.resolve("broken.frames.txt"), "% comment\n0 U 0. 0.000 1000\n1 U 0. 0.040\n");
        Files.writeString(folder.resolve("lte.mahi"), "0\n5\n5\n12\n");
        Files.writeString(folder.resolve("broken.mahi"), "0\n5\n4\n12\n");
        Files.writeString(
                folder.resolve("broken.log"), "1.2.3.4 - - [17/May/2015:10:05:03] \"GET / HTTP/1.1\" 200 5\n");
        Files.writeString(
                folder.resolve("good.log"), "1.2.3.4 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5\n");
        Path file = Files.writeString(folder.resolve("x.yaml"), wrong.text());
        ScenarioException refused = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioReader.read(file, List.of(), OptionalLong.empty()));
        assertThat(refused).isNotNull();
        assertThat(refused.problems().stream()
                        .map(problem -> problem.toString().replace(folder + File.separator, ""))
                        .collect(Collectors.joining("\n")))
                .isEqualTo(wrong.problems());
    }
}
