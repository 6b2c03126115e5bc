package org.hostha.cloudstack.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.Test;

public class RequestSignerTest {

    private static final ApiKey KEY = new ApiKey("abc-Key", "S3cret");

    /** The expected value was computed with {@code openssl dgst -sha1 -hmac} over the canonical text. */
    @Test
    public void specialCharactersAreSignedAsOpensslSignsTheCanonicalText() {
        Map<String, String> request =
                Map.of("apiKey", "abc-Key", "command", "listHosts", "name", "A b~*+ü€&=/", "response", "json");

        assertThat(RequestSigner.signature(request, "S3cret")).isEqualTo("jvd/6jQJT7/yU/hl/FihNwYxwyk=");
    }

    /** Computed with openssl, as above. */
    @Test
    public void versionThreeSignsAnExpiryTenMinutesAhead() {
        RequestSigner signer =
                new RequestSigner(KEY, SignatureVersion.V3, () -> Instant.parse("2026-01-02T03:04:05.678Z"));

        assertThat(signer.sign(Map.of("command", "listHosts", "response", "json")))
                .containsEntry("signatureversion", "3")
                .containsEntry("expires", "2026-01-02T03:14:05+0000")
                .containsEntry("signature", "byflHuTKqxhNI7GU0YGw035LGBE=");
    }

    @Test
    public void versionOneAddsNothingButKeyAndSignature() {
        RequestSigner signer = new RequestSigner(KEY, SignatureVersion.V1, () -> Instant.EPOCH);

        assertThat(signer.sign(Map.of("command", "listHosts"))).containsOnlyKeys("apiKey", "command", "signature");
    }

    @Test
    public void namesAreOrderedByCodeUnitSoUpperCaseComesFirst() {
        assertThat(RequestSigner.signature(Map.of("B", "1", "a", "2"), "k"))
                .isNotEqualTo(RequestSigner.signature(Map.of("b", "1", "a", "2"), "k"));
    }

    @Test
    public void aSignatureAmongTheParametersTakesNoPart() {
        assertThat(RequestSigner.signature(Map.of("a", "2", "Signature", "x"), "k"))
                .isEqualTo(RequestSigner.signature(Map.of("a", "2"), "k"));
    }

    @Test
    public void theSecretIsNeverPrinted() {
        assertThat(KEY.toString()).contains("abc-Key").doesNotContain("S3cret");
    }

    @Test
    public void blankKeysAreRefused() {
        assertThatThrownBy(() -> new ApiKey("a", " ")).isInstanceOf(IllegalArgumentException.class);
    }
}
