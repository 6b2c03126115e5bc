package org.hostha.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.Test;

public class ThrottleTest {

    private long now;
    private final Throttle throttle = new Throttle(5, () -> now);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("x");
        }
    }

    @Test
    public void fiveFailuresAreFreeThenEachPauseIsTwiceAsLong() {
        fail(5);
        assertThat(throttle.pause("x")).isZero();
        fail(1);
        assertThat(throttle.pause("x")).isEqualTo(Duration.ofSeconds(1));
        fail(3);
        assertThat(throttle.pause("x")).isEqualTo(Duration.ofSeconds(8));
        fail(90);
        assertThat(throttle.pause("x")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    public void aPauseEnds() {
        fail(6);
        now += Duration.ofSeconds(1).toNanos();

        assertThat(throttle.pause("x")).isZero();
    }

    @Test
    public void othersAreNotSlowedDown() {
        fail(50);

        assertThat(throttle.pause("y")).isZero();
    }

    @Test
    public void successForgetsAndAnHourDoesToo() {
        fail(9);
        throttle.forget("x");
        assertThat(throttle.pause("x")).isZero();

        fail(9);
        now += Duration.ofMinutes(61).toNanos();
        fail(1);
        assertThat(throttle.pause("x")).isZero();
    }

    @Test
    public void whatIsTakenBackDoesNotCount() {
        fail(6);
        throttle.takeBack("x");

        assertThat(throttle.pause("x")).isZero();
    }
}
