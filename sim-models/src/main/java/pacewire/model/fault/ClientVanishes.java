package pacewire.model.fault;

import java.util.List;

/**
 * A client is gone from one instant to the next, as when it loses its power or its network: it answers nothing and takes
 * nothing, and tells nobody. What it has sent is on its way still. A server that sends datagrams does not notice; one whose
 * connection waits for acknowledgements gives up after the last retransmission (RFC 9293 section 3.8.3, R2).
 */
final class ClientVanishes implements Fault {
    static final FaultSpec SPEC = new FaultSpec(
            "clientVanishes",
            "A client answers nothing and takes nothing any more.",
            FaultSpec.Target.CLIENT,
            List.of(),
            parameters -> new ClientVanishes());

    private ClientVanishes() {}

    @Override
    public void strike(FaultSite site, long nowPs) {
        site.clients().get(site.target()).vanish(nowPs);
    }
}
