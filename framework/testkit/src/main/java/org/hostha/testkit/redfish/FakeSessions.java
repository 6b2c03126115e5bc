package org.hostha.testkit.redfish;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may come in: the user's password, and the sessions that are open. */
final class FakeSessions {

    private final Faults faults;
    private final Map<String, String> tokenOfId = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile String password = FakeRedfish.PASSWORD;

    FakeSessions(Faults faults) {
        this.faults = faults;
    }

    /** A session's id, unless there are too many. */
    synchronized Optional<String> begin() {
        if (tokenOfId.size() >= faults.sessionLimit) {
            return Optional.empty();
        }
        String id = Integer.toString(count.incrementAndGet());
        tokenOfId.put(id, UUID.randomUUID().toString());
        return Optional.of(id);
    }

    String token(String id) {
        return tokenOfId.get(id);
    }

    boolean end(String id) {
        return tokenOfId.remove(id) != null;
    }

    void endAll() {
        tokenOfId.clear();
    }

    int open() {
        return tokenOfId.size();
    }

    int everOpened() {
        return count.get();
    }

    boolean mayLogIn(String user, String word) {
        return FakeRedfish.USER.equals(user) && password.equals(word);
    }

    void setPassword(String word) {
        if (!faults.forgetsPasswords) {
            password = word;
        }
    }

    boolean admits(String token, String authorization) {
        if (token != null) {
            return tokenOfId.containsValue(token);
        }
        String expected = "Basic " + Base64.getEncoder().encodeToString(
                (FakeRedfish.USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return expected.equals(authorization);
    }
}
