package org.hostha.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.hostha.core.Secret;
import org.junit.Test;

public class PasswordsTest {

    @Test
    public void thePasswordThatWasHashedMatchesAndNoOther() {
        String stored = Passwords.hash(Secret.of("correct horse"));

        assertThat(Passwords.matches(Secret.of("correct horse"), stored)).isTrue();
        assertThat(Passwords.matches(Secret.of("correct horse "), stored)).isFalse();
        assertThat(stored).startsWith("pbkdf2-sha512$210000$").doesNotContain("correct").hasSizeLessThan(255);
    }

    @Test
    public void theSamePasswordIsNeverStoredTheSameWay() {
        assertThat(Passwords.hash(Secret.of("again"))).isNotEqualTo(Passwords.hash(Secret.of("again")));
    }

    @Test
    public void whatIsStoredInNoKnownFormMatchesNothing() {
        for (String stored : new String[] {"", "plain", "md5$1$a$b", "pbkdf2-sha512$x$AAAA$AAAA",
            "pbkdf2-sha512$0$AAAA$AAAA", "pbkdf2-sha512$1$!$AAAA", Passwords.NONE}) {
            assertThat(Passwords.matches(Secret.of(""), stored)).as(stored).isFalse();
            assertThat(Passwords.matches(Secret.of(stored), stored)).as(stored).isFalse();
        }
    }

    @Test
    public void generatedPasswordsAreLongAndDifferent() {
        assertThat(Passwords.generate().length()).isEqualTo(20);
        assertThat(Passwords.generate()).isNotEqualTo(Passwords.generate());
    }
}
