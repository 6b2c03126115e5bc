package org.hostha.server.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.server.api.Caller;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Writes events and alerts to CloudStack's tables, on a thread of its own. Whoever tells of something never waits: while
 * the database is away they wait here for some minutes; what does not fit in the queue, or can't be stored, is logged
 * instead, and counted.
 */
public final class EventLog implements Notifications, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(EventLog.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 200;
    private static final int DESCRIPTION_LENGTH = 1024;
    private static final int SUBJECT_LENGTH = 999;
    private static final int CONTENT_LENGTH = 5000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 300;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** CloudStack's user, account and domain of what nobody asked for. */
    private static final long SYSTEM = 1;

    /** On whose behalf something is done, and the event that it began with, once that is stored. */
    public static final class Errand {
        private final long userId;
        private final long accountId;
        private final long domainId;
        private final AtomicLong start = new AtomicLong();

        private Errand(long userId, long accountId, long domainId) {
            this.userId = userId;
            this.accountId = accountId;
            this.domainId = domainId;
        }

        /** An errand that begins without an event. */
        public Errand(Caller caller) {
            this(caller.userId(), caller.accountId(), caller.domainId());
        }
    }

    /** @param text for the log, where it can't be stored */
    private record Entry(String text, Runnable insert) { }

    private final Database database;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::write, "event-log");
    private final ThreadLocal<Errand> errands = ThreadLocal.withInitial(() -> new Errand(SYSTEM, SYSTEM, SYSTEM));
    private volatile boolean closed;

    public EventLog(Database database) {
        this.database = database;
        writer.setDaemon(true);
        writer.start();
    }

    /** On a thread that works for a caller it is the caller's event, and belongs to what was scheduled. */
    @Override
    public void publish(Event event) {
        publish(event, "Completed");
    }

    private void publish(Event event, String state) {
        Errand errand = errands.get();
        offer(event.description(), () -> insert(event, state, errand));
    }

    /**
     * Tells that a command of a caller was accepted as a job.
     *
     * @return for {@link #onErrand}, when the job runs
     */
    public Errand scheduled(Event event, Caller caller) {
        Errand errand = new Errand(caller);
        offer(event.description(), () -> errand.start.set(insert(event, "Scheduled", errand)));
        return errand;
    }

    /** Does something for a caller: what is told on this thread meanwhile is told as the caller's. */
    public void onErrand(Errand errand, Runnable work) {
        errands.set(errand);
        try {
            work.run();
        } finally {
            errands.remove();
        }
    }

    /** Tells that a job's work begins, or has come to nothing; on the thread of its errand. */
    public void progress(String state, Event event) {
        publish(event, state);
    }

    /** Tells that a caller has changed something. */
    public void completed(String type, Optional<Partition> subject, String description, Caller caller) {
        onErrand(new Errand(caller), () -> publish(new Event(type, Event.Level.INFO, subject.orElse(null),
                description)));
    }

    @Override
    public void send(Alert alert) {
        LOG.warn("alert {}: {}", alert.type().upstreamName(), alert.subject());
        offer(alert.subject(), () -> insert(alert));
    }

    /** How many events and alerts found no room, or could not be stored. */
    public long dropped() {
        return dropped.get();
    }

    private void offer(String text, Runnable insert) {
        if (closed || !queue.offer(new Entry(text, insert))) {
            LOG.warn("no room in the event log ({} dropped so far): {}", dropped.incrementAndGet(), text);
        }
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                Entry first = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH);
                    store(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the event log was interrupted and has ended", e);
        }
    }

    private void store(List<Entry> batch) throws InterruptedException {
        for (int tries = 1; true; tries++) {
            try {
                database.transactions().executeWithoutResult(
                        transaction -> batch.forEach(entry -> entry.insert().run()));
                return;
            } catch (DataIntegrityViolationException e) {
                storeEach(batch, e);
                return;
            } catch (RuntimeException e) {
                if (closed || tries == TRIES) {
                    batch.forEach(entry -> lost(entry, e));
                    return;
                }
                LOG.warn("{} events or alerts could not be stored, trying again: {}", batch.size(), e.getMessage());
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /** One of them will never be stored; the others need not be lost with it. */
    private void storeEach(List<Entry> batch, RuntimeException failure) throws InterruptedException {
        if (batch.size() == 1) {
            lost(batch.get(0), failure);
            return;
        }
        for (Entry entry : batch) {
            store(List.of(entry));
        }
    }

    private void lost(Entry entry, RuntimeException failure) {
        LOG.error("could not be stored in the event log ({} dropped so far): {}", dropped.incrementAndGet(), entry.text(),
                failure);
    }

    private long insert(Event event, String state, Errand errand) {
        Partition resource = event.resource();
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        database.jdbc().sql("INSERT INTO event (uuid, type, state, description, user_id, account_id, domain_id,"
                + " resource_id, resource_type, created, level, start_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(UUID.randomUUID().toString()).param(event.type()).param(state)
                .param(cut(event.description(), DESCRIPTION_LENGTH)).param(errand.userId).param(errand.accountId)
                .param(errand.domainId)
                .param(resource == null ? null : resource.id()).param(resource == null ? null : resourceType(resource))
                .param(Utc.now()).param(event.level().name()).param(errand.start.get()).update(key, "id");
        return key.getKeyAs(Number.class).longValue();
    }

    private void insert(Alert alert) {
        database.jdbc().sql("INSERT INTO alert (uuid, type, cluster_id, pod_id, data_center_id, subject, sent_count,"
                + " created, last_sent, name, content) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)")
                .param(UUID.randomUUID().toString()).param(alert.type().id()).param(alert.resource().clusterId())
                .param(alert.resource().podId()).param(alert.resource().zoneId())
                .param(cut(alert.subject(), SUBJECT_LENGTH)).param(Utc.now()).param(Utc.now())
                .param(alert.type().upstreamName()).param(cut(alert.body(), CONTENT_LENGTH)).update();
    }

    /** CloudStack's word for the kind of resource. */
    private static String resourceType(Partition resource) {
        return resource.type() == PartitionType.VM ? "VirtualMachine" : resource.type().name();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** Writes what is queued, then ends; without an interrupt, which would close the files of the embedded database. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(STOP_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
