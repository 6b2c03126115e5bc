package org.hostha.cloudstack.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public class StartupTest {

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int STARTS = 20;

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger alerts = new AtomicInteger();
    private final Startup<AutoCloseable> startup = new Startup<>("it", () -> {
        attempts.incrementAndGet();
        throw new IllegalStateException("not yet");
    }, (subject, body) -> alerts.incrementAndGet(), PAUSE);

    @After
    public void stop() {
        startup.stop();
    }

    @Test
    public void howeverOftenAStartIsAskedForOneRetryIsDueAtATime() {
        for (int i = 0; i < STARTS; i++) {
            startup.start();
        }
        await().during(PAUSE.multipliedBy(3)).atMost(Duration.ofSeconds(10)).until(() -> attempts.get() < STARTS + STARTS / 2);
        assertThat(attempts).hasValueGreaterThan(STARTS);
        assertThat(alerts).hasValue(1);
    }

    @Test
    public void whatWasStoppedIsBegunAnewOnlyByAStart() {
        startup.startUnlessStopped();
        assertThat(attempts).hasValue(1);
        startup.stop();
        startup.startUnlessStopped();
        assertThat(attempts).hasValue(1);
        startup.start();
        assertThat(attempts).hasValue(2);
    }

    @Test
    public void hostHADoesNotBeginOutOfBandManagementAnewThatWasStopped() {
        try (RunningPlugin plugin = new RunningPlugin()) {
            plugin.outOfBand.stop();
            plugin.manager.start();
            assertThatThrownBy(plugin.outOfBand::running).hasMessageContaining("it has been stopped");
        }
    }
}
