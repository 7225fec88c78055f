package pacewire.model.os;

import java.nio.charset.StandardCharsets;

import pacewire.core.units.SimTime;

/** Arguments of system calls as strace prints them. */
final class StraceText {
    private StraceText() {}

    static int length(SyscallCall call) {
        return call.object(byte[].class).length;
    }

    /** The first bytes of the call's buffer as strace quotes them, cut after 32 characters (its default -s 32). */
    static String quoted(SyscallCall call, int bytes) {
        String text = new String(call.object(byte[].class), 0, bytes, StandardCharsets.UTF_8);
        String head = text.length() > 32 ? text.substring(0, 32) : text;
        String escaped = head.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\"", "\\\"");
        return "\"" + escaped + "\"" + (text.length() > 32 ? "..." : "");
    }

    /** The address that the call has filled in; no port is 0, so that one says that nobody was accepted. */
    static String acceptedAddress(SyscallCall call) {
        return call.secondNumber == 0 ? "NULL, NULL" : address(call.number, call.secondNumber) + ", [16]";
    }

    static String address(long host, long port) {
        return "{sa_family=AF_INET, sin_port=htons(" + port + "), sin_addr=inet_addr(\"" + HostAddress.of((int) host)
                + "\")}";
    }

    static String timespec(long ps) {
        long nanoseconds = -Math.floorDiv(-ps, SimTime.NANOSECOND);
        return "{tv_sec=" + nanoseconds / 1_000_000_000 + ", tv_nsec=" + nanoseconds % 1_000_000_000 + "}";
    }

    static String event(SyscallCall call) {
        return call.object(EventBuffer.class).toString();
    }

    static String transmitArguments(SyscallCall call) {
        TransmitRequest request = call.object(TransmitRequest.class);
        StringBuilder text = new StringBuilder("[");
        for (TransmitRequest.FileRange range : request.files()) {
            text.append(text.length() > 1 ? ", " : "")
                    .append("{\"")
                    .append(range.path())
                    .append("\", ");
            text.append(range.bytes() == TransmitRequest.FileRange.WHOLE_FILE ? "WHOLE_FILE" : range.bytes())
                    .append('}');
        }
        return text + "], " + request.files().size() + ", " + metrics(request);
    }

    static String metrics(TransmitRequest request) {
        var metrics = request.metrics();
        StringBuilder text = new StringBuilder("{");
        if (metrics.minRate() != null) {
            text.append("min_rate=").append(metrics.minRate()).append(", ");
        }
        if (metrics.maxRate() != null) {
            text.append("max_rate=").append(metrics.maxRate()).append(", ");
        }
        if (metrics.hasMaxJitter()) {
            text.append("max_jitter=")
                    .append(SimTime.format(metrics.maxJitterPs()))
                    .append(", ");
        }
        if (metrics.hasMaxDelay()) {
            text.append("max_delay=")
                    .append(SimTime.format(metrics.maxDelayPs()))
                    .append(", ");
        }
        return text + "priority=" + metrics.priority() + ", weight=" + metrics.weight() + "}";
    }
}
