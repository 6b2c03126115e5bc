package org.hostha.oobm.ipmi.internal.call;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.ipmi.internal.session.Crypto;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.oobm.ipmi.internal.session.Opening;
import org.hostha.oobm.ipmi.internal.session.Session;
import org.hostha.oobm.ipmi.internal.wire.CipherSuite;
import org.hostha.oobm.ipmi.internal.wire.Commands;
import org.hostha.oobm.ipmi.internal.wire.CompletionCode;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;
import org.hostha.oobm.ipmi.internal.wire.Privilege;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;
import org.hostha.oobm.ipmi.internal.wire.Request;
import org.hostha.oobm.ipmi.internal.wire.Response;

/** Opens sessions on a line, and remembers which cipher suite the BMC took. */
final class SessionOpener {

    private final Line line;
    private final Crypto crypto;
    private final int transmissions;
    private final List<CipherSuite> suites;
    private int taken;

    SessionOpener(Line line, Crypto crypto, IpmiOptions options) {
        this.line = line;
        this.crypto = crypto;
        this.transmissions = options.transmissions();
        this.suites = options.cipherSuites().stream().map(CipherSuite::of).toList();
    }

    /**
     * Capabilities, key exchange, and the privilege level: what every new session begins with.
     *
     * @param opened told as soon as the BMC has given a slot away
     */
    CompletableFuture<Conversation> open(Login login, Privilege privilege, Consumer<Conversation> opened) {
        line.newSession();
        return capabilities(privilege)
                .thenCompose(ignored -> exchangeKeys(login, privilege, 0))
                .thenCompose(session -> {
                    Conversation conversation = new Conversation(line, login, session, transmissions);
                    opened.accept(conversation);
                    return raise(conversation);
                });
    }

    private CompletableFuture<Commands.ChannelCapabilities> capabilities(Privilege privilege) {
        Request request = Commands.getChannelCapabilities(privilege);
        int number = crypto.random(1)[0] & 0x3f;
        byte[] datagram = Datagram.sessionless(request.encode(number));
        return line.ask(new Step<>(request.name(), datagram, true, received -> {
            if (received instanceof Datagram.Sessionless sessionless) {
                return Optional.of(Response.decode(sessionless.message())).filter(r -> request.isAnsweredBy(r, number));
            }
            return Optional.empty();
        })).thenApply(response -> {
            Commands.ChannelCapabilities capabilities =
                    Commands.channelCapabilities(Conversation.succeeded(request, response));
            if (!capabilities.ipmi2()) {
                throw new RefusedException(Kind.UNSUPPORTED,
                        "the BMC does not speak IPMI 2.0 (RMCP+) on this channel: enable it, or use another driver");
            }
            return capabilities;
        });
    }

    /** Tries the suite that worked last, then the others in the order of preference. */
    private CompletableFuture<Session> exchangeKeys(Login login, Privilege privilege, int tried) {
        int index = tried == 0 ? taken : tried <= taken ? tried - 1 : tried;
        Opening opening = new Opening(crypto, suites.get(index), login, privilege);
        return line.ask(step("Open Session", opening.openSession(), Datagram.PAYLOAD_OPEN_SESSION_RESPONSE, payload ->
                Optional.of(KeyExchange.decodeOpenSession(payload)).filter(opening::isFor)))
                .thenCompose(answer -> {
                    if (!opening.agrees(answer) && tried + 1 < suites.size()) {
                        return exchangeKeys(login, privilege, tried + 1);
                    }
                    return authenticate(opening, opening.rakp1(answer)).thenApply(session -> {
                        taken = index;
                        return session;
                    });
                });
    }

    private CompletableFuture<Session> authenticate(Opening opening, byte[] rakp1) {
        return line.ask(step("RAKP message 1", rakp1, Datagram.PAYLOAD_RAKP_2, payload ->
                Optional.of(KeyExchange.decodeRakp2(payload, opening.suite()))
                        .filter(opening::isFor)))
                .thenCompose(answer -> line.ask(step("RAKP message 3", rakp3(opening, answer), Datagram.PAYLOAD_RAKP_4,
                        payload -> Optional.of(KeyExchange.decodeRakp4(payload, opening.suite()))
                                .filter(opening::isFor))))
                .thenApply(opening::session);
    }

    private byte[] rakp3(Opening opening, KeyExchange.Rakp2 answer) {
        try {
            return opening.rakp3(answer);
        } catch (RefusedException e) {
            line.tell(opening.renounce());
            throw e;
        }
    }

    /** A session begins at user level (section 22.18). */
    private CompletableFuture<Conversation> raise(Conversation conversation) {
        if (conversation.privilege() == Privilege.USER) {
            return CompletableFuture.completedFuture(conversation);
        }
        Request request = Commands.setPrivilege(conversation.privilege());
        return conversation.askAnyway(request).thenApply(response -> {
            int code = response.completionCode();
            if (code != CompletionCode.OK) {
                conversation.close();
                throw code == 0x80 || code == 0x81
                        ? RefusedException.missingPrivilege(String.format("the BMC does not give"
                        + " the user %s privilege (completion code %02Xh): raise the user's privilege limit on the LAN"
                        + " channel", conversation.privilege().text(), code)) : CompletionCode.refusal(request, code);
            }
            return conversation;
        });
    }

    private interface Reader<A, T> {
        Optional<T> read(A received) throws MalformedPacketException;
    }

    private <T> Step<T> step(String name, byte[] datagram, int answeredBy, Reader<byte[], T> reader) {
        return new Step<>(name, datagram, false, received ->
                received instanceof Datagram.Unprotected message && message.payloadType() == answeredBy
                        ? reader.read(message.payload()) : Optional.empty());
    }

    /** One message outside a session: the same bytes at every transmission. */
    private final class Step<T> implements Question<T> {
        private final String name;
        private final byte[] datagram;
        private final boolean fromAnyPort;
        private final Reader<Datagram, T> reader;

        Step(String name, byte[] datagram, boolean fromAnyPort, Reader<Datagram, T> reader) {
            this.name = name;
            this.datagram = datagram;
            this.fromAnyPort = fromAnyPort;
            this.reader = reader;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public byte[] datagram() {
            return datagram;
        }

        @Override
        public Optional<T> answer(Datagram received) throws MalformedPacketException {
            return reader.read(received);
        }

        @Override
        public int transmissions() {
            return transmissions;
        }

        @Override
        public boolean fromAnyPort() {
            return fromAnyPort;
        }
    }
}
