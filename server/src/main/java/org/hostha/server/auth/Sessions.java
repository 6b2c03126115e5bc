package org.hostha.server.auth;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The sessions that are open, in memory: a restart ends them all. One that nobody uses ends by itself. */
public final class Sessions {

    /** CloudStack's {@code session.timeout}. */
    public static final Duration TIMEOUT = Duration.ofMinutes(30);

    /** The one that was not used for longest makes room. */
    private static final int MAX = 10_000;
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Open(Session session, long used) { }

    private final LongSupplier nanos;
    private final Map<String, Open> open = new LinkedHashMap<>();

    /** @param nanos a clock that never jumps */
    public Sessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param passwordHash that the login was checked against */
    synchronized Session begin(long userId, String passwordHash) {
        dropOld();
        if (open.size() >= MAX) {
            open.remove(open.keySet().iterator().next());
        }
        Session session = new Session(random(), random(), userId, passwordHash);
        open.put(session.id(), new Open(session, nanos.getAsLong()));
        return session;
    }

    /** The session of a cookie, which counts as used now; empty when it has ended. */
    synchronized Optional<Session> use(String id) {
        Open found = open.remove(id);
        long now = nanos.getAsLong();
        if (found == null || now - found.used > TIMEOUT.toNanos()) {
            return Optional.empty();
        }
        open.put(id, new Open(found.session, now));
        return Optional.of(found.session);
    }

    /** The session of a cookie; asking does not count as using it. */
    synchronized Optional<Session> find(String id) {
        return Optional.ofNullable(open.get(id)).filter(found -> nanos.getAsLong() - found.used <= TIMEOUT.toNanos())
                .map(Open::session);
    }

    synchronized boolean end(String id) {
        return open.remove(id) != null;
    }

    /** Ends all sessions of a user, whose password or state was changed. */
    synchronized void endAll(long userId) {
        open.values().removeIf(known -> known.session.userId() == userId);
    }

    /** The map is in the order of use. */
    private void dropOld() {
        long now = nanos.getAsLong();
        open.values().removeIf(known -> now - known.used > TIMEOUT.toNanos());
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
