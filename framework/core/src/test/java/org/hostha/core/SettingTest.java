package org.hostha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.hostha.core.Setting.Scope;
import org.junit.Test;

public class SettingTest {

    private static final Setting<Duration> INTERVAL = Setting.seconds("an.interval", 5, Scope.Global, "An interval");
    private static final Setting<Duration> TIMEOUT = Setting.seconds("a.timeout", 5, 1, Scope.Global, "A timeout");
    private static final Setting<Long> MINUTES = Setting.number("some.minutes", 5, 1, 100, Scope.Global, "Minutes");
    private static final Setting<Double> FACTOR = Setting.decimal("a.factor", 2.5, Scope.Global, "A factor");

    @Test
    public void secondsAreThoseThatEveryUnitOfTimeCanCount() {
        assertThat(INTERVAL.parse("0")).isZero();
        assertThat(INTERVAL.parse(" 315360000 ")).isEqualTo(Duration.ofDays(3650));
        assertThatCode(() -> INTERVAL.parse("315360000").multipliedBy(10).toNanos()).doesNotThrowAnyException();
        refused(INTERVAL, "-1");
        refused(INTERVAL, "315360001");
        refused(INTERVAL, "9300000000");
    }

    @Test
    public void whatMustNotBeZeroIsRefusedAsZero() {
        assertThat(TIMEOUT.parse("1")).isEqualTo(Duration.ofSeconds(1));
        refused(TIMEOUT, "0");
    }

    @Test
    public void aNumberIsWithinItsBounds() {
        assertThat(MINUTES.parse("1")).isEqualTo(1);
        assertThat(MINUTES.parse("100")).isEqualTo(100);
        refused(MINUTES, "0");
        refused(MINUTES, "9223372036854775807");
    }

    @Test
    public void aDecimalIsANumber() {
        assertThat(FACTOR.parse("3")).isEqualTo(3);
        refused(FACTOR, "NaN");
        refused(FACTOR, "Infinity");
    }

    private static void refused(Setting<?> setting, String text) {
        assertThatThrownBy(() -> setting.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting.key()).hasMessageContaining(text);
    }
}
