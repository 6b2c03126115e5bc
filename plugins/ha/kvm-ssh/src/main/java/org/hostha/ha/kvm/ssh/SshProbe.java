package org.hostha.ha.kvm.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.hostha.core.Futures;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;

/**
 * Asks hosts' probes over SSH: with a key only, and only hosts whose own keys are known. The command that we name is of no
 * importance: what runs is the forced command of the key on the host.
 *
 * <p>Calls return at once and end by their deadline. They fail with {@link NoAnswerException} when the host gave no answer;
 * a host key that is not the known one, a login that is refused and an answer that makes no sense say nothing about the
 * host's health and fail otherwise.
 */
public final class SshProbe implements AutoCloseable {

    private final SshSessions sessions;

    /**
     * @param identity who we are
     * @param knownHosts who hosts are: public keys in OpenSSH's {@code known_hosts} format
     */
    public SshProbe(SshIdentity identity, Path knownHosts) {
        sessions = new SshSessions(identity, knownHosts);
    }

    /** Asks the host itself. */
    public CompletableFuture<AgentReport> report(SshAddress host, Duration deadline) {
        return ask(new SshSessions.Line(host, "report"), ProbeProtocol.REPORT, deadline, ProbeProtocol::report);
    }

    /**
     * Asks a neighbour what its pools show of a suspect.
     *
     * @param suspect the address by which the suspect names its heartbeats
     */
    public CompletableFuture<List<PoolObservation>> observe(SshAddress neighbour, String suspect, List<VmDisk> disks,
            Duration deadline) {
        return ask(new SshSessions.Line(neighbour, "observe"), ProbeProtocol.observe(suspect, disks, deadline), deadline,
                ProbeProtocol::observations);
    }

    private <T> CompletableFuture<T> ask(SshSessions.Line line, String question, Duration deadline,
            Function<String, T> meaning) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        answer.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        AtomicBoolean again = new AtomicBoolean(true);
        ask(line, question, answer, again);
        CompletableFuture<T> understood = answer.handle((text, failure) -> {
            if (failure != null) {
                throw new CompletionException(named(Futures.cause(failure), deadline));
            }
            return meaning.apply(text);
        });
        understood.whenComplete((value, failure) -> {
            if (understood.isCancelled()) {
                answer.cancel(true);
            }
        });
        return understood;
    }

    /**
     * Asks on the connection that is there. One that was kept may have died unseen, as after a reboot of the host: then, and
     * only once, the question is asked on a new one.
     */
    private void ask(SshSessions.Line line, String question, CompletableFuture<String> answer, AtomicBoolean again) {
        CompletableFuture<ClientSession> session = sessions.session(line);
        boolean kept = session.isDone();
        answer.whenComplete((text, failure) -> {
            if (failure != null) {
                sessions.drop(line, session);
            }
        });
        session.thenCompose(open -> Exchange.begin(open, question, answer)).whenComplete((text, failure) -> {
            if (failure == null) {
                answer.complete(text);
            } else if (kept && again.compareAndSet(true, false) && !answer.isDone()) {
                sessions.drop(line, session);
                ask(line, question, answer, again);
            } else {
                answer.completeExceptionally(Futures.cause(failure));
            }
        });
    }

    private static Throwable named(Throwable failure, Duration deadline) {
        if (failure instanceof TimeoutException) {
            return new NoAnswerException("did not answer within " + deadline.toMillis() + " ms", failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoAnswerException) {
                return cause;
            }
            if (cause instanceof NoRouteToHostException) {
                return new NoAnswerException("can't be reached", failure);
            }
            if (cause instanceof ConnectException) {
                return new NoAnswerException("refused the connection", failure);
            }
            if (cause instanceof SshException ssh && refusals(ssh.getDisconnectCode()) != null) {
                return new IllegalStateException(refusals(ssh.getDisconnectCode()), failure);
            }
        }
        if (String.valueOf(failure.getMessage()).contains("Too many open files")) {
            return failure;
        }
        return failure instanceof IOException ? new NoAnswerException("broke the connection off", failure) : failure;
    }

    private static String refusals(int disconnectCode) {
        return switch (disconnectCode) {
            case SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE ->
                    "its host key is not the one in known_hosts; if that is right, add what ssh-keyscan prints";
            case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE ->
                    "it does not accept our key; install it there with install.sh --key ssh_key.pub";
            case SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED -> "no common ground in encryption";
            default -> null;
        };
    }

    /** Ends the connections. */
    @Override
    public void close() {
        sessions.close();
    }
}
