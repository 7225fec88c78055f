package pacewire.testkit.mutants;

import java.util.List;
import java.util.stream.Stream;

/**
 * The faults that packet schedulers typically have, one mutant each. What a fault is, is said in the field's words; the
 * property is the one by which the proof kit must know it.
 */
final class Mutants {
    private static final List<Mutant> QUEUES = List.of(
            Mutant.of(
                    "FifoScheduler",
                    "one packet more than the limit",
                    "queue.size() >= limitPackets",
                    "queue.size() > limitPackets",
                    "bounded"),
            Mutant.of(
                    "FifoScheduler",
                    "the byte limit is checked without the new packet",
                    "queue.bytes() > limitBytes - packet.ipBytes()",
                    "queue.bytes() > limitBytes",
                    "bounded"),
            Mutant.of(
                    "FifoScheduler",
                    "one packet less than the limit",
                    "queue.size() >= limitPackets",
                    "queue.size() >= limitPackets - 1",
                    "drops-only-when-full"),
            Mutant.of(
                    "FifoScheduler",
                    "a packet is lost at the limit",
                    "return DropReason.QUEUE_FULL;",
                    "return Verdict.Accepted.ACCEPTED;",
                    "conservation"),
            Mutant.of(
                            "FifoScheduler",
                            "a packet that leaves is still counted",
                            "        packets--;\n        bytes -= first.ipBytes();",
                            "        bytes -= first.ipBytes();",
                            "conservation")
                    .in("../packet/PacketFifo"),
            Mutant.of(
                    "FifoScheduler",
                    "idle while a packet is held: ready a tick late",
                    "return queue.isEmpty() ? NEVER : nowPs;",
                    "return queue.isEmpty() ? NEVER : nowPs + 1;",
                    "named-instant"),
            Mutant.of(
                    "FifoScheduler",
                    "a lost wake-up",
                    "return queue.isEmpty() ? NEVER : nowPs;",
                    "return queue.size() < 2 ? NEVER : nowPs;",
                    "wake-up"),
            Mutant.of("FifoScheduler", "a reset that forgets nothing", "queue.dropAll(drops, nowPs);", "", "reset"));

    private static final List<Mutant> ROUNDS = List.of(
            Mutant.of(
                            "DrrScheduler",
                            "the deficit is kept when the queue empties",
                            "            flow.credit = flavour == Flavour.PAPER ? 0 : quantumOf(flow);\n",
                            "            if (flavour != Flavour.PAPER) {\n                flow.credit = quantumOf(flow);\n            }\n",
                            "short-term-fair|served-within|guaranteed-rate")
                    .and(
                            "            flow.credit = 0;\n            round.removeFirst",
                            "            round.removeFirst"),
            Mutant.of(
                    "DrrScheduler",
                    "a quantum for each packet instead of each visit",
                    "                isVisiting = true;\n",
                    "",
                    "short-term-fair"),
            Mutant.of(
                    "DrrScheduler",
                    "the quantum knows no weight",
                    "return quantum * flow.weight;",
                    "return quantum;",
                    "short-term-fair"),
            Mutant.of(
                    "DrrScheduler",
                    "what was sent is not charged",
                    "flow.credit -= packet.wireBytes();",
                    "flow.credit -= 0;",
                    "short-term-fair"),
            Mutant.of(
                    "DrrScheduler",
                    "a visit goes on when its flow has left the round",
                    "            isVisiting = false;\n            queues.forgetIfIdle(flow);",
                    "            queues.forgetIfIdle(flow);",
                    "short-term-fair"),
            Mutant.of(
                            "DrrScheduler",
                            "a limit of all flows counts one more",
                            "if (packets >= limit) {",
                            "if (packets > limit) {",
                            "bounded")
                    .in("FlowQueues"),
            Mutant.of(
                            "DrrScheduler",
                            "bytes are counted on the wire and not as held",
                            "        packets++;\n        bytes += packet.ipBytes();",
                            "        packets++;\n        bytes += packet.wireBytes() + 1;",
                            "conservation")
                    .in("FlowQueues"),
            Mutant.of(
                    "DrrScheduler",
                    "a reset leaves the round as it was",
                    "        round.clear();\n        isVisiting = false;",
                    "        isVisiting = false;",
                    "reset"),
            Mutant.of(
                    "DrrScheduler",
                    "a visit survives a reset",
                    "        round.clear();\n        isVisiting = false;",
                    "        round.clear();",
                    "reset"),
            Mutant.of(
                    "RoundRobinScheduler",
                    "the pointer is not advanced",
                    "QueuedFlow flow = queues.at(round.removeFirst());",
                    "QueuedFlow flow = queues.at(round.first());\n        if (flow.packets.size() == 1) {\n            round.removeFirst();\n        }",
                    "served-within|short-term-fair|composure"),
            Mutant.of(
                    "RoundRobinScheduler",
                    "a flow that comes stands in the round twice",
                    "if (flow.packets.size() == 1) {",
                    "if (flow.packets.size() <= 2) {",
                    "composure"));

