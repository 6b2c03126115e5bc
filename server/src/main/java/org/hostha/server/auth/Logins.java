package org.hostha.server.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Secret;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Caller;

/** Opens a session to whoever knows a password, and makes guessing slow. */
public final class Logins {

    private static final Logger LOG = LogManager.getLogger(Logins.class);

    /** Hashing costs a processor a tenth of a second: a flood of logins must not take them all. */
    private static final int AT_ONCE = 4;
    private static final String REFUSED = "Failed to authenticate user in domain; please provide valid credentials";

    /** A user that may come in, and the session it was given. */
    public record Welcome(Caller caller, Session session, String firstName, String lastName, boolean hasKeys) { }

    private final Users users;
    private final Sessions sessions;
    /** Counted by name and address, so that nobody locks out somebody elsewhere; and by address, for guessed names. */
    private static final int FREE_BY_NAME = 5;
    private static final int FREE_BY_ADDRESS = 50;

    private final Throttle names = new Throttle(FREE_BY_NAME, System::nanoTime);
    private final Throttle addresses = new Throttle(FREE_BY_ADDRESS, System::nanoTime);
    private final Semaphore hashing = new Semaphore(AT_ONCE);

    public Logins(Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    /**
     * Begins a session.
     *
     * @param domainPath such as {@code /}
     * @param address where the client is
     * @throws ApiException 531, the same for a wrong name, domain or password and a disabled user, or saying how long
     *     to wait after too many of them
     */
    public Welcome login(String username, Secret password, String domainPath, String address) {
        String name = username + " at " + address;
        requirePatience(names.pause(name));
        requirePatience(addresses.pause(address));
        names.failed(name);
        addresses.failed(address);
        // Counted as failed until it has succeeded: many at once are not more guesses than one after another.
        Optional<Users.Identity> user = users.byName(username).filter(found -> found.domainPath().equals(domainPath));
        boolean right = matches(password, user.map(Users.Identity::password).orElse(Passwords.NONE));
        Users.Identity known = user.filter(found -> right && found.enabled()).orElseThrow(() -> {
            LOG.warn("a login from {} was refused", address);
            return ApiException.account(REFUSED);
        });
        names.forget(name);
        addresses.takeBack(address);
        return new Welcome(known.caller(), sessions.begin(known.caller().userId(), known.password()),
                known.firstName(), known.lastName(), known.secretKey().isPresent());
    }

    /** The path of a domain; of one that does not exist, a path that no user is in. */
    public String domainPath(long id) {
        return users.domainPath(id).orElse("");
    }

    /** True when the password is the user's; as slow as a login. */
    public boolean isPasswordOf(long userId, Secret password) {
        return users.byId(userId).filter(user -> matches(password, user.password())).isPresent();
    }

    /** Ends a session; false when there was none. */
    public boolean logout(String sessionId) {
        return sessions.end(sessionId);
    }

    private boolean matches(Secret password, String stored) {
        hashing.acquireUninterruptibly();
        try {
            return Passwords.matches(password, stored);
        } finally {
            hashing.release();
        }
    }

    private static void requirePatience(Duration pause) {
        if (!pause.isZero()) {
            throw ApiException.account("Too many failed logins; try again in " + (pause.toSeconds() + 1) + " seconds");
        }
    }
}
