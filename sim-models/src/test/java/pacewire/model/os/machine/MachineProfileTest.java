package pacewire.model.os.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MachineProfileTest {
    private static final int DATAGRAM_PAYLOAD = 1472;

    static Stream<MachineProfile> all() {
        return MachineProfiles.all().stream();
    }

    @Test
    void theProfilesThatShipAreFoundByName() {
        assertThat(MachineProfiles.all())
                .extracting(MachineProfile::name)
                .containsExactly("linux-6", "linux-3-2012", "solaris-10-2005", "cloud-vm", "embedded-a53", "ideal");
        assertThat(MachineProfiles.find("linux-6"))
                .hasValueSatisfying(profile -> assertThat(profile.year()).isEqualTo(2024));
        assertThat(MachineProfiles.find("linux")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aProfileStatesEveryItemOnceWithASource(MachineProfile profile) {
        assertThat(profile.costs()).extracting(Cost::item).containsExactly(CostItem.values());
        assertThat(profile.costs()).allSatisfy(cost -> assertThat(cost.source()).hasSizeGreaterThan(20));
        assertThat(profile.summary()).isNotBlank();
    }

    /** Whoever writes a figure either names where it stands or says that it is an estimate. */
    @ParameterizedTest
    @MethodSource("all")
    void aSourceIsAnEstimateOrNamesAWork(MachineProfile profile) {
        assertThat(profile.costs())
                .allSatisfy(cost -> assertThat(cost.source())
                        .containsPattern("estimate|Linux |Solaris|SIGCOMM|USENIX|Intel|AMD|Arm |Texas Instruments"));
    }

    @Test
    void aDatagramOnLinuxTakesSevenTenthsOfAMicrosecondFromTheCacheAndTwiceThatFromAnApplication() {
        MachineProfile linux = profile("linux-6");
        // 60 + 250 + 150 + 120 + 100 ns
        assertThat(transmitPathPs(linux)).isEqualTo(680 * SimTime.NANOSECOND);
        // 200 + 900 + 150 + 120 + 100 ns and the copy: 30 ns + 1472/1024 of 100 ns
        assertThat(sendtoPathPs(linux)).isEqualTo(1_470_000 + 30_000 + 143_750);
    }

    @Test
    void aDatagramOnSolarisTakesFiveTimesAsLong() {
        MachineProfile solaris = profile("solaris-10-2005");
        // 0.4 + 1.6 + 0.5 + 0.9 + 0.3 us
        assertThat(transmitPathPs(solaris)).isEqualTo(3_700 * SimTime.NANOSECOND);
        // 0.4 + 8 + 0.5 + 0.9 + 0.3 us and the copy: 100 ns + 1472/1024 of 700 ns
        assertThat(sendtoPathPs(solaris)).isEqualTo(10_100_000 + 100_000 + 1_006_250);
    }

    @Test
    void aVariantTakesSettingsAsTheyAreAndScalesWork() {
        MachineProfile linux = profile("linux-6");
        MachineProfile slow = new MachineVariant(linux, 250, "a slow clock")
                .with(CostItem.SYSCALL, 7, "estimate: measured by nobody")
                .named("slow", "A slow machine", 2020);

        assertThat(slow.syscallPs()).isEqualTo(7);
        assertThat(slow.contextSwitchPs()).isEqualTo(linux.contextSwitchPs() * 5 / 2);
        assertThat(slow.timerSlackPs()).isEqualTo(linux.timerSlackPs());
        assertThat(slow.descriptors()).isEqualTo(linux.descriptors());
        assertThat(slow.costs())
                .filteredOn(cost -> cost.item() == CostItem.CONTEXT_SWITCH)
                .extracting(Cost::source)
                .containsExactly("estimate: 250 % of linux-6; a slow clock");
        assertThatThrownBy(() -> new MachineVariant(linux, 0, "no clock")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCopyIsChargedByTheByteInExactFractions() {
        MachineProfile linux = profile("linux-6");
        assertThat(linux.copyPs(0)).isEqualTo(30_000);
        assertThat(linux.copyPs(1024)).isEqualTo(130_000);
        // 100,000 / 1024 = 97.66 ps for a byte
        assertThat(linux.copyPs(1)).isEqualTo(30_097);
        assertThat(linux.copyPs(1L << 40)).isEqualTo(30_000 + (1L << 30) * 100_000);
    }

    @Test
    void aSleepOnSolarisEndsOnTheNextTick() {
        MachineProfile solaris = profile("solaris-10-2005");
        long tick = 10 * SimTime.MILLISECOND;
        assertThat(solaris.userTimerExpiryPs(0)).isZero();
        assertThat(solaris.userTimerExpiryPs(1)).isEqualTo(tick);
        assertThat(solaris.userTimerExpiryPs(tick)).isEqualTo(tick);
        assertThat(solaris.userTimerExpiryPs(tick + 1)).isEqualTo(2 * tick);
        assertThat(solaris.timerSlackPs()).isZero();
    }

    @Test
    void aKernelTimerOnSolarisIsFineGrained() {
        assertThat(profile("solaris-10-2005").kernelTimerExpiryPs(12_345_678)).isEqualTo(12_346_000);
    }

    @Test
    void aSleepOnLinuxEndsAtTheNanosecondOrWithinItsSlack() {
        MachineProfile linux = profile("linux-6");
        assertThat(linux.userTimerExpiryPs(1_234_567)).isEqualTo(1_235_000);
        assertThat(linux.timerSlackPs()).isEqualTo(50 * SimTime.MICROSECOND);
    }

    @Test
    void figuresPrintWithTheirUnits() {
        assertThat(new Cost(CostItem.SYSCALL, 1_200_000, "a source").valueText())
                .isEqualTo("1.2 us");
        assertThat(new Cost(CostItem.COPY_PER_KIB, 90_000, "a source").valueText())
                .isEqualTo("90 ns per KiB");
        assertThat(new Cost(CostItem.INTERRUPT_FRAMES, 32, "a source").valueText())
                .isEqualTo("32");
    }

    @Test
    void keysOfItemsAreUnique() {
        assertThat(Arrays.stream(CostItem.values()).map(CostItem::key)).doesNotHaveDuplicates();
    }

    @Test
    void anItemThatIsMissingIsRefused() {
        List<Cost> costs = new ArrayList<>(profile("linux-6").costs());
        costs.removeIf(cost -> cost.item() == CostItem.DOORBELL);
        assertThatThrownBy(() -> new MachineProfile("mine", "A machine", 2024, ThreadScheduling.FAIR, costs))
                .hasMessage("mine does not state doorbell");
    }

    @Test
    void anItemStatedTwiceIsRefused() {
        List<Cost> costs = new ArrayList<>(profile("linux-6").costs());
        costs.add(new Cost(CostItem.DOORBELL, 1, "again"));
        assertThatThrownBy(() -> new MachineProfile("mine", "A machine", 2024, ThreadScheduling.FAIR, costs))
                .hasMessage("mine states doorbell twice");
    }

    @Test
    void aFigureWithoutASourceIsRefused() {
        assertThatThrownBy(() -> new Cost(CostItem.DOORBELL, 1, " "))
                .hasMessage("doorbell needs a value of at least 0 and a source");
    }

    private static MachineProfile profile(String name) {
        return MachineProfiles.find(name).orElseThrow();
    }

    private static long transmitPathPs(MachineProfile machine) {
        return machine.pageLookupPs() + machine.datagramBuildPs() + wirePathPs(machine);
    }

    private static long sendtoPathPs(MachineProfile machine) {
        return machine.syscallPs() + machine.copyPs(DATAGRAM_PAYLOAD) + machine.udpSendPs() + wirePathPs(machine);
    }

    private static long wirePathPs(MachineProfile machine) {
        return machine.schedulerDequeuePs() + machine.driverTransmitPs() + machine.doorbellPs();
    }
}
