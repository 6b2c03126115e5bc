package org.hostha.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.Test;

public class SessionsTest {

    private long now;
    private final Sessions sessions = new Sessions(() -> now);

    @Test
    public void aSessionThatIsUsedStaysOpenAndOneThatIsNotEnds() {
        Session used = sessions.begin(2, "hash");
        Session idle = sessions.begin(2, "hash");
        for (int i = 0; i < 3; i++) {
            now += Duration.ofMinutes(20).toNanos();
            assertThat(sessions.use(used.id())).contains(used);
        }
        assertThat(sessions.use(idle.id())).isEmpty();
    }

    @Test
    public void aSessionThatWasEndedIsGone() {
        Session session = sessions.begin(2, "hash");

        assertThat(sessions.end(session.id())).isTrue();
        assertThat(sessions.end(session.id())).isFalse();
        assertThat(sessions.use(session.id())).isEmpty();
    }

    @Test
    public void allSessionsOfAUserEndAndOthersStay() {
        Session first = sessions.begin(2, "hash");
        Session other = sessions.begin(3, "hash");
        sessions.endAll(2);

        assertThat(sessions.use(first.id())).isEmpty();
        assertThat(sessions.use(other.id())).isPresent();
    }

    @Test
    public void aSessionNeverPrintsItself() {
        Session session = sessions.begin(2, "hash");

        assertThat(session.toString()).doesNotContain(session.id()).doesNotContain(session.key())
                .doesNotContain(session.passwordHash());
    }
}
