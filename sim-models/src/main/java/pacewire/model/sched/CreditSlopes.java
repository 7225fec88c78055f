package pacewire.model.sched;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;

/**
 * What the credit of a class of the credit-based shaper rises and falls by (IEEE 802.1Q-2018, 8.6.8.2 and Annex L).
 *
 * @param idleSlope rate at which credit is earned, in bits per second: what the class may take of the line on average
 * @param portRate rate of the line
 */
public record CreditSlopes(DataRate idleSlope, DataRate portRate) {
    public CreditSlopes {
        if (idleSlope.compareTo(portRate) > 0) {
            throw new UnfitSetupException("idleSlope " + idleSlope + " is above the line's " + portRate);
        }
    }

    /** Rate at which credit falls while a packet is sent, in bits per second; not positive (8.6.8.2, g). */
    public long sendSlopeBps() {
        return idleSlope.bitsPerSecond() - portRate.bitsPerSecond();
    }

    /** Most credit, in bytes, that a class earns while others send so much at once (equation L-3). */
    public Rational hiCredit(long largestInterferenceBytes) {
        return Rational.of(largestInterferenceBytes)
                .times(idleSlope.bitsPerSecond())
                .dividedBy(Rational.of(portRate.bitsPerSecond()));
    }

    /** Least credit, in bytes and not positive, that a packet of the class leaves it with (equation L-2). */
    public Rational loCredit(long largestPacketBytes) {
        return Rational.of(largestPacketBytes).times(sendSlopeBps()).dividedBy(Rational.of(portRate.bitsPerSecond()));
    }
}
