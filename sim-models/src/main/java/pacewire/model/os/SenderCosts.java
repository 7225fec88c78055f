package pacewire.model.os;

import pacewire.model.nic.NicSettings;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.sched.WakeUpLatency;

/** What sending takes on a machine at its worst: admission counts with it. */
final class SenderCosts {
    private SenderCosts() {}

    /** CPU time for each packet, on the core that sends; with a core of its own, others reap what was sent. */
    static long packetPs(MachineProfile profile, boolean isPacingIsolated) {
        return profile.pageLookupPs()
                + profile.datagramBuildPs()
                + profile.schedulerDequeuePs()
                + profile.driverTransmitPs()
                + (isPacingIsolated ? 0 : profile.transmitReclaimPs());
    }

    /** From the instant for which the pacing timer is set to the first packet on the line. */
    static WakeUpLatency wakeUp(MachineProfile profile, boolean isPacingIsolated, NicSettings nic) {
        long awakePs = profile.kernelTimerExpiryPs(1)
                + profile.kernelTimerLatencyPs()
                + profile.timerInterruptPs()
                + profile.nicFetchPs()
                + ByteLimit.longestDelayPs(nic, profile, isPacingIsolated)
                + (isPacingIsolated ? beginPs(profile) : othersPs(profile, nic));
        return new WakeUpLatency(awakePs, profile.idleExitPs(), profile.deepIdleExitPs());
    }

    private static long beginPs(MachineProfile profile) {
        return profile.doorbellPs() + profile.timerProgramPs();
    }

    /** What else comes to a core at the wrong moment: a tick, the NIC's interrupt, a disk's, a packet received. */
    private static long othersPs(MachineProfile profile, NicSettings nic) {
        return profile.tickPs()
                + profile.interruptPs()
                + nic.transmitCoalescing().frames() * profile.transmitReclaimPs()
                + profile.blockRequestPs()
                + profile.receivePacketPs()
                + profile.tcpReceivePs();
    }
}
