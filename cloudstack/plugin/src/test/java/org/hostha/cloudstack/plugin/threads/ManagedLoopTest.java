package org.hostha.cloudstack.plugin.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Test;

public class ManagedLoopTest {

    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final ManagedLoop loop = new ManagedLoop("test");

    @After
    public void stop() {
        loop.close();
    }

    @Test
    public void whatHasNotEndedElsewhereIsNotBegunASecondTime() {
        List<Runnable> begun = new CopyOnWriteArrayList<>();
        loop.repeat(INTERVAL, begun::add, () -> { });
        await().during(INTERVAL.multipliedBy(20)).atMost(Duration.ofSeconds(30)).until(() -> begun.size() == 1);
        begun.get(0).run();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(begun).hasSize(2));
    }
}
