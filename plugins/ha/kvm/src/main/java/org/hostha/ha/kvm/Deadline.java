package org.hostha.ha.kvm;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.ha.kvm.spi.NoAnswerException;

/** Keeps to a deadline whoever does not do so himself. */
final class Deadline {

    private Deadline() {
    }

    /**
     * Asks; what is not answered in time is called off and fails with {@link NoAnswerException}. A question that throws
     * instead of failing fails.
     */
    static <T> CompletableFuture<T> within(EventLoop timers, Duration deadline,
            Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<T> asked;
        try {
            asked = question.get();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> begun = asked;
        EventLoop.Cancellable timer = timers.schedule(deadline, () -> answer.completeExceptionally(
                new NoAnswerException("did not answer within " + deadline.toMillis() + " ms")));
        begun.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(Futures.cause(failure));
            }
        });
        answer.whenComplete((value, failure) -> {
            timer.cancel();
            begun.cancel(true);
        });
        return answer;
    }
}
