package pacewire.testkit.mutants;

import java.util.List;

/**
 * Faults that nothing shows but a tree of classes, rows of a table, or a packet that is as long as a quantum.
 */
final class ClassMutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                            "DrrScheduler",
                            "a class has a quantum for each packet instead of each visit",
                            "            isVisiting = true;\n",
                            "",
                            "classes-fair")
                    .in("DrrClasses"),
            Mutant.of(
                            "DrrScheduler",
                            "what a class sends is not charged",
                            "turn.credit -= packet.wireBytes();",
                            "turn.credit -= 0;",
                            "classes-fair")
                    .in("DrrClasses"),
            Mutant.of(
                            "DrrScheduler",
                            "the visit of a class goes on in the next one when it leaves the round",
                            "        round.removeFirst();\n        isVisiting = false;",
                            "        round.removeFirst();",
                            "classes-fair")
                    .in("DrrClasses"),
            Mutant.of(
                            "DrrScheduler",
                            "a class whose packet scheduler held back is not asked again",
                            "        joinThoseThatMaySendAgain(nowPs);\n",
                            "",
                            "named-instant|wake-up")
                    .in("DrrClasses"),
            Mutant.of(
                            "DrrScheduler",
                            "a reset leaves the packet in the hand of a class",
                            "        hand = null;\n        if (held != null) {",
                            "        if (held != null) {",
                            "reset")
                    .in("ClassQueue"),
            Mutant.of(
                            "DrrScheduler",
                            "a flow as long as its quantum waits for the next visit",
                            ": FlowQueues.first(flow).wireBytes() <= flow.credit;",
                            ": FlowQueues.first(flow).wireBytes() < flow.credit;",
                            "guaranteed-rate|served-within|worst-case-fair|short-term-fair")
                    .in("DrrScheduler"),
            Mutant.of(
                            "PrioScheduler",
                            "classes are asked from the last band to the first",
                            "Packet packet = bands.get(band).queue().dequeue(nowPs);",
                            "Packet packet = bands.get(bands.size() - 1 - band).queue().dequeue(nowPs);",
                            "priority-order")
                    .in("PrioClasses"),
            Mutant.of(
                            "PrioScheduler",
                            "a class that holds back keeps all those behind it waiting",
                            "            if (packet != null) {\n                return packet;",
                            "            if (packet != null || bands.get(band).queue().packetCount() > 0) {\n                return packet;",
                            "named-instant|composure")
                    .in("PrioClasses"),
            Mutant.of(
                    "PrioScheduler",
                    "the priority of a transfer is taken the wrong way round",
                    "return Math.min(last, FlowMetrics.HIGHEST_PRIORITY - priority);",
                    "return Math.min(last, priority);",
                    "priority-order"),
            Mutant.of(
                            "PrioScheduler",
                            "of several filters only the first is looked at",
                            "for (int i = 0; i < filters.size(); i++) {",
                            "for (int i = 0; i < Math.min(1, filters.size()); i++) {",
                            "priority-order")
                    .in("ClassTree"),
            Mutant.of(
                            "PifoScheduler",
                            "the weight of a class counts for nothing",
                            "child.finish = start + bytes * child.partsOfAByte;",
                            "child.finish = start + bytes * 1000L;",
                            "classes-fair")
                    .in("PifoTree"),
            Mutant.of(
                            "PifoScheduler",
                            "a class that comes back begins where it had stopped",
                            "long start = Math.max(virtualTime, child.finish);",
                            "long start = child.finish;",
                            "classes-fair")
                    .in("PifoTree"),
            Mutant.of(
                            "PifoScheduler",
                            "a reset of the tree leaves the references",
                            "        tree.reset(drops, nowPs);\n        root.reset();",
                            "        tree.reset(drops, nowPs);",
                            "reset|conservation|composure")
                    .in("PifoTree"),
            Mutant.of(
                            "HtbScheduler",
                            "a class borrows beyond its ceil",
                            "            if (!each.ceil.lendsAt(nowPs)) {\n                return null;\n            }\n",
                            "",
                            "class-shaped|named-instant")
                    .in("HtbClass"),
            Mutant.of(
                            "HtbScheduler",
                            "what a class sends is not charged to its ceil",
                            "            each.ceil.take(bytes, nowPs);\n",
                            "",
                            "class-shaped")
                    .in("HtbClass"),
            Mutant.of(
                            "HtbScheduler",
                            "a bucket of a class is charged a byte too little",
                            "long dividend = Math.multiplyExact(bytes, RateClock.PS_PER_BYTE_AT_1_BPS);",
                            "long dividend = Math.multiplyExact(bytes - 1, RateClock.PS_PER_BYTE_AT_1_BPS);",
                            "class-shaped")
                    .in("LendingBucket"),
            Mutant.of(
                            "HtbScheduler",
                            "a reset leaves what classes owe",
                            "        rate.reset();\n        ceil.reset();\n",
                            "",
                            "reset")
                    .in("HtbClass"),
            Mutant.of(
                    "HfscScheduler",
                    "a class whose packet scheduler held back is not asked again",
                    "        activateThoseReady(nowPs);\n        HfscClass urgent",
                    "        HfscClass urgent",
                    "named-instant|wake-up|composure"),
            Mutant.of(
                    "HfscScheduler",
                    "a class begins when it is asked, and not when its packet scheduler gave it a packet",
                    "activate(first, first.beginsPs);",
                    "activate(first, nowPs);",
                    "named-instant|questions|composure"),
            Mutant.of(
                            "HfscScheduler",
                            "the upper limit of a class that has not begun is forgotten",
                            "upperLimit == null ? fromPs : Math.max",
                            "true ? fromPs : Math.max",
                            "named-instant")
                    .in("HfscClass"),
            Mutant.of(
                    "HfscScheduler",
                    "a reset leaves the classes that are waiting to be eligible",
                    "        byEligibleTime.clear();\n",
                    "",
                    "reset|composure"),
            Mutant.of(
                            "TaprioScheduler",
                            "an entry of the gate list contains its own end",
                            "return found >= 0 ? found + 1 : -found - 1;",
                            "return found >= 0 ? found : -found - 1;",
                            "gates|composure")
                    .in("GateSchedule"),
            Mutant.of(
                            "TaprioScheduler",
                            "a packet is sent though its gate closes before it is through",
                            "endPs - openedPs >= durationPs",
                            "endPs - openedPs > 0",
                            "gates")
                    .in("GateSchedule"));

    private ClassMutants() {}
}
