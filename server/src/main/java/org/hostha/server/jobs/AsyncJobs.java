package org.hostha.server.jobs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Event;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Settings;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.ApiSettings;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Failures;
import org.hostha.server.api.JobQueue;
import org.hostha.server.api.Parameter;
import org.hostha.server.events.EventLog;
import org.springframework.dao.DataIntegrityViolationException;

/** Runs jobs on a bounded number of threads, and keeps account of each in its row. */
public final class AsyncJobs implements JobQueue, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(AsyncJobs.class);
    private static final int THREADS = 16;
    private static final int MAX_WAITING = 1000;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** A database that is away for minutes must not leave a job in progress for good. */
    private static final Duration STORE_PAUSE = Duration.ofSeconds(1);
    private static final int STORE_TRIES = 600;
    private static final String NOT_STORED = "The command was carried out, but its result can't be stored.";

    private final JobStore store;
    private final EventLog events;
    private final Settings settings;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1,
            task -> new Thread(task, "job-outcomes"), new ThreadPoolExecutor.DiscardPolicy());

    public AsyncJobs(JobStore store, EventLog events, Settings settings) {
        this.settings = settings;
        this.store = store;
        this.events = events;
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MAX_WAITING), task -> new Thread(task, "job"));
        threads.allowCoreThreadTimeOut(true);
        later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Settles what the last run of this manager left behind: its jobs will never end by themselves. */
    public void start() {
        int interrupted = store.failInterrupted();
        if (interrupted > 0) {
            LOG.warn("{} jobs were interrupted by the last stop and are marked as failed", interrupted);
        }
        purge();
    }

    /** Removes jobs that nobody will ask for any more. */
    public void purge() {
        store.purge(Duration.ofMinutes(settings.value(ApiSettings.JOB_RETENTION_MINUTES)));
    }

    @Override
    public String submit(Call call, Optional<String> chosenId) {
        String uuid = chosenId.map(AsyncJobs::checked).orElseGet(() -> UUID.randomUUID().toString());
        store.insert(uuid, call);
        EventLog.Errand errand = announce(call);
        try {
            threads.execute(() -> events.onErrand(errand, () -> run(uuid, call)));
        } catch (RejectedExecutionException e) {
            ApiException full = ApiException.failed("Too many jobs are waiting; try again later.");
            store.failed(uuid, full.status(), full.getMessage());
            throw full;
        }
        return uuid;
    }

    private EventLog.Errand announce(Call call) {
        Command command = call.command();
        return command.event().map(type -> events.scheduled(new Event(type, Event.Level.INFO, subject(call),
                "Scheduled " + command.name()), call.caller())).orElseGet(() -> new EventLog.Errand(call.caller()));
    }

    private void tellStarted(Call call) {
        call.command().event().ifPresent(type -> events.progress("Started", new Event(type, Event.Level.INFO,
                subject(call), "Starting job for " + call.command().name())));
    }

    private void tellFailed(Call call, ApiException failure) {
        call.command().event().ifPresent(type -> events.progress("Completed", new Event(type, Event.Level.ERROR,
                subject(call), "Error while " + call.command().name() + ": " + failure.getMessage())));
    }

    /** What the command's events are about; null where CloudStack doesn't say either. */
    private static Partition subject(Call call) {
        return call.command().instance().flatMap(instance -> instance.id().flatMap(call::optional)
                .filter(id -> id != Parameter.NO_ID)
                .map(id -> new Partition(type(instance.type()), id))).orElse(null);
    }

    private static PartitionType type(String instanceType) {
        return instanceType.equals("VirtualMachine") ? PartitionType.VM : PartitionType.valueOf(instanceType);
    }

    private static String checked(String chosen) {
        try {
            return UUID.fromString(chosen).toString();
        } catch (IllegalArgumentException e) {
            throw ApiException.parameter("customjobid must be a UUID");
        }
    }

    private void run(String uuid, Call call) {
        tellStarted(call);
        Runnable outcome;
        try {
            Map<String, Object> result = call.command().run(call);
            outcome = () -> succeeded(uuid, call.command(), result);
        } catch (RuntimeException e) {
            ApiException failure = Failures.toApi(call.command(), e);
            tellFailed(call, failure);
            outcome = () -> store.failed(uuid, failure.status(), failure.getMessage());
        }
        settle(uuid, outcome, 1);
    }

    private void succeeded(String uuid, Command command, Map<String, Object> result) {
        try {
            store.succeeded(uuid, command, result);
        } catch (DataIntegrityViolationException e) {
            LOG.error("the result of job {} can't be stored", uuid, e);
            store.failed(uuid, ApiException.internal().status(), NOT_STORED);
        }
    }

    /** What was done stays done while its outcome can't be stored: only the storing is tried again. */
    private void settle(String uuid, Runnable outcome, int tries) {
        try {
            outcome.run();
        } catch (RuntimeException e) {
            if (tries >= STORE_TRIES) {
                LOG.error("the outcome of job {} could not be stored in {} tries", uuid, tries, e);
                return;
            }
            LOG.warn("the outcome of job {} could not be stored, trying again: {}", uuid, e.getMessage());
            later.schedule(() -> settle(uuid, outcome, tries + 1), STORE_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Drops waiting jobs and gives running ones a moment; what does not end in it is marked as failed at the next
     * start. No thread is interrupted: an interrupt in the middle of a write closes the files of the embedded database.
     */
    @Override
    public void close() {
        later.shutdown();
        threads.shutdown();
        threads.getQueue().clear();
        try {
            threads.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
