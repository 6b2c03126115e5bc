package org.hostha.cloudstack.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as CloudStack 4.22 checks them: the parameters in the order of their names (by code unit, case
 * included), each as {@code name=value} with the value form-encoded and spaces as {@code %20}, joined by {@code &},
 * lower-cased as a whole, HMAC-SHA1 with the secret key, Base64.
 */
public final class RequestSigner {

    /** How long a version 3 request stays valid; CloudStack accepts at most 15 minutes where it enforces expiry. */
    public static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final String ALGORITHM = "HmacSHA1";
    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ApiKey key;
    private final SignatureVersion version;
    private final InstantSource clock;

    /** @param clock the wall clock, read for the {@code expires} of version 3 */
    public RequestSigner(ApiKey key, SignatureVersion version, InstantSource clock) {
        this.key = key;
        this.version = version;
        this.clock = clock;
    }

    /**
     * Completes a request: adds the API key, the expiry of version 3, and the signature.
     *
     * @param parameters the request's parameters; left unchanged
     * @return the complete parameters, {@code signature} included, in the order in which they were signed
     */
    public SortedMap<String, String> sign(Map<String, String> parameters) {
        SortedMap<String, String> request = new TreeMap<>(parameters);
        request.put("apiKey", key.apiKey());
        if (version == SignatureVersion.V3) {
            Instant expires = clock.instant().plus(VALIDITY);
            request.put("signatureversion", "3");
            request.put("expires", EXPIRES.format(expires));
        }
        request.put("signature", signature(request, key.secretKey()));
        return request;
    }

    /**
     * The signature that CloudStack expects for these parameters; a {@code signature} among them, in any case, does not
     * take part.
     */
    public static String signature(Map<String, String> parameters, String secretKey) {
        String signed = new TreeMap<>(parameters).entrySet().stream()
                .filter(parameter -> !parameter.getKey().equalsIgnoreCase("signature"))
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"))
                .toLowerCase(Locale.ROOT);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /** A request as the body of a form POST, for this client or for whoever shows a {@code curl} line. */
    public static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Form encoding with spaces as {@code %20}: what CloudStack signs, and what its servlet decodes alike. */
    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