    private static final List<Mutant> RANKS = List.of(
            Mutant.of(
                            "PifoScheduler",
                            "unstable among equal ranks",
                            "(rank == ranks[index] && order < orders[index])",
                            "(rank == ranks[index] && order > orders[index])",
                            "flow-order")
                    .in("PacketHeap"),
            Mutant.of(
                            "PifoScheduler",
                            "the heap looks at three children of four",
                            "Math.min(first + 4, end)",
                            "Math.min(first + 3, end)",
                            "deadline-order|priority-order|flow-order")
                    .in("PacketHeap"),
            Mutant.of(
                            "PifoScheduler",
                            "0 is the highest priority",
                            "case PRIORITY -> -packet.priority;",
                            "case PRIORITY -> packet.priority;",
                            "priority-order")
                    .in("RankFunction"),
            Mutant.of(
                            "PifoScheduler",
                            "ranks of the past survive a reset",
                            "        flows.clear();\n        virtualTime = 0;",
                            "        virtualTime = 0;",
                            "reset")
                    .in("RankFunction"),
            Mutant.of(
                    "SpPifoScheduler",
                    "bounds survive a reset",
                    "        Arrays.fill(bounds, NO_BOUND);\n        ranks.reset();",
                    "        ranks.reset();",
                    "reset"),
            Mutant.of(
                    "SpPifoScheduler",
                    "one packet more than the limit",
                    "if (packets >= limit) {",
                    "if (packets > limit) {",
                    "bounded"),
            Mutant.of(
                    "AfqScheduler",
                    "an idle flow saves its rounds",
                    "Math.max(bidOf(flow), firstRoundOf(flow) * perRound)",
                    "Math.max(bidOf(flow), 0)",
                    "composure|short-term-fair|flow-order"),
            Mutant.of(
                    "AfqScheduler",
                    "the round is not turned when its queue is empty",
                    "        while (queueOf(round).isEmpty()) {\n            endRound();\n        }\n",
                    "        if (queueOf(round).isEmpty()) {\n            endRound();\n        }\n",
                    "composure"),
            Mutant.of(
                            "AfqScheduler",
                            "a place too few before the horizon",
                            "if (ahead >= queues.length) {",
                            "if (ahead > queues.length) {",
                            "short-term-fair|flow-order")
                    .with("bytesPerRound", 50),
            Mutant.of(
                            "AfqScheduler",
                            "bids know no weight",
                            "long perRound = bytesPerRound * flow.weight;",
                            "long perRound = bytesPerRound;",
                            "short-term-fair|composure")
                    .with("bytesPerRound", 100));

