package org.hostha.server.auth;

import java.util.Optional;
import org.hostha.core.Settings;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.ApiRequest;
import org.hostha.server.api.Authenticator;
import org.hostha.server.api.Caller;
import org.hostha.server.api.Command;
import org.hostha.server.api.Origin;

/**
 * Requests within a session: the cookie {@code JSESSIONID} and, as {@link AuthSettings#SESSION_KEY_LOCATIONS} asks for
 * it, the session's key in a cookie and in a parameter. A session that someone uses without its key ends at once.
 */
public final class SessionAuthenticator implements Authenticator {

    public static final String ID_COOKIE = "JSESSIONID";
    public static final String KEY = "sessionkey";

    private final Sessions sessions;
    private final Users users;
    private final Settings settings;

    public SessionAuthenticator(Sessions sessions, Users users, Settings settings) {
        this.sessions = sessions;
        this.users = users;
        this.settings = settings;
    }

    @Override
    public Caller authenticate(ApiRequest request, Optional<Command> command) {
        Caller caller = caller(request.origin(), request.anyCase(KEY)).orElseThrow(ApiException::unauthorised);
        if (request.command().isEmpty()) {
            throw ApiException.badRequest("The request names no command");
        }
        return caller;
    }

    /**
     * Whose session a request belongs to; empty when it belongs to none, or does not prove it.
     *
     * @param keyParameter the parameter {@code sessionkey} of the request
     */
    public Optional<Caller> caller(Origin origin, Optional<String> keyParameter) {
        Optional<Session> session = origin.cookie(ID_COOKIE).flatMap(sessions::use);
        if (session.isPresent() && !proven(session.get(), origin.cookie(KEY), keyParameter)) {
            sessions.end(session.get().id());
            return Optional.empty();
        }
        return session.flatMap(this::user).map(Users.Identity::caller);
    }

    /** Whether the session of an earlier request is still open; asking does not keep it open. */
    public boolean isOpen(Origin origin) {
        return origin.cookie(ID_COOKIE).flatMap(sessions::find).flatMap(this::user).isPresent();
    }

    /**
     * Who the session belongs to, as long as it may come in with the password that it logged in with. Another manager may
     * have changed that, or this one while the login was being checked.
     */
    private Optional<Users.Identity> user(Session session) {
        return users.byId(session.userId()).filter(Users.Identity::enabled)
                .filter(user -> user.password().equals(session.passwordHash()));
    }

    private boolean proven(Session session, Optional<String> cookie, Optional<String> parameter) {
        boolean inCookie = cookie.filter(session.key()::equals).isPresent();
        boolean inParameter = parameter.filter(session.key()::equals).isPresent();
        return switch (settings.value(AuthSettings.SESSION_KEY_LOCATIONS)) {
            case "CookieOrParameter" -> inCookie || inParameter;
            case "ParameterOnly" -> inParameter;
            default -> inCookie && inParameter;
        };
    }
}
