package pacewire.report.chart;

import java.awt.Color;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import pacewire.model.packet.DelayPart;

/**
 * A colour for each part of the delay account, the same in every chart: the eight of Okabe and Ito and three beside them for the
 * parts of the server, greys and a dark blue for the network.
 */
final class DelayColours {
    private static final Map<DelayPart, Color> COLOURS = colours();

    private DelayColours() {}

    static Color of(DelayPart part) {
        return Objects.requireNonNull(COLOURS.get(part));
    }

    private static Map<DelayPart, Color> colours() {
        Map<DelayPart, Color> colours = new EnumMap<>(DelayPart.class);
        colours.put(DelayPart.TIMER, new Color(0xD55E00));
        colours.put(DelayPart.RUN_QUEUE, new Color(0xE69F00));
        colours.put(DelayPart.INTERRUPT, new Color(0x8C2D04));
        colours.put(DelayPart.SYSCALL, new Color(0xF0E442));
        colours.put(DelayPart.COPY, new Color(0xCC79A7));
        colours.put(DelayPart.STORAGE, new Color(0x000000));
        colours.put(DelayPart.SOCKET_BUFFER, new Color(0x009E73));
        colours.put(DelayPart.BATCH, new Color(0x7B3294));
        colours.put(DelayPart.SCHEDULER, new Color(0x0072B2));
        colours.put(DelayPart.RING, new Color(0x56B4E9));
        colours.put(DelayPart.LINE, new Color(0x3F7F93));
        colours.put(DelayPart.SERIALISATION, new Color(0x1B3A57));
        colours.put(DelayPart.NETWORK_QUEUE, new Color(0x8A8A8A));
        colours.put(DelayPart.PROPAGATION, new Color(0xD0D0D0));
        return colours;
    }
}