    private static final List<Mutant> PACERS = List.of(
            Mutant.of(
                    "CarouselScheduler",
                    "a wheel that rounds down is early",
                    "(departurePs + slotPs - 1) / slotPs;",
                    "departurePs / slotPs;",
                    "never-early"),
            Mutant.of(
                    "CarouselScheduler",
                    "a packet that is due overtakes its flow",
                    "long slot = flow.held > 0 ? Math.max(wantedSlot, flow.lastSlot) : wantedSlot;",
                    "long slot = wantedSlot;",
                    "flow-order"),
            Mutant.of(
                    "CarouselScheduler",
                    "instants beyond the horizon wrap into the past",
                    "place(packet, flow, Math.min(slot, lastSlot));",
                    "place(packet, flow, slot);",
                    "never-early|flow-order|named-instant"),
            Mutant.of(
                    "CarouselScheduler",
                    "a slot stays marked when it is empty",
                    "            full.clear(index);\n            wheel[index] = null;\n            spareQueues.push(queue);\n",
                    "",
                    "composure|named-instant"),
            Mutant.of(
                    "CarouselScheduler",
                    "a wake-up a tick early",
                    "Math.max(nowPs, slotAt(firstFull()) * slotPs);",
                    "Math.max(nowPs, slotAt(firstFull()) * slotPs - 1);",
                    "never-early"),
            Mutant.of(
                            "TbfScheduler",
                            "a wake-up that rounds down is a tick early",
                            "return parts <= bitsPerSecond ? ps + 1 : ps + 2;",
                            "return parts <= bitsPerSecond ? ps : ps + 1;",
                            "shaped")
                    .in("TokenBucket"),
            Mutant.of(
                            "TbfScheduler",
                            "a wake-up a tick late",
                            "            return ps;\n",
                            "            return ps + 1;\n",
                            "greedy|time-shift")
                    .in("TokenBucket"),
            Mutant.of(
                            "TbfScheduler",
                            "tokens are banked while idle",
                            "        if (ps < nowPs) {\n            ps = nowPs;\n            parts = 0;\n        }\n",
                            "",
                            "shaped")
                    .in("RateClock"),
            Mutant.of(
                            "TbfScheduler",
                            "what is below a tick is forgotten at each packet",
                            "parts += dividend % bitsPerSecond;",
                            "parts += 0;",
                            "shaped")
                    .in("RateClock"),
            Mutant.of(
                    "TbfScheduler",
                    "the peak bucket is not charged",
                    "                peakBucket.take(packet.wireBytes(), nowPs);\n",
                    "",
                    "shaped"),
            Mutant.of(
                    "TbfScheduler",
                    "a packet larger than the bucket blocks it",
                    "packet.wireBytes() > largestBytes",
                    "packet.wireBytes() > Integer.MAX_VALUE - 1",
                    "shaped|composure"),
            Mutant.of("TbfScheduler", "a reset leaves the bucket empty", "        bucket.reset();\n", "", "reset"),
            Mutant.of(
                    "LeakyBucketScheduler",
                    "twice the tolerance",
                    "theoreticalArrival.paidPs() - tolerancePs)",
                    "theoreticalArrival.paidPs() - 2 * tolerancePs)",
                    "shaped"),
            Mutant.of(
                    "LeakyBucketScheduler",
                    "a packet leaves before it was asked whether it may",
                    "        if (readyAtPs(nowPs) > nowPs) {\n            return null;\n        }\n",
                    "",
                    "questions|named-instant"),
            Mutant.of(
                    "LeakyBucketScheduler",
                    "time is charged from the turn and not from the departure",
                    "theoreticalArrival.charge(packet.wireBytes(), nowPs);",
                    "theoreticalArrival.charge(packet.wireBytes(), 0);",
                    "shaped"));

    private static final List<Mutant> AQM = List.of(
            Mutant.of(
                            "CodelScheduler",
                            "drops while the sojourn time is below target",
                            "sojournTicks(packet, nowPs) < targetTicks",
                            "sojournTicks(packet, nowPs) < 0",
                            "spares-short-queues")
                    .in("Codel")
                    .with("interval", 20_000_000),
            Mutant.of(
                            "CodelScheduler",
                            "drops the last packets of the backlog",
                            " || settings.isSmall(queue.backlogBytes())",
                            "",
                            "spares-short-queues")
                    .in("Codel"),
            Mutant.of(
                            "CodelScheduler",
                            "the interval does not shrink with the count but by half of it",
                            "            dropNext += stepTicks();\n",
                            "            dropNext += stepTicks() / 2;\n",
                            "signal-spacing")
                    .in("Codel"),
            Mutant.of(
                            "CodelScheduler",
                            "drops packets that could be marked",
                            "if (settings.isMarking() && Ecn.isCapable(packet)) {",
                            "if (settings.isMarking() && !Ecn.isCapable(packet)) {",
                            "marks-instead")
                    .in("Codel"),
            Mutant.of("CodelScheduler", "the state survives a reset", "        codel.reset();\n", "", "reset"));

    private static final List<Mutant> JITTER = List.of(
            Mutant.of(
                            "JitterEdfScheduler",
                            "a packet of a paced flow leaves a tick early",
                            "while (waiting.firstKey() <= nowPs) {",
                            "while (waiting.firstKey() <= nowPs + 1) {",
                            "never-early")
                    .in("WakeUpGate"),
            Mutant.of(
                    "JitterEdfScheduler",
                    "bytes of a packet that leaves stay counted",
                    "        packets--;\n        bytes -= packet.ipBytes();\n        servedFlow",
                    "        packets--;\n        servedFlow",
                    "conservation"),
            Mutant.of(
                    "JitterEdfScheduler",
                    "the gate survives a reset",
                    "        spare = new SpareCapacity(flows);\n        gate = new WakeUpGate(flows);\n    }\n\n    @Override\n    public int packetCount",
                    "        spare = new SpareCapacity(flows);\n    }\n\n    @Override\n    public int packetCount",
                    "reset|composure"));

