package org.hostha.ha.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.hostha.core.Alert;
import org.hostha.core.Bulkhead;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;

/** One kind of work within its bounds. That it sheds work is told once, until it has not for a while. */
final class Lane {

    private static final Duration QUIET = Duration.ofMinutes(5);

    private final String name;
    private final Setting<Long> pending;
    private final Bulkhead bulkhead;
    private final EventLoop timers;
    private final Notifications notifications;
    private Optional<MonotonicTime> lastShed = Optional.empty();

    Lane(String name, Settings settings, Setting<Long> running, Setting<Long> pending, EventLoop timers,
            Notifications notifications) {
        this.name = name;
        this.pending = pending;
        this.bulkhead = new Bulkhead(name, () -> atLeast(1, settings.value(running)),
                () -> atLeast(0, settings.value(pending)), timers);
        this.timers = timers;
        this.notifications = notifications;
    }

    /** Whatever is set: with room for nothing at all no host would be looked at, and nothing would ever end that. */
    private static int atLeast(int least, long number) {
        return (int) Math.max(least, Math.min(number, Integer.MAX_VALUE));
    }

    String name() {
        return name;
    }

    Bulkhead.Load load() {
        return bulkhead.load();
    }

    <T> CompletableFuture<T> submit(Resource resource, Supplier<? extends CompletableFuture<T>> work,
            Duration deadline) {
        CompletableFuture<T> answer = bulkhead.submit(work, deadline);
        answer.whenComplete((value, failure) -> {
            if (failure != null && Futures.cause(failure) instanceof Bulkhead.ShedException shed && isNews()) {
                notifications.send(new Alert(Alert.Type.HA_ACTION, resource, "HA sheds " + name + ": there is more work "
                        + "than this manager may have waiting", shed.getMessage() + ". What is shed is tried again "
                        + "later, so verdicts come late. Raise " + pending.key() + ", or look for what is slow."));
            }
        });
        return answer;
    }

    private synchronized boolean isNews() {
        MonotonicTime now = timers.now();
        boolean news = lastShed.map(last -> now.since(last).compareTo(QUIET) > 0).orElse(true);
        lastShed = Optional.of(now);
        return news;
    }
}
