package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.random.RandomStream;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

/** Makes the arrivals of a case while it runs: bursts, and packets that come at the very instants at which something ends. */
final class Adversary implements Source {
    /** Most picoseconds of a case: far from the end of a long, whatever is made of it. */
    private static final long LATEST_PS = 2000 * SimTime.SECOND;

    private static final int LONG_CASE = 300;
    private static final int RACE_ONE_IN = 20;
    private static final int[] MOST_FLOWS = {3, 3, 3, 8, 8, 12};
    private static final int[] CODE_POINTS = {0, 0, 8, 10, 34, 46, 48};

    private final RandomStream random;
    private final DataRate line;
    private final SizePattern sizes;
    private final FlowPattern flows;
    private final int packets;
    private final int manner;
    private final boolean isOverload;
    /** Whether one flow is as heavy as all others together and sends without a pause, and they all send at its beginning. */
    private final boolean isRace;

    private final boolean hasDeadlines;
    private final boolean hasEligible;
    private final boolean hasMarks;
    private final List<Step> given = new ArrayList<>();
    private int made;

    /**
     * Of one case.
     *
     * @param rare draws what most cases do without
     * @param overloads whether some cases are to overload the line for a long time: what queue management sees nothing without
     */
    Adversary(RandomStream random, RandomStream rare, DataRate line, SizePattern sizes, boolean overloads) {
        this.random = random;
        this.line = line;
        this.sizes = sizes;
        isOverload = overloads && random.nextInt(10) == 0;
        isRace = !isOverload && rare.nextInt(RACE_ONE_IN) == 0;
        boolean isLong = random.nextInt(100) == 0 || isOverload;
        if (isRace) {
            int others = 4 + random.nextInt(12);
            flows = FlowPattern.race(random, line, others);
            packets = 2 * others + 4 + random.nextInt(4);
        } else {
            packets =
                    isLong ? LONG_CASE / (1 + random.nextInt(3)) : 2 + random.nextInt(random.nextInt(3) == 0 ? 39 : 14);
            flows = new FlowPattern(
                    random, line, 1 + random.nextInt(isLong ? 16 : MOST_FLOWS[random.nextInt(MOST_FLOWS.length)]));
        }
        manner = isOverload ? 1 : random.nextInt(6);
        hasDeadlines = random.nextInt(3) == 0;
        hasEligible = random.nextInt(3) == 0;
        hasMarks = random.nextInt(3) == 0;
    }

    /** All steps made. */
    List<Step> given() {
        return given;
    }

    @Override
    public List<Step> next(View view) {
        if (made >= packets) {
            return List.of();
        }
        long atPs = made == 0 ? firstPs() : nextPs(view);
        if (atPs > LATEST_PS) {
            made = packets;
            return List.of();
        }
        List<Step> steps = isRace ? race(atPs) : burst(atPs);
        given.addAll(steps);
        return steps;
    }

    /**
     * Bennett and Zhang's example (WF2Q, INFOCOM 1996, figure 2): whoever serves the heavy flow ahead of its share then makes
     * it wait for all others, though it has kept to its share of the line since.
     */
    private List<Step> race(long atPs) {
        List<Step> steps = new ArrayList<>();
        if (made == 0) {
            for (int place = 1; place < flows.size(); place++) {
                steps.add(arrival(place, atPs));
            }
        }
        steps.add(arrival(0, atPs));
        return steps;
    }

    private List<Step> burst(long atPs) {
        List<Step> steps = new ArrayList<>();
        int burst = Math.min(packets - made, burst());
        for (int i = 0; i < burst; i++) {
            int place = flows.next();
            if (flows.ends()) {
                steps.add(new Closing(flows.number(place), atPs));
                flows.replace(place);
            }
            steps.add(arrival(place, atPs));
        }
        return steps;
    }

    private long firstPs() {
        return random.nextInt(3) == 0 ? random.nextLong(SimTime.SECOND) : 0;
    }

    /** Packets at one instant. */
    private int burst() {
        return switch (manner) {
            case 0 -> packets;
            case 1 -> 1;
            case 2 -> 1 + random.nextInt(12);
            default -> random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1;
        };
    }

    private long nextPs(View view) {
        long nowPs = view.nowPs();
        if (isRace) {
            return Math.max(nowPs + 1, view.freePs() - random.nextInt(2));
        }
        if (isOverload && random.nextInt(20) > 0) {
            return nowPs + 1 + packetTimes(1) * (3 + random.nextInt(6)) / 8;
        }
        long wantedPs = switch (random.nextInt(16)) {
            case 0, 1, 2 -> view.freePs();
            case 3 -> view.freePs() + 1;
            case 4 -> view.freePs() - 1;
            case 5 -> near(view.readyPs(), nowPs);
            case 6 -> view.freePs() + packetTimes(1 + random.nextInt(3));
            case 7, 8 -> nowPs + packetTimes(1);
            case 9 -> nowPs + 1;
            case 10 -> nowPs + anyGap();
            case 11 -> view.freePs() + packetTimes(random.nextInt(200));
            default -> nowPs + 1 + random.nextLong(1 + 2 * packetTimes(1));
        };
        return Math.max(nowPs + 1, wantedPs);
    }

    private long near(long readyPs, long nowPs) {
        return readyPs > LATEST_PS ? nowPs + 1 : readyPs - 1 + random.nextInt(3);
    }

    /** From a nanosecond to ten seconds, every order of magnitude alike. */
    private long anyGap() {
        long gap = SimTime.NANOSECOND;
        int magnitude = random.nextInt(random.nextInt(4) == 0 ? 10 : 7);
        for (int i = 0; i < magnitude; i++) {
            gap *= 10;
        }
        return gap * (1 + random.nextInt(9));
    }

    private long packetTimes(int times) {
        return times * line.psForBytesUp(sizes.next(random));
    }

    private Arrival arrival(int place, long atPs) {
        long deadlinePs = hasDeadlines && random.nextInt(5) > 0 ? atPs + offset(6) : Long.MAX_VALUE;
        long eligiblePs =
                hasEligible && random.nextInt(5) > 0 ? Math.max(0, atPs + offset(4) - offset(1)) : Packet.UNSCHEDULED;
        int dscp = hasMarks ? CODE_POINTS[random.nextInt(CODE_POINTS.length)] : 0;
        int ecn = hasMarks ? random.nextInt(4) : 0;
        return new Arrival(
                made++,
                flows.number(place),
                atPs,
                sizes.next(random),
                flows.terms(place),
                deadlinePs,
                eligiblePs,
                dscp,
                ecn);
    }

    /** Few different values, so that equal ones are frequent. */
    private long offset(int packetsAhead) {
        return random.nextInt(2 + packetsAhead) * line.psForBytesUp(sizes.largest());
    }
}
