package org.hostha.oobm.ipmi.internal.session;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.oobm.ipmi.internal.wire.CipherSuite;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;
import org.hostha.oobm.ipmi.internal.wire.Privilege;
import org.hostha.oobm.ipmi.internal.wire.Request;
import org.hostha.testkit.bmc.FakeBmc;

/** A session opened by hand, message by message, with a fake BMC; every packet that came back is kept. */
final class OpenedSession {

    private final FakeBmc bmc;
    private final List<byte[]> received = new ArrayList<>();
    private final Session session;

    OpenedSession(FakeBmc bmc, CipherSuite suite) throws MalformedPacketException {
        this.bmc = bmc;
        Opening opening = new Opening(new Crypto(new SecureRandom()), suite,
                new Login("admin", Secret.of("s3cret-word"), Optional.empty()), Privilege.OPERATOR);
        KeyExchange.OpenSessionResponse opened = KeyExchange.decodeOpenSession(payload(opening.openSession()));
        KeyExchange.Rakp2 rakp2 = KeyExchange.decodeRakp2(payload(opening.rakp1(opened)), suite);
        session = opening.session(KeyExchange.decodeRakp4(payload(opening.rakp3(rakp2)), suite));
    }

    private byte[] payload(byte[] question) throws MalformedPacketException {
        return ((Datagram.Unprotected) Datagram.decode(exchange(question))).payload();
    }

    private byte[] exchange(byte[] question) {
        byte[] answer = bmc.answer(question).orElseThrow();
        received.add(answer);
        return answer;
    }

    /** The BMC's sealed answer, not opened. */
    byte[] ask(Request request) {
        return exchange(session.seal(request.encode(session.nextRequest())));
    }

    Session session() {
        return session;
    }

    List<byte[]> received() {
        return received;
    }
}
