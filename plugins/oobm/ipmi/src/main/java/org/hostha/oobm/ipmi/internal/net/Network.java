package org.hostha.oobm.ipmi.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where datagrams leave from. What arrives, whichever port it arrives at, goes to the {@link Receiver}. */
public interface Network {

    /** One local UDP port. */
    interface Port {

        /**
         * Sends at once or not at all: a datagram for which there is no room is lost, as it may be on the wire.
         *
         * @throws IOException when this machine has no way to the address
         */
        void send(InetSocketAddress to, byte[] datagram) throws IOException;

        /** Gives the port up; without effect on a shared one. */
        void release();
    }

    /** Takes what arrives; called on the loop's thread. */
    @FunctionalInterface
    interface Receiver {

        /** @param from not to be believed until the datagram has proved itself */
        void receive(InetSocketAddress from, byte[] datagram);
    }

    /** How many ports everybody shares. */
    int sharedPorts();

    Port sharedPort(int index);

    /** A port that nothing was ever sent from, for the caller alone; empty when too many are in use. */
    Optional<Port> freshPort();
}
