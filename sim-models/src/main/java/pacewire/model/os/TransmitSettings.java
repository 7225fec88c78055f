package pacewire.model.os;

import java.util.List;
import java.util.stream.IntStream;

import pacewire.model.sched.FlowHash;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.UnfitSetupException;

/**
 * What stands before the transmit queues of a NIC, as it is set up.
 *
 * @param scheduler the packet scheduler
 * @param isForEachQueue whether each queue has one of its own, as below the root qdisc mq (Linux net/sched/sch_mq.c), or one
 *     stands before all of them, as any other root qdisc does
 * @param isHashed whether flows are spread over the queues by a hash, or take that of the core that sends
 */
public record TransmitSettings(SchedulerSetup scheduler, boolean isForEachQueue, boolean isHashed) {
    /** One before all queues, which flows take by core. */
    public TransmitSettings(SchedulerSetup scheduler) {
        this(scheduler, false, false);
    }

    /**
     * Makes it.
     *
     * @param environment of one packet scheduler before all queues
     * @param queues transmit queues of the NIC
     * @throws UnfitSetupException when it does not fit there
     */
    public TransmitSide create(SchedulerEnvironment environment, int queues) {
        return new TransmitSide(schedulers(environment, queues), choice(environment, queues));
    }

    private List<PacketScheduler> schedulers(SchedulerEnvironment environment, int queues) {
        if (!isForEachQueue || queues == 1) {
            return List.of(scheduler.create(environment));
        }
        if (scheduler.promises()) {
            throw new UnfitSetupException(whyNotForEachQueue(scheduler.spec().name()));
        }
        return IntStream.range(0, queues)
                .mapToObj(queue -> scheduler.create(environment.within(Integer.toString(queue), environment.drops())))
                .toList();
    }

    /** Why a packet scheduler that promises cannot stand before each queue, as a sentence. */
    public static String whyNotForEachQueue(String name) {
        return name
                + " promises what only one packet scheduler before all queues can keep: before each queue there would be"
                + " several, none knows what the others promised, and the NIC takes the queues in turns, whatever their"
                + " deadlines";
    }

    private QueueChoice choice(SchedulerEnvironment environment, int queues) {
        return isHashed
                ? QueueChoice.byHash(queues, new FlowHash(environment.streams().stream("server/transmitQueues")))
                : QueueChoice.byCore(queues);
    }
}
