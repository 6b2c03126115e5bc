package org.hostha.oobm.ipmi.internal.call;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hostha.core.EventLoop;
import org.hostha.core.EventLoop.Cancellable;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.ipmi.internal.net.Network;
import org.hostha.oobm.ipmi.internal.session.Crypto;

/** All BMCs in use by their address, and all calls under way with their deadlines. Belongs to the loop. */
public final class Bmcs implements Network.Receiver {

    private static final String CLOSED = "the driver has been closed";

    private final EventLoop loop;
    private final Network network;
    private final IpmiOptions options;
    private final Crypto crypto;
    private final Map<InetSocketAddress, Bmc> bmcs = new HashMap<>();
    /** Of each call begun, its BMC; null while the BMC's name is being looked up. */
    private final Map<Call<?>, Bmc> calls = new HashMap<>();
    private boolean closed;

    public Bmcs(EventLoop loop, Network network, IpmiOptions options, Crypto crypto) {
        this.loop = loop;
        this.network = network;
        this.options = options;
        this.crypto = crypto;
    }

    /** Lets the call's deadline count. */
    public void begin(Call<?> call) {
        if (closed) {
            call.fail(Kind.UNREACHABLE, CLOSED, null);
            return;
        }
        calls.put(call, null);
        Cancellable timer = loop.schedule(call.deadline().since(loop.now()), () -> expire(call));
        call.result().whenComplete((value, failure) -> loop.execute(() -> {
            timer.cancel();
            Bmc bmc = calls.remove(call);
            if (bmc != null) {
                bmc.over(call);
            }
        }));
    }

    /** Hands a call that has begun to its BMC. */
    public void submit(InetSocketAddress address, Call<?> call) {
        if (calls.containsKey(call)) {
            Bmc bmc = bmcs.computeIfAbsent(address, this::create);
            calls.put(call, bmc);
            bmc.submit(call);
        }
    }

    private Bmc create(InetSocketAddress address) {
        return new Bmc(loop, network, address, options, crypto, () -> bmcs.remove(address));
    }

    private void expire(Call<?> call) {
        Bmc bmc = calls.get(call);
        call.fail(Kind.TIMEOUT, "not done by the deadline: "
                + (bmc == null ? "the BMC's name is still being looked up" : bmc.waitingFor(call)), null);
    }

    @Override
    public void receive(InetSocketAddress from, byte[] datagram) {
        Bmc bmc = bmcs.get(from);
        if (bmc != null) {
            bmc.receive(datagram);
        }
    }

    /** How many BMCs have a call or a kept session. */
    public int size() {
        return bmcs.size();
    }

    /** Fails what is under way and closes all sessions, without waiting for BMCs. */
    public void close() {
        closed = true;
        Map.copyOf(bmcs).values().forEach(Bmc::abandon);
        List.copyOf(calls.keySet()).forEach(call -> call.fail(Kind.UNREACHABLE, CLOSED, null));
        List.copyOf(bmcs.values()).forEach(Bmc::close);
    }
}
