package org.hostha.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way that blocks a thread for each operation. */
abstract class BlockingContender implements Contender {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    protected final CompletableFuture<?> run(Callable<?> operation) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return operation.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
