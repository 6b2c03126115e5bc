package org.hostha.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.hostha.core.Resource;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.TransitionListener;

/** Counts the edges of the state machine that were walked, and measures the way from the first failure to Fenced. */
public final class Transitions implements TransitionListener {

    private static final Duration[] BUCKETS = List.of(10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200).stream()
            .map(Duration::ofSeconds).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final Map<Resource, Long> failedAt = new ConcurrentHashMap<>();
    private final Timer untilFenced;

    /** @param nanos a clock that never jumps */
    public Transitions(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
        untilFenced = Timer.builder("hostha.failure.to.fenced")
                .description("From the first failed health check to Fenced; cases that began before this process did"
                        + " are not in it")
                .serviceLevelObjectives(BUCKETS).register(registry);
    }

    @Override
    public void walked(Resource resource, Optional<HAState> from, HAEvent event, HAState to, Stored stored) {
        Counter.builder("hostha.transitions").description("Edges of the state machine that were walked")
                .tag("from", from.map(HAState::name).orElse("new")).tag("event", event.name()).tag("to", to.name())
                .register(registry).increment();
        switch (to) {
            case Suspect -> failedAt.putIfAbsent(resource, nanos.getAsLong());
            case Fenced -> Optional.ofNullable(failedAt.remove(resource))
                    .ifPresent(start -> untilFenced.record(Duration.ofNanos(nanos.getAsLong() - start)));
            case Available, Disabled, Ineligible -> failedAt.remove(resource);
            default -> { }
        }
    }
}
