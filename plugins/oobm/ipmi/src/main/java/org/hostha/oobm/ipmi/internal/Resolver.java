package org.hostha.oobm.ipmi.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Turns names into addresses. An address in figures is read at once; a slow name service holds up names alone. */
public final class Resolver implements AutoCloseable {

    private static final int THREADS = 4;
    private static final Pattern IN_FIGURES = Pattern.compile("[0-9.]+|.*:.*");

    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "hostha-ipmi-names");
                thread.setDaemon(true);
                return thread;
            });

    public Resolver() {
        lookups.allowCoreThreadTimeOut(true);
    }

    public CompletableFuture<InetAddress> resolve(String address) {
        try {
            return IN_FIGURES.matcher(address).matches()
                    ? CompletableFuture.completedFuture(lookUp(address))
                    : CompletableFuture.supplyAsync(() -> lookUp(address), lookups);
        } catch (CompletionException | RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static InetAddress lookUp(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
