package pacewire.model.nic;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NicSettingsTest {
    @Test
    void eachRingNeedsADescriptor() {
        assertRefused(() -> settings(0, 1, 0, 0, 1), "transmit descriptors: 0 is less than 1");
        assertRefused(() -> settings(1, 0, 0, 0, 1), "receive descriptors: 0 is less than 1");
    }

    @Test
    void anInterruptNeedsAFrame() {
        assertRefused(() -> settings(1, 1, 0, 0, 0), "frames of an interrupt: 0 is less than 1");
    }

    @Test
    void noTimeIsNegative() {
        assertRefused(() -> settings(1, 1, -1, 0, 1), "DMA latency: -1 ps is negative");
        assertRefused(() -> settings(1, 1, 0, -1, 1), "interrupt delay: -1 ps is negative");
    }

    private static void settings(int transmit, int receive, long dmaPs, long delayPs, int frames) {
        new NicSettings(NicBench.TEN_GBPS, transmit, receive, dmaPs, delayPs, frames);
    }

    private static void assertRefused(Runnable makes, String message) {
        assertThatThrownBy(makes::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
