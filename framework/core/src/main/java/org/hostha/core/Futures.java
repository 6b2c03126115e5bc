package org.hostha.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** What {@link CompletableFuture} leaves to its users. */
public final class Futures {

    private Futures() {
    }

    /** The failure itself, without the wrappers that chaining puts around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * One thing after the other, like {@link CompletableFuture#thenCompose}, except that cancelling the result cancels
     * whatever of the two is under way.
     */
    public static <A, B> CompletableFuture<B> then(CompletableFuture<A> first,
            Function<? super A, ? extends CompletableFuture<B>> second) {
        CompletableFuture<B> result = new CompletableFuture<>();
        forward(result, first);
        first.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(cause(failure));
            } else if (!result.isDone()) {
                begin(result, value, second);
            }
        });
        return result;
    }

    /** Like {@link CompletableFuture#thenApply}, with cancellation as in {@link #then}. */
    public static <A, B> CompletableFuture<B> map(CompletableFuture<A> first, Function<? super A, ? extends B> function) {
        return then(first, value -> CompletableFuture.completedFuture(function.apply(value)));
    }

    /** Like {@link CompletableFuture#exceptionallyCompose}, without wrappers, with cancellation as in {@link #then}. */
    public static <T> CompletableFuture<T> recover(CompletableFuture<T> first,
            Function<? super Throwable, ? extends CompletableFuture<T>> second) {
        CompletableFuture<T> result = new CompletableFuture<>();
        forward(result, first);
        first.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else if (!result.isDone()) {
                begin(result, cause(failure), second);
            }
        });
        return result;
    }

    private static <A, B> void begin(CompletableFuture<B> result, A value,
            Function<? super A, ? extends CompletableFuture<B>> second) {
        try {
            CompletableFuture<B> begun = second.apply(value);
            forward(result, begun);
            begun.whenComplete((done, failure) -> {
                if (failure == null) {
                    result.complete(done);
                } else {
                    result.completeExceptionally(cause(failure));
                }
            });
        } catch (Throwable t) {
            // An Error too: nobody would ever hear of it, and whoever waits would wait for ever.
            result.completeExceptionally(t);
        }
    }

    private static void forward(CompletableFuture<?> result, CompletableFuture<?> work) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                work.cancel(true);
            }
        });
    }
}
