package org.hostha.server.auth;

/**
 * A session as its owner has to prove it: the cookie, and the key that stands beside it. It never prints itself.
 *
 * @param id value of the cookie {@code JSESSIONID}
 * @param key value of the cookie and of the parameter {@code sessionkey}
 * @param passwordHash as it was stored when the user logged in: with another password the session no longer counts
 */
public record Session(String id, String key, long userId, String passwordHash) {

    @Override
    public String toString() {
        return "session of user " + userId;
    }
}
