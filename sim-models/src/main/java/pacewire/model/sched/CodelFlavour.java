package pacewire.model.sched;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whose CoDel: the published ones do not agree, and given the same packets drop different ones. What tells them apart:
 *
 * <table>
 * <caption>Flavours</caption>
 * <tr><th></th><th>rfc8289</th><th>linux</th><th>ns3</th></tr>
 * <tr><td>first drop</td><td>at or after an interval</td><td>after</td><td>after</td></tr>
 * <tr><td>count grows</td><td>when dropping goes on</td><td>before each drop</td><td>before each drop</td></tr>
 * <tr><td>interval / sqrt(count)</td><td>exact, rounded up to a picosecond</td><td>one Newton step in 16 bits</td>
 *     <td>one Newton step in 16 bits</td></tr>
 * <tr><td>time</td><td>picoseconds</td><td>units of 1024 ns</td><td>units of 1024 ns</td></tr>
 * <tr><td>backlog too small to drop</td><td>&lt;= mtu</td><td>&lt;= mtu</td><td>&lt; mtu</td></tr>
 * <tr><td>next signal after a mark</td><td>from when it was due</td><td>from when it was due</td><td>from now</td></tr>
 * <tr><td>time above target, when empty</td><td>forgotten</td><td>forgotten</td><td>kept</td></tr>
 * </table>
 *
 * <p>Linux and ns-3 compare times in 32 bits, which wrap after 73 minutes; here they do not wrap.
 */
enum CodelFlavour {
    /** RFC 8289, section 5. */
    RFC8289,
    /** Linux include/net/codel_impl.h. */
    LINUX,
    /** ns-3.37 codel-queue-disc.cc. */
    NS3;

    /** The words for a parameter, in order. */
    static List<String> words() {
        return Stream.of(values())
                .map(flavour -> flavour.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The flavour of a parameter's value. */
    static CodelFlavour of(long value) {
        return values()[(int) value];
    }
}
