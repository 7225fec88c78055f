package pacewire.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.model.packet.DelayPart;
import pacewire.report.text.Figures;
import pacewire.report.text.TailText;
import pacewire.report.text.TextTable;
import pacewire.scenario.Scenario;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.PacketBill;
import pacewire.scenario.bill.Tail;

/** The bills of late packets, for people and as a tree for JSON. */
final class BillText {
    private BillText() {}

    /** Of which run they are. */
    static String of(Scenario scenario) {
        return scenario.title() + ", seed " + scenario.seed();
    }

    static List<String> lines(Scenario scenario, Bills bills) {
        List<String> lines = new ArrayList<>();
        lines.add(of(scenario));
        lines.add("");
        if (bills.worst().size() == 1) {
            lines.addAll(one(bills.worst().get(0)));
            return lines;
        }
        lines.add("The packets that left latest");
        lines.addAll(worst(bills.worst()));
        for (Bills.GroupBill group : bills.groups()) {
            lines.add("");
            lines.addAll(group(group));
        }
        return lines;
    }

    private static List<String> one(PacketBill bill) {
        List<String> lines = new ArrayList<>();
        lines.add("packet " + bill.packet() + ", datagram " + bill.sequence() + " for " + bill.client());
        lines.add("ideal instant " + seconds(bill.idealPs()) + ", departure " + seconds(bill.departurePs()) + ": "
                + lateness(bill.errorPs()));
        if (bill.items().isEmpty()) {
            return lines;
        }
        TextTable table = new TextTable("cause", "time", "share");
        for (PacketBill.Item item : bill.items()) {
            table.add(item.cause().words(), micros(item.ps()), Figures.percent((double) item.ps() / bill.errorPs()));
        }
        table.add("sum", micros(bill.errorPs()), Figures.percent(1));
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }

    private static String lateness(long errorPs) {
        if (errorPs == 0) {
            return "on time";
        }
        return errorPs > 0 ? micros(errorPs) + " late" : micros(-errorPs) + " early";
    }

    private static List<String> worst(List<PacketBill> bills) {
        List<DelayPart> causes = new ArrayList<>();
        for (DelayPart part : DelayPart.values()) {
            if (bills.stream().flatMap(bill -> bill.items().stream()).anyMatch(item -> item.cause() == part)) {
                causes.add(part);
            }
        }
        List<String> headers = new ArrayList<>(List.of("client", "datagram", "packet", "ideal instant", "late by"));
        causes.forEach(cause -> headers.add(stacked(cause)));
        TextTable table = new TextTable(headers.toArray(String[]::new));
        for (PacketBill bill : bills) {
            List<String> cells = new ArrayList<>(List.of(
                    bill.client().toString(),
                    Long.toString(bill.sequence()),
                    Long.toString(bill.packet()),
                    seconds(bill.idealPs()),
                    Figures.time(bill.errorPs())));
            causes.forEach(cause -> cells.add(spent(bill, cause)));
            table.add(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    /** To the nanosecond, as {@code strace} shows them. */
    private static String seconds(long ps) {
        return BigDecimal.valueOf(ps, 12).setScale(9, RoundingMode.FLOOR) + " s";
    }

    /** Exact: the parts are to add up on paper, too. */
    private static String micros(long ps) {
        return BigDecimal.valueOf(ps, 6) + " us";
    }

    private static String stacked(DelayPart cause) {
        return cause.words().replace(' ', '\n');
    }

    private static String spent(PacketBill bill, DelayPart cause) {
        return bill.items().stream()
                .filter(item -> item.cause() == cause)
                .findFirst()
                .map(item -> Figures.time(item.ps()))
                .orElse("");
    }

    private static List<String> group(Bills.GroupBill group) {
        List<String> lines = new ArrayList<>();
        if (group.departureErrorPs().isEmpty()) {
            lines.add(group.group() + ": no packet with a place in a schedule left after the warm-up");
            return lines;
        }
        lines.add(group.group() + ": what the packets from a percentile on were late for, of "
                + Figures.count(group.departureErrorPs().count()));
        List<DelayPart> causes = TailText.causes(group.tails());
        List<String> headers = new ArrayList<>(List.of("from", "late by", "mainly"));
        causes.forEach(cause -> headers.add(stacked(cause)));
        TextTable table = new TextTable(headers.toArray(String[]::new));
        for (Tail tail : group.tails()) {
            List<String> cells = new ArrayList<>(List.of(
                    TailText.name(tail),
                    Figures.time(tail.errorPs()),
                    tail.mainCause().map(DelayPart::words).orElse("")));
            causes.forEach(cause -> cells.add(TailText.share(tail, cause)));
            table.add(cells.toArray(String[]::new));
        }
        lines.addAll(table.lines());
        TailText.inWords(group).ifPresent(lines::add);
        return lines;
    }

    /** Times in picoseconds: exact. */
    static Map<String, Object> tree(Bills bills) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("packets", bills.worst().stream().map(BillText::packetTree).toList());
        tree.put("groups", bills.groups().stream().map(BillText::groupTree).toList());
        return tree;
    }

    private static Map<String, Object> packetTree(PacketBill bill) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("packet", bill.packet());
        tree.put("group", bill.client().group());
        tree.put("client", bill.client().number());
        tree.put("datagram", bill.sequence());
        tree.put("idealPs", bill.idealPs());
        tree.put("departurePs", bill.departurePs());
        tree.put("departureErrorPs", bill.errorPs());
        Map<String, Object> causes = new LinkedHashMap<>();
        bill.items().forEach(item -> causes.put(item.cause().key(), item.ps()));
        tree.put("causesPs", causes);
        return tree;
    }

    private static Map<String, Object> groupTree(Bills.GroupBill group) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("group", group.group());
        tree.put("packets", group.departureErrorPs().count());
        List<Map<String, Object>> tails = new ArrayList<>();
        for (Tail tail : group.tails()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("fromPercentile", tail.percent());
            row.put("departureErrorPs", tail.errorPs());
            Map<String, Object> shares = new LinkedHashMap<>();
            tail.shares().forEach((cause, share) -> shares.put(cause.key(), share));
            row.put("shares", shares);
            tails.add(row);
        }
        tree.put("tails", tails);
        return tree;
    }
}
