package org.hostha.oobm.ipmi.internal.call;

import java.util.Optional;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;

/**
 * Something that is sent, and sent again, until it is answered.
 *
 * @param <T> what the answer is read as
 */
interface Question<T> {

    /** What it is, for messages. */
    String name();

    /** The bytes of the next transmission. */
    byte[] datagram();

    /** Reads an answer; empty for a datagram that answers something else, which is then dropped. */
    Optional<T> answer(Datagram datagram) throws MalformedPacketException;

    /** How often it may be sent in all. */
    int transmissions();

    /** Whether the BMC takes it from any port of ours, so that a retransmission may use another. */
    default boolean fromAnyPort() {
        return false;
    }

    /**
     * What the lack of an answer leaves open, as the end of a sentence; empty when it can be asked again without harm.
     */
    default String consequence() {
        return "";
    }
}
