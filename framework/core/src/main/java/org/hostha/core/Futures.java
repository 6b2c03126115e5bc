package org.hostha.core;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What {@link java.util.concurrent.CompletableFuture} leaves to its users. */
public final class Futures {

    private Futures() {
    }

    /** The failure itself, without the wrappers that chaining puts around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
