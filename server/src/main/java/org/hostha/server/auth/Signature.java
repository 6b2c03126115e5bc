package org.hostha.server.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hostha.core.Secret;

/** CloudStack's request signature: HMAC-SHA1 over the sorted, encoded, lower-cased parameters. */
final class Signature {

    private static final String ALGORITHM = "HmacSHA1";
    private static final String PARAMETER = "signature";

    private Signature() {
    }

    /**
     * Compares in a time that tells nothing of where the difference is. A tilde may be signed as Java encodes it, or as
     * RFC 3986 has it and Python's clients do: CloudStack refuses the latter.
     */
    static boolean matches(Map<String, String> parameters, Secret secretKey, String received) {
        String canonical = canonical(parameters);
        byte[] sent = received.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sign(canonical, secretKey), sent)
                | MessageDigest.isEqual(sign(canonical.replace("%7e", "~"), secretKey), sent);
    }

    static String of(Map<String, String> parameters, Secret secretKey) {
        return new String(sign(canonical(parameters), secretKey), StandardCharsets.US_ASCII);
    }

    private static byte[] sign(String canonical, Secret secretKey) {
        byte[] key = secretKey.reveal();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encode(mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } finally {
            java.util.Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * What is signed: sorted by the name as sent, values form-encoded with {@code %20} for a space, all in lower case.
     */
    static String canonical(Map<String, String> parameters) {
        return new TreeMap<>(parameters).entrySet().stream()
                .filter(parameter -> !parameter.getKey().equalsIgnoreCase(PARAMETER))
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("&")).toLowerCase(Locale.ROOT);
    }
}
