package org.hostha.cloudstack.plugin;

import com.cloud.utils.exception.CloudRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;

/**
 * Something that may not be able to start yet: it is told once why, and tried again until it can. Nothing that goes wrong here
 * reaches the management server, a missing class included.
 *
 * @param <T> what runs
 */
final class Startup<T extends AutoCloseable> {

    private static final Logger LOG = LogManager.getLogger(Startup.class);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final String what;
    private final Callable<T> attempt;
    private final BiConsumer<String, String> alert;
    private volatile T running;
    private volatile String trouble = "it has not started yet";
    private boolean alerted;
    private boolean stopped;
    private ManagedLoop retries;

    /** @param alert takes subject and body */
    Startup(String what, Callable<T> attempt, BiConsumer<String, String> alert) {
        this.what = what;
        this.attempt = attempt;
        this.alert = alert;
    }

    /** Idempotent. */
    synchronized void start() {
        stopped = false;
        if (running != null) {
            return;
        }
        try {
            running = attempt.call();
            LOG.info("{} has started", what);
        } catch (Throwable t) {
            failed(t);
        }
    }

    private void failed(Throwable failure) {
        trouble = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        LOG.error("{} could not start, trying again in {} s", what, RETRY.toSeconds(), failure);
        try {
            if (!alerted) {
                alerted = true;
                alert.accept(what + " could not start", trouble + ". Nothing is recovered or fenced until it has. It is tried "
                        + "again every " + RETRY.toSeconds() + " s; see the management server's log.");
            }
            if (retries == null) {
                retries = new ManagedLoop("start");
            }
            retries.schedule(RETRY, this::retry);
        } catch (Throwable t) {
            LOG.error("{}: and that could not be told", what, t);
        }
    }

    private synchronized void retry() {
        if (!stopped) {
            start();
        }
    }

    synchronized void stop() {
        stopped = true;
        trouble = "it has been stopped";
        T last = running;
        running = null;
        try {
            if (retries != null) {
                retries.close();
                retries = null;
            }
            if (last != null) {
                last.close();
                LOG.info("{} has stopped", what);
            }
        } catch (Throwable t) {
            LOG.error("{} did not stop in good order", what, t);
        }
    }

    Optional<T> now() {
        return Optional.ofNullable(running);
    }

    /** @throws CloudRuntimeException saying why, when it does not run */
    T get() {
        T now = running;
        if (now == null) {
            throw new CloudRuntimeException(what + " is not available: " + trouble);
        }
        return now;
    }
}
