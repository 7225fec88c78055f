package pacewire.testkit.prove.trial;

import pacewire.model.packet.Packet;

/**
 * A bare packet that comes; what a row of a replay's arrivals can say.
 *
 * @param id as it is called in messages, unique in its case
 * @param bytes its length, all of it on the line
 * @param terms what its flow asks for from here on
 * @param deadlinePs latest departure; {@code Long.MAX_VALUE}: none named
 * @param eligiblePs earliest departure; {@link Packet#UNSCHEDULED}: none named
 */
public record Arrival(
        int id, int flow, long atPs, int bytes, Terms terms, long deadlinePs, long eligiblePs, int dscp, int ecn)
        implements Step {
    /** A packet of a flow that asks for nothing. */
    public static Arrival plain(int id, int flow, long atPs, int bytes) {
        return new Arrival(id, flow, atPs, bytes, Terms.NONE, Long.MAX_VALUE, Packet.UNSCHEDULED, 0, 0);
    }

    public boolean hasDeadline() {
        return deadlinePs != Long.MAX_VALUE;
    }

    public boolean hasEligible() {
        return eligiblePs != Packet.UNSCHEDULED;
    }

    /** The same at another instant; what the sender names goes along, as far as the beginning of time. */
    @Override
    public Arrival at(long ps) {
        long later = ps - atPs;
        return new Arrival(
                id,
                flow,
                ps,
                bytes,
                terms,
                hasDeadline() ? Math.max(0, deadlinePs + later) : deadlinePs,
                hasEligible() ? Math.max(0, eligiblePs + later) : eligiblePs,
                dscp,
                ecn);
    }

    @Override
    public Arrival ofFlow(int number) {
        return new Arrival(id, number, atPs, bytes, terms, deadlinePs, eligiblePs, dscp, ecn);
    }

    public Arrival withBytes(int length) {
        return new Arrival(id, flow, atPs, length, terms, deadlinePs, eligiblePs, dscp, ecn);
    }

    public Arrival withTerms(Terms asked) {
        return new Arrival(id, flow, atPs, bytes, asked, deadlinePs, eligiblePs, dscp, ecn);
    }

    public Arrival withMarks(int differentiatedServices, int congestion) {
        return new Arrival(id, flow, atPs, bytes, terms, deadlinePs, eligiblePs, differentiatedServices, congestion);
    }

    public Arrival withInstants(long deadline, long eligible) {
        return new Arrival(id, flow, atPs, bytes, terms, deadline, eligible, dscp, ecn);
    }
}