    private static final List<Mutant> FAIR = List.of(
            Mutant.of(
                            "ScfqScheduler",
                            "a flow that comes late has credit for the time before",
                            "        flow.start.set(virtual);\n        if (resting",
                            "        flow.start.setZero();\n        if (resting",
                            "short-term-fair")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "StfqScheduler",
                            "finish times of a flow without packets are forgotten",
                            "flow.start.setMax(virtual, flow.finish);",
                            "flow.start.set(virtual);",
                            "short-term-fair|guaranteed-rate|served-within|splitting")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "StfqScheduler",
                            "finish times outlive the busy period",
                            "        resting.forgetAll();\n        virtual.setZero();",
                            "        virtual.setZero();",
                            "guaranteed-rate|time-shift|reset|short-term-fair")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "ScfqScheduler",
                            "stamps know no weight",
                            "unit.addBytes(flow.finish, first.wireBytes(), flow.weight);",
                            "unit.addBytes(flow.finish, first.wireBytes(), 1);",
                            "short-term-fair")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "StfqScheduler",
                            "the next packet starts at virtual time and not where the last ended",
                            "            flow.start.set(flow.finish);\n            stampFirst(flow);\n        }\n        resting",
                            "            flow.start.set(virtual);\n            stampFirst(flow);\n        }\n        resting",
                            "short-term-fair")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "StfqScheduler",
                            "flows at rest survive a reset",
                            "        backlogged.clear();\n        resting.clear();",
                            "        backlogged.clear();",
                            "reset|composure")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "StfqScheduler",
                            "virtual time is the finish time",
                            "virtual.set(stamp == Stamp.START ? flow.start : flow.finish);",
                            "virtual.set(flow.finish);",
                            "guaranteed-rate|short-term-fair")
                    .in("SelfClockedScheduler"),
            Mutant.of(
                            "Wf2qPlusScheduler",
                            "< for <= between start and virtual time",
                            "key.high(), key.low()) <= 0;",
                            "key.high(), key.low()) < 0;",
                            "composure|worst-case-fair|guaranteed-rate")
                    .in("TagHeap"),
            Mutant.of(
                    "Wf2qPlusScheduler",
                    "virtual time does not jump to the least start",
                    "            waiting.firstInto(virtual);\n",
                    "",
                    "composure"),
            Mutant.of(
                    "Wf2qPlusScheduler",
                    "packets are picked before their start has come",
                    "while (waiting.hasUpTo(virtual)) {",
                    "while (!waiting.isEmpty()) {",
                    "worst-case-fair"),
            Mutant.of(
                    "Wf2qPlusScheduler",
                    "a flow that comes in the midst of a packet counts from the next one only",
                    "        FairFlow flow = flows.of(packet.flow);\n        followWeights(nowPs);\n",
                    "        FairFlow flow = flows.of(packet.flow);\n",
                    "guaranteed-rate|worst-case-fair"),
            Mutant.of(
                    "Wf2qPlusScheduler",
                    "virtual time runs as if one flow had all weight",
                    "unit.addRest(virtual, bytesOnLine, countedPs, weights);",
                    "unit.addRest(virtual, bytesOnLine, countedPs, 1);",
                    "worst-case-fair|guaranteed-rate"));

    private static final List<Mutant> ENDLESS = List.of(
            Mutant.of(
                            "DrrScheduler",
                            "a packet larger than the quantum is waited for, and its turn never comes",
                            "flow.credit += quantumOf(flow);\n                isVisiting = true;",
                            "flow.credit = quantumOf(flow);\n                isVisiting = true;",
                            "composure")
                    .with("quantum", 500),
            Mutant.of(
                    "FqScheduler",
                    "who has used its credit up is given none",
                    "endTurn(flow);\n            } else if (flow.isEmpty()) {",
                    "continue;\n            } else if (flow.isEmpty()) {",
                    "composure"),
            Mutant.of(
                    "AfqScheduler",
                    "a round that is empty is waited for",
                    "        round++;\n        Bidder",
                    "        Bidder",
                    "composure"),
            Mutant.of(
                    "FifoScheduler",
                    "says that the last packet may leave, and keeps it",
                    "return queue.poll();",
                    "return queue.size() > 1 ? queue.poll() : null;",
                    "named-instant"));

    private static final List<Mutant> DEADLINES = List.of(
            Mutant.of(
                    "PrioScheduler",
                    "band 0 is the last",
                    "        for (PacketScheduler band : bands) {\n            Packet packet = band.dequeue(nowPs);",
                    "        for (int i = bands.length - 1; i >= 0; i--) {\n            Packet packet = bands[i].dequeue(nowPs);",
                    "priority-order"),
            Mutant.of(
                    "PrioScheduler",
                    "only the last band is asked whether it is ready",
                    "readyPs = Math.min(readyPs, band.readyAtPs(nowPs));",
                    "readyPs = band.readyAtPs(nowPs);",
                    "wake-up"),
            Mutant.of(
                    "PrioScheduler",
                    "the packets of the last band count only",
                    "packets += band.packetCount();",
                    "packets = band.packetCount();",
                    "conservation"),
            Mutant.of(
                    "EdfScheduler",
                    "the deadline is read and not followed",
                    "held.add(packet, packet.deadlinePs);",
                    "held.add(packet, nowPs);",
                    "deadline-order"),
            Mutant.of("EdfScheduler", "packets survive a reset", "held.dropAll(drops, nowPs);", "", "reset"),
            Mutant.of(
                    "JitterEddScheduler",
                    "eligible a tick early",
                    "while (held.firstRank() <= nowPs) {",
                    "while (held.firstRank() <= nowPs + 1) {",
                    "never-early|named-instant"),
            Mutant.of(
                    "JitterEddScheduler",
                    "< for <= between eligible time and now",
                    "while (held.firstRank() <= nowPs) {",
                    "while (held.firstRank() < nowPs) {",
                    "composure|named-instant"),
            Mutant.of(
                    "JitterEddScheduler",
                    "by eligible time and not by deadline",
                    "eligible.add(packet, packet.deadlinePs);",
                    "eligible.add(packet, packet.eligiblePs);",
                    "deadline-order"),
            Mutant.of(
                    "RcspScheduler",
                    "a packet that leaves stays counted",
                    "                eligiblePackets--;\n",
                    "",
                    "conservation"),
            Mutant.of(
                    "RcspScheduler",
                    "the regulator's packets are ready at once",
                    "eligiblePackets > 0 ? nowPs : Math.max(nowPs, held.firstRank());",
                    "nowPs;",
                    "composure|named-instant"),
            Mutant.of(
                    "StopAndGoScheduler",
                    "a frame begins a tick early",
                    "Math.max(nowPs, first.eligiblePs);",
                    "Math.max(nowPs, first.eligiblePs - 1);",
                    "never-early"));

    private static final List<Mutant> CLOCKS = List.of(
            Mutant.of(
                    "WfqScheduler",
                    "virtual time stands still between departures of the fluid",
                    "        fluid.advance(nowPs);\n        if (flows.packets()",
                    "        if (flows.packets()",
                    "gps-delay|guaranteed-rate"),
            Mutant.of(
                    "VirtualClockScheduler",
                    "an idle flow banks credit",
                    "flow.finish.setMax(scratch, flow.finish);",
                    "flow.finish.setMax(flow.finish, flow.finish);",
                    "guaranteed-rate|time-shift"),
            Mutant.of(
                    "EtfScheduler",
                    "a tick before the instant that the sender names",
                    "held.firstRank() - deltaPs);",
                    "held.firstRank() - deltaPs - 1);",
                    "never-early"),
            Mutant.of(
                    "SfqScheduler",
                    "pushes out one packet too early",
                    "if (packets <= limit) {",
                    "if (packets < limit) {",
                    "drops-only-when-full"),
            Mutant.of(
                    "SfqScheduler",
                    "a packet pushed out stays counted",
                    "        packets--;\n        bytes -= packet.ipBytes();\n    }\n\n    private void pushOut",
                    "        packets--;\n    }\n\n    private void pushOut",
                    "conservation"));

    private Mutants() {}

    static Stream<Mutant> all() {
        return Stream.of(QUEUES, ENDLESS, ROUNDS, FAIR, RANKS, DEADLINES, CLOCKS, PACERS, AQM, JITTER, ClassMutants.ALL)
                .flatMap(List::stream);
    }
}
