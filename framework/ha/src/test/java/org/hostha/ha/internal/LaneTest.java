package org.hostha.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Bulkhead;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.HASettings;
import org.junit.After;
import org.junit.Test;

public class LaneTest {

    private static final Resource HOST = new Resource(PartitionType.Host, 300, "uuid-300", "kvm-01", 1, 1, 1);

    private final ThreadEventLoop timers = new ThreadEventLoop("lane-test");
    private final GivenSettings settings = new GivenSettings();
    private final Lane lane = new Lane("health checks", settings, HASettings.MAX_CONCURRENT_HEALTH_CHECKS,
            HASettings.MAX_PENDING_HEALTH_CHECKS, timers, Notifications.none());

    @After
    public void close() {
        timers.close();
    }

    @Test
    public void whateverNumberIsSetOneOperationRuns() {
        for (long number : new long[] {0, -1, 1L << 31, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
            settings.set(HASettings.MAX_CONCURRENT_HEALTH_CHECKS, number);

            assertThat(submit(CompletableFuture.completedFuture("answered"))).as("running " + number)
                    .isCompletedWithValue("answered");
        }
    }

    @Test
    public void asManyWaitAsAreSetHoweverManyThatAre() {
        settings.set(HASettings.MAX_CONCURRENT_HEALTH_CHECKS, 1L);
        settings.set(HASettings.MAX_PENDING_HEALTH_CHECKS, Long.MAX_VALUE);
        submit(new CompletableFuture<>());
        submit(new CompletableFuture<>());

        assertThat(lane.load()).isEqualTo(new Bulkhead.Load(1, 1, 0));
    }

    private CompletableFuture<String> submit(CompletableFuture<String> work) {
        return lane.submit(HOST, () -> work, Duration.ofMinutes(1));
    }
}
