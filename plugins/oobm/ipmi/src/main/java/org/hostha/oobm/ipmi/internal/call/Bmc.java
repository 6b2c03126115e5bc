package org.hostha.oobm.ipmi.internal.call;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.EventLoop.Cancellable;
import org.hostha.core.Futures;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.ipmi.internal.net.Network;
import org.hostha.oobm.ipmi.internal.session.Crypto;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;

/** One BMC: its line, its sessions, and one call at a time. Belongs to the loop. */
final class Bmc {

    private static final Logger LOG = LogManager.getLogger(Bmc.class);

    private final EventLoop loop;
    private final IpmiOptions options;
    private final Runnable whenUnused;
    private final Line line;
    private final Sessions sessions;
    private final Queue<Call<?>> waiting = new ArrayDeque<>();
    private Call<?> active;
    private long answersBefore;
    private Cancellable idle = () -> { };

    /** @param whenUnused told when neither a call nor a session is left */
    Bmc(EventLoop loop, Network network, InetSocketAddress address, IpmiOptions options, Crypto crypto,
            Runnable whenUnused) {
        this.loop = loop;
        this.options = options;
        this.whenUnused = whenUnused;
        this.line = new Line(loop, network, address, options, () -> active == null || active.isOver());
        this.sessions = new Sessions(new SessionOpener(line, crypto, options));
    }

    void submit(Call<?> call) {
        idle.cancel();
        waiting.add(call);
        if (active == null) {
            next();
        }
    }

    void receive(byte[] datagram) {
        line.receive(datagram);
    }

    /**
     * The call is over by its deadline, or was cancelled by its caller; one that has ended by itself is not affected.
     */
    void over(Call<?> call) {
        if (call == active) {
            if (line.isStalled()) {
                sessions.forget();
            }
            line.hangUp();
            sessions.closeOthers();
            next();
        } else {
            waiting.remove(call);
        }
    }

    /** What a call that ends now has been waiting for. */
    String waitingFor(Call<?> call) {
        if (call != active) {
            return "an earlier call to this BMC has not ended";
        }
        String heard = line.answers() == answersBefore ? "; nothing was heard of the BMC" : "";
        return line.unanswered().map(q -> "no answer to " + q.name() + q.consequence() + heard).orElse("no answer");
    }

    /** Fails the call under way when its end is open, because the BMC may have got what it can't take back. */
    void abandon() {
        line.unanswered().filter(question -> !question.consequence().isEmpty())
                .ifPresent(question -> active.fail(Kind.TIMEOUT, "the driver was closed while it waited for an answer"
                        + " to " + question.name() + question.consequence(), null));
    }

    private void next() {
        active = waiting.poll();
        while (active != null && active.isOver()) {
            active = waiting.poll();
        }
        if (active != null) {
            answersBefore = line.answers();
            active.run(sessions, this::fail);
        } else if (sessions.hasKept()) {
            idle = loop.schedule(options.idle(), this::close);
        } else {
            close();
        }
    }

    private void fail(Call<?> call, Throwable wrapped) {
        Throwable failure = Futures.cause(wrapped);
        if (failure instanceof RefusedException refusal) {
            call.fail(refusal.kind(), refusal.getMessage(), null);
            return;
        }
        if (failure instanceof SilenceException) {
            sessions.close();
        }
        if (failure instanceof SilenceException && line.answers() == answersBefore) {
            call.fail(Kind.UNREACHABLE, "nothing answers at the BMC's address (" + failure.getMessage() + ", sent "
                    + options.transmissions() + " times)", null);
        } else if (failure instanceof SilenceException) {
            call.fail(Kind.TIMEOUT, "the BMC stopped answering (" + failure.getMessage() + ")", null);
        } else {
            LOG.error("an IPMI call failed in a way that nobody foresaw", failure);
            call.fail(Kind.PROTOCOL, "the driver failed: " + failure, failure);
        }
    }

    void close() {
        idle.cancel();
        sessions.close();
        line.close();
        whenUnused.run();
    }
}
