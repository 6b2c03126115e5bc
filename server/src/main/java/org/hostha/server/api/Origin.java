package org.hostha.server.api;

import java.util.Map;
import java.util.Optional;

/**
 * Where a request came from, as far as HTTP tells. It never prints itself: sessions are among the cookies.
 */
public final class Origin {

    private final boolean post;
    private final boolean secure;
    private final String address;
    private final Map<String, String> cookies;

    /**
     * @param post false for a GET
     * @param secure whether it came over TLS
     * @param address of the client
     * @param cookies by name
     */
    public Origin(boolean post, boolean secure, String address, Map<String, String> cookies) {
        this.post = post;
        this.secure = secure;
        this.address = address;
        this.cookies = Map.copyOf(cookies);
    }

    /** A GET from the machine itself, without cookies. */
    public static Origin local() {
        return new Origin(false, false, "127.0.0.1", Map.of());
    }

    public boolean isPost() {
        return post;
    }

    public boolean isSecure() {
        return secure;
    }

    public String address() {
        return address;
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }
}
