package pacewire.cli.check;

import java.util.Map;

/**
 * What happened to each packet and each flow.
 *
 * @param clock how long the ticks of both logs are, and what their packets are called
 * @param departures every packet on the wire
 * @param drops every packet dropped, as a log; the flow's name ends in {@code !} and the reason
 * @param flows what each flow did: values by name; empty where the metrics say it
 * @param layers digest by layer of all of it
 */
record Packets(
        LogClock clock,
        DepartureLog departures,
        DepartureLog drops,
        Map<String, Map<String, String>> flows,
        Map<String, String> layers) {
    static final char REASON = '!';
}
