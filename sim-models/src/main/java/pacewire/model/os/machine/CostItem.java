package pacewire.model.os.machine;

import pacewire.core.units.DataSize;
import pacewire.core.units.SimTime;

/** What a machine charges time for, and the figures of its timers and interrupts. Every machine profile states each. */
public enum CostItem {
    SYSCALL("syscall", Unit.TIME, "entering and leaving a system call, without its work"),
    CONTEXT_SWITCH("contextSwitch", Unit.TIME, "switching a core from one thread to another, direct cost"),
    THREAD_WAKEUP("threadWakeup", Unit.TIME, "making a sleeping thread runnable, on the core where it will run"),
    TIME_SLICE(
            "timeSlice",
            Unit.TIME,
            "how long a thread runs before another runnable one gets the core; with a fair run queue, on one core"),
    CACHE_REFILL("cacheRefill", Unit.TIME, "refilling a core's own caches for a thread, after another one ran there"),
    MIGRATION("migration", Unit.TIME, "the same, after the thread has moved to another core, and moving it"),
    THREAD_CREATION("threadCreation", Unit.TIME, "creating a thread, in the thread that creates it"),
    COPY_START("copyStart", Unit.TIME, "copying between kernel and user memory: fixed part of each copy"),
    COPY_PER_KIB(
            "copyPerKib", Unit.TIME_PER_KIB, "copying between kernel and user memory, where no cache holds the bytes"),
    COPY_PER_KIB_L3("copyPerKibL3", Unit.TIME_PER_KIB, "the same, within the cache that all cores share"),
    COPY_PER_KIB_L2("copyPerKibL2", Unit.TIME_PER_KIB, "the same, within a core's own second cache"),
    COPY_PER_KIB_L1("copyPerKibL1", Unit.TIME_PER_KIB, "the same, within a core's own first cache"),
    L1_SIZE("l1Size", Unit.SIZE, "first cache of a core, for data"),
    L2_SIZE("l2Size", Unit.SIZE, "second cache of a core; 0: there is none of its own"),
    L3_SIZE("l3Size", Unit.SIZE, "cache that all cores share; 0: there is none"),
    DEVICE_CACHE_SIZE(
            "deviceCacheSize",
            Unit.SIZE,
            "part of the shared cache that devices write into; 0: they write into memory"),
    TCP_RECEIVE("tcpReceive", Unit.TIME, "TCP work for a segment that came, up to the socket"),
    TCP_SEND("tcpSend", Unit.TIME, "TCP and IP work for a segment that goes, up to the queue of the device"),
    UDP_SEND("udpSend", Unit.TIME, "socket, UDP, IP and routing for a datagram, into the packet scheduler; no copy"),
    SCHEDULER_DEQUEUE("schedulerDequeue", Unit.TIME, "taking a packet out of the packet scheduler"),
    DRIVER_TRANSMIT("driverTransmit", Unit.TIME, "mapping a packet and writing its descriptor; no doorbell"),
    DOORBELL("doorbell", Unit.TIME, "writing the NIC's doorbell register; once for all packets handed over together"),
    TRANSMIT_RECLAIM("transmitReclaim", Unit.TIME, "freeing a packet after the NIC has sent it"),
    INTERRUPT("interrupt", Unit.TIME, "entering and leaving a hard interrupt, without its work"),
    SOFT_INTERRUPT_PACKETS(
            "softInterruptPackets", Unit.COUNT, "packets in one pass of the soft interrupts, ahead of threads"),
    SOFT_INTERRUPT_TIME("softInterruptTime", Unit.TIME, "longest pass of the soft interrupts, ahead of threads"),
    IDLE_EXIT("idleExit", Unit.TIME, "waking an idle core out of its lightest idle state"),
    DEEP_IDLE_EXIT("deepIdleExit", Unit.TIME, "waking an idle core out of its deepest idle state; 0: there is none"),
    DEEP_IDLE_RESIDENCY(
            "deepIdleResidency", Unit.TIME, "how long a core must be expected to idle to enter its deepest idle state"),
    RECEIVE_PACKET("receivePacket", Unit.TIME, "driver and IP work for a packet that came, up to the transport"),
    PAGE_LOOKUP("pageLookup", Unit.TIME, "finding the cached pages of one datagram or one read"),
    DATAGRAM_BUILD("datagramBuild", Unit.TIME, "making a datagram in the kernel: header, page references, no copy"),
    FILE_OPEN("fileOpen", Unit.TIME, "resolving a file's name and opening it"),
    ACCEPT("accept", Unit.TIME, "taking an established connection off the listening socket"),
    ADMISSION("admission", Unit.TIME, "testing whether a transfer's metrics can be kept"),
    EPOLL_CONTROL("epollControl", Unit.TIME, "changing the interest list of an epoll instance"),
    EVENT_REPORT("eventReport", Unit.TIME, "asking a descriptor whether it is ready, and reporting it"),
    MESSAGE_HEADER("messageHeader", Unit.TIME, "taking in the header of one message of sendmsg or sendmmsg"),
    SEGMENT(
            "segment",
            Unit.TIME,
            "making one datagram of a segmented send, or one TCP segment, where the NIC does not do it"),
    PAGE_PIN("pagePin", Unit.TIME, "pinning one page of an application to send it without a copy"),
    ZEROCOPY_NOTICE("zerocopyNotice", Unit.TIME, "telling an application that its pages are free again"),
    SUBMISSION("submission", Unit.TIME, "taking one entry of a submission queue, and its completion"),
    BLOCK_REQUEST("blockRequest", Unit.TIME, "CPU time of one disk read: submission and completion"),
    SPLICE_PAGE("splicePage", Unit.TIME, "putting one page into a pipe, or from a pipe into a socket; no copy"),
    MEMORY_MAP("memoryMap", Unit.TIME, "mapping a file into a process, or taking it out again"),
    PAGE_FAULT("pageFault", Unit.TIME, "first touch of mapped pages that are cached, 64 KiB at a time; no disk"),
    TIMER_PROGRAM("timerProgram", Unit.TIME, "arming a timer"),
    TIMER_INTERRUPT("timerInterrupt", Unit.TIME, "timer interrupt: entry, expiry of the due timers, exit"),
    TICK_PERIOD("tickPeriod", Unit.TIME, "time between the ticks of a core that is not idle; 0: there are none"),
    TICK_WORK("tickWork", Unit.TIME, "work of a tick beyond the timer interrupt: accounting, timer wheel, run queue"),
    KERNEL_TIMER_RESOLUTION("kernelTimerResolution", Unit.TIME, "grid of the kernel's own timers"),
    KERNEL_TIMER_LATENCY("kernelTimerLatency", Unit.TIME, "from a timer's expiry to the start of its interrupt"),
    USER_TIMER_RESOLUTION("userTimerResolution", Unit.TIME, "grid of the timers that programs sleep on"),
    USER_TIMER_SLACK("userTimerSlack", Unit.TIME, "how much later than due a sleep may end, to share an interrupt"),
    NIC_FETCH("nicFetch", Unit.TIME, "from the doorbell to the first bit: the NIC reads descriptor and data over PCIe"),
    INTERRUPT_DELAY("interruptDelay", Unit.TIME, "longest wait of a received packet or a completion for its interrupt"),
    INTERRUPT_FRAMES("interruptFrames", Unit.COUNT, "received packets and completions that raise an interrupt at once"),
    DESCRIPTORS("descriptors", Unit.COUNT, "most descriptors that a process may have open at once");

    /** Kinds of figure. */
    public enum Unit {
        /** Picoseconds. */
        TIME,
        /** Picoseconds per 1024 bytes: an exact fraction of a picosecond per byte. */
        TIME_PER_KIB,
        /** Bytes. */
        SIZE,
        /** A number of things. */
        COUNT;

        /** Whether it is time that something takes. */
        boolean isTime() {
            return this == TIME || this == TIME_PER_KIB;
        }

        String format(long value) {
            return switch (this) {
                case TIME -> SimTime.format(value);
                case TIME_PER_KIB -> SimTime.format(value) + " per KiB";
                case SIZE -> DataSize.format(value);
                case COUNT -> Long.toString(value);
            };
        }
    }

    private final String key;
    private final Unit unit;
    private final String meaning;

    CostItem(String key, Unit unit, String meaning) {
        this.key = key;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** Name in tables and files, such as "contextSwitch". */
    public String key() {
        return key;
    }

    public Unit unit() {
        return unit;
    }

    /** What is charged, for people. */
    public String meaning() {
        return meaning;
    }
}
