package org.hostha.server.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows guessing down. Whoever has failed a few times has to wait, each time twice as long; nobody is locked out for
 * good. With five free failures:
 *
 * <pre>
 * failures so far:  1 ... 5     6      7      8      9  ...  16 and more
 * then wait:          0        1 s    2 s    4 s    8 s ...  15 min
 * </pre>
 */
final class Throttle {

    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    /** Failures are forgotten when none has followed for so long. */
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private record Failures(int count, long last) { }

    private final int free;
    private final LongSupplier nanos;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /**
     * @param free failures that cost no pause yet
     * @param nanos a clock that never jumps
     */
    Throttle(int free, LongSupplier nanos) {
        this.free = free;
        this.nanos = nanos;
    }

    /** How long the key has to wait from now; zero when it may try. */
    synchronized Duration pause(String key) {
        Failures known = failures.get(key);
        if (known == null || known.count <= free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(known.count - free - 1, 20);
        long pause = Math.min(FIRST_PAUSE << doublings, LONGEST_PAUSE.toNanos());
        return Duration.ofNanos(Math.max(0, known.last + pause - nanos.getAsLong()));
    }

    synchronized void failed(String key) {
        long now = nanos.getAsLong();
        failures.values().removeIf(known -> now - known.last > MEMORY.toNanos());
        Failures known = failures.remove(key);
        if (failures.size() >= REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(key, new Failures(known == null ? 1 : known.count + 1, now));
    }

    /** Forgets all failures. */
    synchronized void forget(String key) {
        failures.remove(key);
    }

    /** The last failure was none. */
    synchronized void takeBack(String key) {
        failures.computeIfPresent(key, (same, known) ->
                known.count == 1 ? null : new Failures(known.count - 1, known.last));
    }
}
