package org.hostha.oobm.redfish.internal;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.redfish.RedfishSettings;
import org.hostha.oobm.spi.BlockingCalls;

/**
 * Logins, and the sessions that outlive a call: one for each BMC that is kept for the next reading, and those that
 * could not be ended in time, which the next call ends so that they don't use up the BMC's few.
 */
final class Visits implements AutoCloseable {

    private static final int MOST_RETRIES = 10;
    private static final int MOST_LEFT_OPEN = 8;
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** Whoever logs in with the same words at the same place; the password is a copy, because its owner may wipe it. */
    private record Key(Target target, String username, Secret password) { }

    private record Kept(BmcEndpoint bmc, Login login, String systemLink) { }

    private final BlockingCalls calls;
    private final Clients clients;
    private final Settings settings;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
    private final Map<Key, Deque<Login>> leftOpen = new ConcurrentHashMap<>();

    Visits(BlockingCalls calls, Clients clients, Settings settings) {
        this.calls = calls;
        this.clients = clients;
        this.settings = settings;
    }

    /** Does {@code work} in a session of its own, which is ended afterwards. */
    <T> T fresh(Exchange exchange, BmcEndpoint bmc, Function<Visit, T> work) {
        Visit visit = enter(exchange, bmc);
        try {
            return work.apply(visit);
        } finally {
            leave(visit);
        }
    }

    /**
     * Does {@code work}, which changes nothing, in the session that is kept, or when that fails in a new one that is
     * then kept.
     */
    <T> T any(Exchange exchange, BmcEndpoint bmc, Function<Visit, T> work) {
        Kept before = kept.remove(key(bmc));
        if (before != null) {
            Visit visit = new Visit(bmc, talk(exchange, bmc), before.login(), before.systemLink());
            before.login().use(visit.talk());
            try {
                return keepAfter(visit, work);
            } catch (OutOfBandManagementException e) {
                leave(visit);
                exchange.throwIfEnded();
            }
        }
        Visit visit = enter(exchange, bmc);
        try {
            return keepAfter(visit, work);
        } catch (OutOfBandManagementException e) {
            leave(visit);
            throw e;
        }
    }

    private <T> T keepAfter(Visit visit, Function<Visit, T> work) {
        T done = work.apply(visit);
        Duration keep = settings.value(RedfishSettings.SESSION_KEEP);
        if (keep.isZero() || visit.login().session().isEmpty()) {
            leave(visit);
            return done;
        }
        endLeftOpen(visit);
        Key key = key(visit.bmc());
        Kept now = new Kept(visit.bmc(), visit.login(), visit.systemLink());
        Kept other = kept.put(key, now);
        if (other != null) {
            leaveOpen(key, other.login());
        }
        calls.later(keep, () -> {
            if (kept.remove(key, now)) {
                end(key, now);
            }
        });
        return done;
    }

    /** The session kept for these words is of no use any more. */
    void forget(BmcEndpoint bmc) {
        Key key = key(bmc);
        Kept old = kept.remove(key);
        if (old != null) {
            leaveOpen(key, old.login());
        }
    }

    private Visit enter(Exchange exchange, BmcEndpoint bmc) {
        Conversation talk = talk(exchange, bmc);
        Login login = Login.open(talk, bmc.username(), bmc.password());
        try {
            return new Visit(bmc, talk, login, ComputerSystem.find(talk, login.root()));
        } catch (OutOfBandManagementException e) {
            leave(new Visit(bmc, talk, login, ""));
            throw e;
        }
    }

    private Conversation talk(Exchange exchange, BmcEndpoint bmc) {
        int retries = (int) Math.max(0, Math.min(MOST_RETRIES, settings.value(RedfishSettings.RETRIES)));
        HttpClient client = clients.client();
        return new Conversation(exchange, client, target(bmc), retries);
    }

    private Target target(BmcEndpoint bmc) {
        return Target.of(bmc, settings.value(RedfishSettings.USE_HTTPS), settings.value(RedfishSettings.SYSTEM_ID));
    }

    /** Ends the session; what was done in it stays done when that fails. */
    private void leave(Visit visit) {
        visit.login().session().ifPresent(session -> {
            try {
                visit.talk().delete(session);
            } catch (OutOfBandManagementException e) {
                leaveOpen(key(visit.bmc()), visit.login());
                return;
            }
            endLeftOpen(visit);
        });
    }

    private void leaveOpen(Key key, Login login) {
        Deque<Login> open = leftOpen.computeIfAbsent(key, none -> new ArrayDeque<>());
        synchronized (open) {
            open.add(login);
            if (open.size() > MOST_LEFT_OPEN) {
                open.remove();
            }
        }
    }

    private void endLeftOpen(Visit visit) {
        Deque<Login> open = leftOpen.remove(key(visit.bmc()));
        if (open == null) {
            return;
        }
        synchronized (open) {
            for (Login login : open) {
                login.use(visit.talk());
                try {
                    visit.talk().delete(login.session().orElseThrow());
                } catch (OutOfBandManagementException e) {
                    break;
                }
            }
        }
        visit.login().use(visit.talk());
    }

    private CompletableFuture<Void> end(Key key, Kept old) {
        return calls.begin(old.bmc().toString(), GOODBYE, turn -> {
            Conversation talk = new Conversation(new Exchange(turn), clients.client(), key.target(), 0);
            old.login().use(talk);
            talk.delete(old.login().session().orElseThrow());
            return null;
        });
    }

    private Key key(BmcEndpoint bmc) {
        return new Key(target(bmc), bmc.username(), Secret.of(bmc.password().revealText()));
    }

    /** Ends what is kept, as far as that is to be had quickly. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> goodbyes = kept.keySet().stream()
                .flatMap(key -> Optional.ofNullable(kept.remove(key)).map(old -> end(key, old)).stream()).toList();
        try {
            CompletableFuture.allOf(goodbyes.toArray(CompletableFuture[]::new))
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The BMC ends it by itself.
        }
    }
}
