package org.hostha.oobm.ipmi.internal.call;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hostha.core.EventLoop;
import org.hostha.oobm.ipmi.internal.Mutations;
import org.hostha.oobm.ipmi.internal.net.Network;

/** A network in virtual time: datagrams go to whatever answers, and its answers come back after a while. */
final class Wire implements Network {

    /** A BMC, or something that claims to be one. */
    interface Peer {

        /** What comes back for a datagram: none, one, many. */
        List<byte[]> answers(byte[] datagram);
    }

    private static final int PORTS = 4;

    private final EventLoop loop;
    private final List<Port> shared = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private Peer peer = datagram -> List.of();
    private Receiver receiver;
    private int openFreshPorts;
    private Duration delay = Duration.ofMillis(1);

    Wire(EventLoop loop) {
        this.loop = loop;
        for (int i = 0; i < PORTS; i++) {
            shared.add(new WirePort(true));
        }
    }

    private final class WirePort implements Port {
        private final boolean isShared;

        WirePort(boolean isShared) {
            this.isShared = isShared;
        }

        @Override
        public void send(InetSocketAddress to, byte[] datagram) throws IOException {
            sent.add(datagram.clone());
            peer.answers(datagram.clone())
                    .forEach(answer -> loop.schedule(delay, () -> receiver.receive(to, answer)));
        }

        @Override
        public void release() {
            openFreshPorts -= isShared ? 0 : 1;
        }
    }

    void connect(Receiver to) {
        receiver = to;
    }

    void peer(Peer answering) {
        peer = answering;
    }

    /** Everything that was ever sent, oldest first. */
    List<byte[]> sent() {
        return sent;
    }

    int openFreshPorts() {
        return openFreshPorts;
    }

    /** What {@code real} answers, with rubbish drawn from the seed around it. */
    static Peer amidRubbish(Peer real, Random random) {
        return datagram -> {
            List<byte[]> all = new ArrayList<>();
            for (byte[] answer : real.answers(datagram)) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    all.add(Mutations.of(answer, random));
                }
                all.add(answer);
            }
            return all;
        };
    }

    @Override
    public int sharedPorts() {
        return PORTS;
    }

    @Override
    public Port sharedPort(int index) {
        return shared.get(index);
    }

    @Override
    public Optional<Port> freshPort() {
        openFreshPorts++;
        return Optional.of(new WirePort(false));
    }
}
