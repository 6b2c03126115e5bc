package org.hostha.oobm.ipmi.internal.call;

import java.util.concurrent.CompletableFuture;

/**
 * What a call does with a BMC, step by step on the loop's thread.
 *
 * @param <T> its result
 */
@FunctionalInterface
public interface Script<T> {

    CompletableFuture<T> run(Sessions sessions);
}
