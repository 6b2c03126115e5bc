package org.hostha.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** The clock on the wall of the database: it shows what people read, can be set, and says when a directive ends. */
final class WallClock extends Clock {

    private final Supplier<Duration> sinceTheBeginning;
    private Duration wrong = Duration.ZERO;

    WallClock(Supplier<Duration> sinceTheBeginning) {
        this.sinceTheBeginning = sinceTheBeginning;
    }

    /** Somebody, or a time server, sets it forward; back when negative. */
    void jump(Duration by) {
        wrong = wrong.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(sinceTheBeginning.get()).plus(wrong);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the database lives in UTC");
    }
}
