package org.hostha.oobm.ipmi.internal.call;

import java.util.concurrent.CompletableFuture;
import org.hostha.core.MonotonicTime;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * One call of a driver's user: a script, the future that it answers, and its deadline.
 *
 * @param <T> its result
 */
public final class Call<T> {

    private final String bmc;
    private final MonotonicTime deadline;
    private final Script<T> script;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /**
     * @param bmc what messages call the BMC
     * @param deadline by the loop's clock
     */
    public Call(String bmc, MonotonicTime deadline, Script<T> script) {
        this.bmc = bmc;
        this.deadline = deadline;
        this.script = script;
    }

    /** What the caller gets; when it is done, for whatever reason, the call is over. */
    public CompletableFuture<T> result() {
        return result;
    }

    MonotonicTime deadline() {
        return deadline;
    }

    boolean isOver() {
        return result.isDone();
    }

    /** Starts the script; its outcome becomes the call's, a failure by way of {@code failures}. */
    void run(Sessions sessions, Failures failures) {
        CompletableFuture<T> running;
        try {
            running = script.run(sessions);
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                failures.fail(this, failure);
            }
        });
    }

    /** Turns a failure of the script into one for the caller. */
    @FunctionalInterface
    interface Failures {
        void fail(Call<?> call, Throwable failure);
    }

    public void fail(Kind kind, String what, Throwable cause) {
        result.completeExceptionally(new OutOfBandManagementException(kind, bmc + ": " + what, cause));
    }
}
