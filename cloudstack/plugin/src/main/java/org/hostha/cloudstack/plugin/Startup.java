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
    private final Duration pause;
    private volatile T running;
    private volatile String trouble = "it has not started yet";
    private boolean alerted;
    private boolean stopped;
    private boolean retryPending;
    private ManagedLoop retries;

    /** @param alert takes subject and body */
    Startup(String what, Callable<T> attempt, BiConsumer<String, String> alert) {
        this(what, attempt, alert, RETRY);
    }

    /** @param pause between two attempts */
    Startup(String what, Callable<T> attempt, BiConsumer<String, String> alert, Duration pause) {
        this.what = what;
        this.attempt = attempt;
        this.alert = alert;
        this.pause = pause;
    }

    /** Idempotent. */
    synchronized void start() {
        stopped = false;
        begin();
    }

    /** Like {@link #start()}, but what was stopped stays so. */
    synchronized void startUnlessStopped() {
        if (!stopped) {
            begin();
        }
    }

    private void begin() {
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
        LOG.error("{} could not start, trying again in {} s", what, pause.toSeconds(), failure);
        try {
            if (!alerted) {
                alerted = true;
                alert.accept(what + " could not start", trouble + ". Nothing is recovered or fenced until it has. It is tried "
                        + "again every " + pause.toSeconds() + " s; see the management server's log.");
            }
            retryLater();
        } catch (Throwable t) {
            LOG.error("{}: and that could not be told", what, t);
        }
    }

    /** One retry is due at a time, however often a start is asked for meanwhile. */
    private void retryLater() {
        if (retryPending) {
            return;
        }
        if (retries == null) {
            retries = new ManagedLoop("start");
        }
        retries.schedule(pause, this::retry);
        retryPending = true;
    }

    private synchronized void retry() {
        retryPending = false;
        startUnlessStopped();
    }

    synchronized void stop() {
        stopped = true;
        retryPending = false;
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
