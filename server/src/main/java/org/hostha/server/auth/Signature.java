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

    /** Compares in a time that tells nothing of where the difference is. */
    static boolean matches(Map<String, String> parameters, Secret secretKey, String received) {
        return MessageDigest.isEqual(of(parameters, secretKey).getBytes(StandardCharsets.US_ASCII),
                received.getBytes(StandardCharsets.UTF_8));
    }

    static String of(Map<String, String> parameters, Secret secretKey) {
        byte[] key = secretKey.reveal();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(canonical(parameters).getBytes(StandardCharsets.UTF_8)));
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
