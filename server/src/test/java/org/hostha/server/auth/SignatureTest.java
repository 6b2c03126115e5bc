package org.hostha.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.hostha.core.Secret;
import org.junit.Test;

public class SignatureTest {

    @Test
    public void parametersAreSortedByTheNameAsSentEncodedAndLowerCased() {
        assertThat(Signature.canonical(Map.of("command", "listHosts", "apiKey", "A+b/", "name", "x y~*", "Zone", "1",
                "signature", "ignored", "Signature", "ignored too")))
                .isEqualTo("zone=1&apikey=a%2bb%2f&command=listhosts&name=x%20y%7e*");
    }

    /** Computed with {@code printf 'apikey=k&command=listzones' | openssl dgst -sha1 -hmac s -binary | base64}. */
    @Test
    public void aKnownRequestHasAKnownSignature() {
        assertThat(Signature.of(Map.of("apiKey", "K", "command", "listZones"), Secret.of("s")))
                .isEqualTo("PiVh9mDtWBpcDxASXi+ffk6O8VQ=");
        assertThat(Signature.matches(Map.of("apiKey", "K", "command", "listZones"), Secret.of("s"),
                "PiVh9mDtWBpcDxASXi+ffk6O8VQ=")).isTrue();
        assertThat(Signature.matches(Map.of("apiKey", "K", "command", "listHosts"), Secret.of("s"),
                "PiVh9mDtWBpcDxASXi+ffk6O8VQ=")).isFalse();
    }

    @Test
    public void everyFormOfAnExpiryIsRead() {
        Instant ten = Instant.parse("2026-11-22T10:00:00Z");

        assertThat(Expiry.parse("2026-11-22T10:00:00Z")).contains(ten);
        assertThat(Expiry.parse("2026-11-22T11:00:00+01:00")).contains(ten);
        assertThat(Expiry.parse("2026-11-22T11:00:00+0100")).contains(ten);
        assertThat(Expiry.parse("2026-11-22T11:00:00Z+0100")).contains(ten);
        assertThat(Expiry.parse("2026-11-22T10:00:00.123456Z")).contains(ten.plusNanos(123_456_000));
        assertThat(Expiry.parse("2026-11-22T10:00:00.123456+0000")).contains(ten.plusNanos(123_456_000));
        assertThat(Expiry.parse("tomorrow")).isEmpty();
    }
}
