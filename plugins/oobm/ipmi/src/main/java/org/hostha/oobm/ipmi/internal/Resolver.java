package org.hostha.oobm.ipmi.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Turns names into addresses. An address in figures is read at once; a slow name service holds up names alone, and
 * whoever asks for a name that is being looked up waits for the same answer.
 */
public final class Resolver implements AutoCloseable {

    /** Asks whoever knows; may take its time. */
    @FunctionalInterface
    interface Names {
        InetAddress lookUp(String name) throws UnknownHostException;
    }

    private static final int THREADS = 4;
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    /** Whatever looks like one is read or refused by Java without asking a name service. */
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*(%.+)?|\\[.*\\]");

    private final Names names;
    private final Map<String, CompletableFuture<InetAddress>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "hostha-ipmi-names");
                thread.setDaemon(true);
                return thread;
            });

    public Resolver() {
        this(InetAddress::getByName);
    }

    Resolver(Names names) {
        this.names = names;
        lookups.allowCoreThreadTimeOut(true);
    }

    public CompletableFuture<InetAddress> resolve(String address) {
        try {
            if (IPV4.matcher(address).matches() || IPV6.matcher(address).matches()) {
                return CompletableFuture.completedFuture(InetAddress.getByName(address));
            }
            if (address.indexOf(':') >= 0) {
                throw new UnknownHostException(address + " is neither a host name nor an IP address");
            }
            CompletableFuture<InetAddress> lookup = underWay.computeIfAbsent(address,
                    name -> CompletableFuture.supplyAsync(() -> lookUp(name), lookups));
            return lookup.whenComplete((found, failure) -> underWay.remove(address, lookup));
        } catch (UnknownHostException | RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private InetAddress lookUp(String name) {
        try {
            return names.lookUp(name);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
