package org.hostha.oobm.ipmi.internal.call;

import java.util.Optional;
import org.hostha.oobm.ipmi.internal.session.Session;
import org.hostha.oobm.ipmi.internal.wire.CompletionCode;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;
import org.hostha.oobm.ipmi.internal.wire.Request;
import org.hostha.oobm.ipmi.internal.wire.Response;

/**
 * A command within a session. A retransmission is the same request (same request sequence number) in a new packet (next
 * session sequence number), because a BMC drops a packet whose number it has seen and would never repeat a lost answer.
 * "Node busy" counts as no answer for as long as the command may be sent again.
 */
final class SessionQuestion implements Question<Response> {

    private final Session session;
    private final Request request;
    private final int transmissions;
    private final String consequence;
    private final int number;
    private final byte[] message;
    private int sent;

    SessionQuestion(Session session, Request request, int transmissions, String consequence) {
        this.session = session;
        this.request = request;
        this.transmissions = transmissions;
        this.consequence = consequence;
        this.number = session.nextRequest();
        this.message = request.encode(number);
    }

    @Override
    public String name() {
        return request.name();
    }

    @Override
    public byte[] datagram() {
        sent++;
        return session.seal(message);
    }

    @Override
    public Optional<Response> answer(Datagram datagram) throws MalformedPacketException {
        if (!(datagram instanceof Datagram.Protected packet)) {
            return Optional.empty();
        }
        Optional<byte[]> opened = session.open(packet);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        Response response = Response.decode(opened.get());
        boolean busy = response.completionCode() == CompletionCode.NODE_BUSY && sent < transmissions;
        return request.isAnsweredBy(response, number) && !busy ? Optional.of(response) : Optional.empty();
    }

    @Override
    public int transmissions() {
        return transmissions;
    }

    @Override
    public String consequence() {
        return consequence;
    }
}
