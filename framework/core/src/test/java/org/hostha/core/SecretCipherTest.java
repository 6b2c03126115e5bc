package org.hostha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;

public class SecretCipherTest {

    private final SecretCipher cipher = new SecretCipher(Secret.of("the key"));

    @Test
    public void whatIsEncryptedCanBeDecrypted() {
        for (String text : new String[] {"", "p", "pässwörd €", "x".repeat(128)}) {
            assertThat(cipher.decrypt(cipher.encrypt(Secret.of(text)))).isEqualTo(Secret.of(text));
        }
    }

    @Test
    public void theSameSecretNeverLooksTheSameTwice() {
        assertThat(cipher.encrypt(Secret.of("same"))).isNotEqualTo(cipher.encrypt(Secret.of("same")));
    }

    @Test
    public void aPasswordOf128BytesFitsCloudStacksColumn() {
        assertThat(cipher.encrypt(Secret.of("x".repeat(128))).length()).isLessThanOrEqualTo(255);
    }

    /** The layout of CloudStack's encryptor V2, put together here by hand. */
    @Test
    public void theLayoutIsIvThenCiphertextThenTagUnderTheHashOfTheKey() throws Exception {
        SecretKeySpec key = new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(
                "the key".getBytes(StandardCharsets.UTF_8)), "AES");
        byte[] stored = Base64.getDecoder().decode(cipher.encrypt(Secret.of("s3cret")));
        assertThat(stored).hasSize(12 + 6 + 16);
        Cipher plain = Cipher.getInstance("AES/GCM/NoPadding");
        plain.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, Arrays.copyOf(stored, 12)));
        assertThat(new String(plain.doFinal(stored, 12, 22), StandardCharsets.UTF_8)).isEqualTo("s3cret");
    }

    @Test
    public void whatWasChangedOrStoredWithAnotherKeyIsRefused() {
        String stored = cipher.encrypt(Secret.of("s3cret"));
        byte[] changed = Base64.getDecoder().decode(stored);
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> cipher.decrypt(Base64.getEncoder().encodeToString(changed)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SecretCipher(Secret.of("other")).decrypt(stored))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> cipher.decrypt("plain text")).isInstanceOf(IllegalArgumentException.class);
    }
}
