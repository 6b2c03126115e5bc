package org.hostha.server.api;

/**
 * A cookie that an answer sets: for HTTP alone, out of the reach of scripts, and kept by the client until it is closed.
 *
 * @param value empty takes the cookie away
 */
public record Cookie(String name, String value) {

    /** The value of its {@code Set-Cookie} header. */
    String header(boolean secure) {
        return name + "=" + value + ";Path=/;HttpOnly;SameSite=Lax" + (secure ? ";Secure" : "")
                + (value.isEmpty() ? ";Max-Age=0" : "");
    }

    @Override
    public String toString() {
        return name;
    }
}
