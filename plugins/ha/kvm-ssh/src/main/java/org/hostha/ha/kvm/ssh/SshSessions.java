package org.hostha.ha.kvm.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Logged-in connections, kept from question to question. A host has one for each kind of question, so that what hangs in one
 * does not hold up the other. Nothing here waits.
 */
final class SshSessions implements AutoCloseable {

    /** @param purpose the kind of question that the connection is for */
    record Line(SshAddress host, String purpose) { }

    private final SshClient client = SshClient.setUpDefaultClient();
    private final ConcurrentHashMap<Line, CompletableFuture<ClientSession>> sessions = new ConcurrentHashMap<>();

    /** @param knownHosts in OpenSSH's format, read anew when it changes; a host that is not in it is not talked to */
    SshSessions(SshIdentity identity, Path knownHosts) {
        client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(identity.keys()));
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier(new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, knownHosts));
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        client.start();
    }

    /** The connection that is open, or one that is being opened. */
    CompletableFuture<ClientSession> session(Line line) {
        return sessions.compute(line, (same, kept) -> kept != null && isUsable(kept) ? kept : open(line.host()));
    }

    private static boolean isUsable(CompletableFuture<ClientSession> session) {
        return !session.isDone() || !session.isCompletedExceptionally() && session.join().isOpen();
    }

    private CompletableFuture<ClientSession> open(SshAddress host) {
        CompletableFuture<ClientSession> opened = new CompletableFuture<>();
        try {
            ConnectFuture connecting = client.connect(host.user(), host.host(), host.port());
            opened.whenComplete((session, failure) -> {
                if (failure != null) {
                    connecting.cancel();
                }
            });
            connecting.addListener(connected -> {
                if (connected.isConnected()) {
                    logIn(connected.getClientSession(), opened);
                } else {
                    opened.completeExceptionally(cause(connected.getException(), "the connection was called off"));
                }
            });
        } catch (Exception e) {
            opened.completeExceptionally(e);
        }
        return opened;
    }

    private static void logIn(ClientSession session, CompletableFuture<ClientSession> opened) {
        opened.whenComplete((same, failure) -> {
            if (failure != null) {
                session.close(true);
            }
        });
        try {
            session.auth().addListener(auth -> {
                if (!auth.isSuccess() || !opened.complete(session)) {
                    opened.completeExceptionally(cause(auth.getException(), "the login was called off"));
                    session.close(true);
                }
            });
        } catch (Exception e) {
            opened.completeExceptionally(e);
        }
    }

    private static Throwable cause(Throwable exception, String otherwise) {
        return exception == null ? new IllegalStateException(otherwise) : exception;
    }

    /** Ends a connection that did not answer; the next question opens another one. */
    void drop(Line line, CompletableFuture<ClientSession> session) {
        sessions.remove(line, session);
        session.cancel(true);
        session.thenAccept(open -> open.close(true));
    }

    @Override
    public void close() {
        sessions.values().forEach(session -> session.cancel(true));
        client.stop();
    }
}
