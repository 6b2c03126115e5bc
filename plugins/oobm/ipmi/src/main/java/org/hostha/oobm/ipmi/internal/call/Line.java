package org.hostha.oobm.ipmi.internal.call;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.hostha.core.EventLoop;
import org.hostha.core.EventLoop.Cancellable;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.ipmi.internal.net.Network;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;

/**
 * The line to one BMC: one question at a time, sent again with doubled patience until it is answered. Belongs to the
 * loop.
 *
 * <p>Some BMCs tie a session to our source port and ignore anything else from it for as long as they remember the
 * session. So each new session takes the next shared port, and a BMC that has answered before but ignores two of them
 * gets a port of its own.
 */
final class Line {

    private static final int PORTS_BEFORE_A_FRESH_ONE = 2;

    private final EventLoop loop;
    private final Network network;
    private final InetSocketAddress address;
    private final IpmiOptions options;
    private final BooleanSupplier over;
    private int portIndex;
    private Network.Port port;
    private boolean wantsFreshPorts;
    private int silentPorts;
    private long answers;
    private Pending<?> pending;

    /** @param over asked before every transmission: once it says true nothing more is sent, and no answer comes */
    Line(EventLoop loop, Network network, InetSocketAddress address, IpmiOptions options, BooleanSupplier over) {
        this.loop = loop;
        this.network = network;
        this.address = address;
        this.options = options;
        this.over = over;
        this.portIndex = Math.floorMod(address.hashCode(), network.sharedPorts());
        this.port = network.sharedPort(portIndex);
    }

    private final class Pending<T> {
        private final Question<T> question;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Duration patience;
        private int sent;
        private Cancellable timer = () -> { };

        Pending(Question<T> question) {
            this.question = question;
            boolean onlyOnce = question.transmissions() == 1 && !question.consequence().isEmpty();
            this.patience = onlyOnce ? options.wholePatience() : options.firstRetransmission();
        }

        void transmit() {
            if (over.getAsBoolean()) {
                finish();
            } else if (sent == question.transmissions()) {
                finish();
                answer.completeExceptionally(new SilenceException(question));
            } else {
                if (sent++ > 0 && question.fromAnyPort()) {
                    silentPorts++;
                    movePort();
                }
                timer = loop.schedule(patience, this::transmit);
                patience = options.next(patience);
                send();
            }
        }

        private void send() {
            try {
                port.send(address, question.datagram());
            } catch (IOException e) {
                if (sent > 1) {
                    return;
                }
                finish();
                answer.completeExceptionally(new RefusedException(Kind.UNREACHABLE,
                        "this machine has no way to the BMC's address (" + e.getMessage() + ")"));
            }
        }

        void receive(Datagram datagram) throws MalformedPacketException {
            question.answer(datagram).ifPresent(read -> {
                finish();
                answered();
                answer.complete(read);
            });
        }

        void finish() {
            timer.cancel();
            pending = null;
        }
    }

    <T> CompletableFuture<T> ask(Question<T> question) {
        if (pending != null) {
            throw new IllegalStateException("one question at a time");
        }
        Pending<T> asked = new Pending<>(question);
        pending = asked;
        asked.transmit();
        return asked.answer;
    }

    /** Sends something that needs no answer. */
    void tell(byte[] datagram) {
        try {
            port.send(address, datagram);
        } catch (IOException e) {
            // The BMC will find out by itself.
        }
    }

    /** Takes a datagram that claims to come from the BMC. */
    void receive(byte[] bytes) {
        if (pending == null) {
            return;
        }
        try {
            pending.receive(Datagram.decode(bytes));
        } catch (MalformedPacketException e) {
            // Anybody can send rubbish; it is dropped, and the answer may still come.
        }
    }

    /** The question under way. */
    Optional<Question<?>> unanswered() {
        return Optional.ofNullable(pending).map(p -> p.question);
    }

    /** Whether the question under way had to be repeated. */
    boolean isStalled() {
        return pending != null && pending.sent > 1;
    }

    /** How many answers have come in all. */
    long answers() {
        return answers;
    }

    /** Forgets the question under way: its future never completes. */
    void hangUp() {
        if (pending != null) {
            pending.finish();
        }
    }

    /** Prepares for a new session. */
    void newSession() {
        silentPorts = 0;
        movePort();
    }

    private void movePort() {
        port.release();
        boolean needsFresh = wantsFreshPorts || answers > 0 && silentPorts >= PORTS_BEFORE_A_FRESH_ONE;
        port = (needsFresh ? network.freshPort() : Optional.<Network.Port>empty()).orElseGet(this::nextSharedPort);
    }

    private Network.Port nextSharedPort() {
        portIndex = (portIndex + 1) % network.sharedPorts();
        return network.sharedPort(portIndex);
    }

    private void answered() {
        wantsFreshPorts |= answers > 0 && silentPorts >= PORTS_BEFORE_A_FRESH_ONE;
        silentPorts = 0;
        answers++;
    }

    void close() {
        hangUp();
        port.release();
    }
}
