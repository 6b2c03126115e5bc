package org.hostha.server.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request as they were sent. Of a name that is there twice, the query's last value wins, else the
 * body's first. It never prints itself: signatures and passwords are among the values.
 */
public final class ApiRequest {

    /** CloudStack's bound on the parameters of a form. */
    private static final int MAX_PARAMETERS = 5000;

    private final Map<String, String> raw;
    private final Origin origin;
    private final Map<String, String> lowerCased = new LinkedHashMap<>();

    private ApiRequest(Map<String, String> raw, Origin origin) {
        this.raw = raw;
        this.origin = origin;
        raw.forEach((name, value) -> lowerCased.put(name.toLowerCase(Locale.ROOT), value));
    }

    /**
     * @param query as it stands in the URL, null when there is none
     * @param form the body of a form POST, empty when there is none
     * @throws ApiException 400, when it can't be decoded or has too many parameters
     */
    public static ApiRequest of(String query, String form, Origin origin) {
        Map<String, String> parameters = new LinkedHashMap<>();
        decode(form, parameters, false);
        decode(query == null ? "" : query, parameters, true);
        return new ApiRequest(parameters, origin);
    }

    private static void decode(String encoded, Map<String, String> into, boolean lastWins) {
        int rest = MAX_PARAMETERS;
        for (int start = 0; start < encoded.length();) {
            int end = encoded.indexOf('&', start);
            end = end < 0 ? encoded.length() : end;
            if (end > start) {
                if (rest-- == 0) {
                    throw ApiException.badRequest("The request has more than " + MAX_PARAMETERS + " parameters");
                }
                decodeOne(encoded.substring(start, end), into, lastWins);
            }
            start = end + 1;
        }
    }

    private static void decodeOne(String pair, Map<String, String> into, boolean lastWins) {
        int equals = pair.indexOf('=');
        try {
            String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
            String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            if (lastWins) {
                into.put(name, value);
            } else {
                into.putIfAbsent(name, value);
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("The request has a parameter whose percent-encoding is broken");
        }
    }

    /** Where it came from. */
    public Origin origin() {
        return origin;
    }

    /** By the exact names that were sent; what a signature is made over. */
    public Map<String, String> raw() {
        return raw;
    }

    /** By lower-case name; what commands read. */
    public Map<String, String> lowerCased() {
        return lowerCased;
    }

    /** The value of a parameter whose name may be in any case. */
    public Optional<String> anyCase(String name) {
        return Optional.ofNullable(lowerCased.get(name)).filter(value -> !value.isEmpty());
    }

    /** The name of the command, as sent; empty when there is none. */
    public String command() {
        return raw.getOrDefault("command", "");
    }

    /** True when the answer is to be JSON rather than XML. */
    public boolean wantsJson() {
        return "json".equalsIgnoreCase(raw.get("response"));
    }

    /**
     * CloudStack's rule: of the control characters, only line feed and carriage return may be in a value.
     *
     * @throws ApiException 431, naming the parameter
     */
    void refuseControlCharacters() {
        raw.forEach((name, value) -> {
            boolean bad = value.chars().anyMatch(c -> (c < 0x20 && c != '\n' && c != '\r') || c == 0x7F);
            if (bad) {
                throw ApiException.parameter("The value of parameter " + printable(name)
                        + " has control characters in it");
            }
        });
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7E]", "?");
    }
}
