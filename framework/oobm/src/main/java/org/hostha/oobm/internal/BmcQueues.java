package org.hostha.oobm.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * One operation at a time for each BMC, with a pause between two. What is urgent goes before what is not, and else in
 * the order of arrival; where something that is not is under way, it is cancelled, so that a fence never waits for a
 * background reading of a silent BMC. An operation's deadline counts from the moment at which it was handed in: what has
 * not got its turn by then is never sent.
 */
public final class BmcQueues {

    private static final class Queue {
        private final Deque<Runnable> urgent = new ArrayDeque<>();
        private final Deque<Runnable> other = new ArrayDeque<>();
        private boolean busy;
        /** What is under way, while it may be cancelled. */
        private Optional<CompletableFuture<?>> background = Optional.empty();

        Runnable poll() {
            Runnable first = urgent.poll();
            return first != null ? first : other.poll();
        }
    }

    private final EventLoop timers;
    private final Map<String, Queue> queues = new HashMap<>();

    public BmcQueues(EventLoop timers) {
        this.timers = timers;
    }

    /**
     * @param bmc names the BMC
     * @param urgent goes before those that are not
     * @param gap pause after this operation
     * @param deadline from now
     * @param operation begins the work, given what is left of the deadline
     */
    public <T> CompletableFuture<T> submit(String bmc, boolean urgent, Duration gap, Duration deadline,
            Function<Duration, CompletableFuture<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        MonotonicTime end = timers.now().plus(deadline);
        Runnable job = () -> begin(bmc, urgent, gap, end, operation, result);
        EventLoop.Cancellable watchdog = timers.schedule(deadline, () -> result.completeExceptionally(
                new OutOfBandManagementException(Kind.TIMEOUT,
                        bmc + ": no answer within " + deadline.toMillis() + " ms")));
        result.whenComplete((value, failure) -> watchdog.cancel());
        boolean now;
        Optional<CompletableFuture<?>> displaced = Optional.empty();
        synchronized (queues) {
            Queue queue = queues.computeIfAbsent(bmc, name -> new Queue());
            now = !queue.busy;
            queue.busy = true;
            if (!now) {
                (urgent ? queue.urgent : queue.other).add(job);
                displaced = urgent ? queue.background : displaced;
            }
        }
        displaced.ifPresent(background -> background.cancel(true));
        if (now) {
            job.run();
        }
        return result;
    }

    private <T> void begin(String bmc, boolean urgent, Duration gap, MonotonicTime end,
            Function<Duration, CompletableFuture<T>> operation, CompletableFuture<T> result) {
        Duration left = end.since(timers.now());
        if (result.isDone() || left.isNegative() || left.isZero()) {
            result.completeExceptionally(new OutOfBandManagementException(Kind.UNREACHABLE,
                    bmc + ": another operation kept it busy until the deadline; nothing was sent"));
            ended(bmc, Duration.ZERO);
            return;
        }
        if (isDisplaced(bmc, urgent, result)) {
            result.cancel(true);
            ended(bmc, Duration.ZERO);
            return;
        }
        CompletableFuture<T> work;
        try {
            work = operation.apply(left);
        } catch (Throwable t) {
            // Whatever it is, an Error too: the BMC would be busy for ever.
            work = CompletableFuture.failedFuture(t);
        }
        CompletableFuture<T> begun = work;
        result.whenComplete((value, failure) -> begun.cancel(true));
        begun.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
            ended(bmc, gap);
        });
    }

    /** Notes what may be cancelled from now on; true when something urgent came before that could be noted. */
    private boolean isDisplaced(String bmc, boolean urgent, CompletableFuture<?> result) {
        synchronized (queues) {
            Queue queue = queues.get(bmc);
            queue.background = urgent ? Optional.empty() : Optional.of(result);
            return !urgent && !queue.urgent.isEmpty();
        }
    }

    private void ended(String bmc, Duration gap) {
        if (gap.isZero()) {
            timers.execute(() -> next(bmc));
        } else {
            timers.schedule(gap, () -> next(bmc));
        }
    }

    private void next(String bmc) {
        Runnable next;
        synchronized (queues) {
            Queue queue = queues.get(bmc);
            next = queue.poll();
            if (next == null) {
                queues.remove(bmc);
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
