package org.hostha.ha.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.ha.spi.HAStore;

/**
 * The commits of one shard. While one batch is at the database, the next one gathers: under load, many decisions share one
 * transaction. Used on the shard's loop only.
 */
final class CommitQueue {

    private record Pending(HAStore.Commit commit, BiConsumer<HAStore.Answer, Throwable> then) { }

    private static final Logger LOG = LogManager.getLogger(CommitQueue.class);
    private static final int BATCH = 200;

    private final HAStore store;
    private final Executor storeExecutor;
    private final EventLoop loop;
    private final List<Pending> gathered = new ArrayList<>();
    private boolean busy;

    CommitQueue(HAStore store, Executor storeExecutor, EventLoop loop) {
        this.store = store;
        this.storeExecutor = storeExecutor;
        this.loop = loop;
    }

    /** @param then called on the loop with the answer, or with why there is none */
    void add(HAStore.Commit commit, BiConsumer<HAStore.Answer, Throwable> then) {
        gathered.add(new Pending(commit, then));
        flush();
    }

    private void flush() {
        if (busy || gathered.isEmpty()) {
            return;
        }
        busy = true;
        List<Pending> head = gathered.subList(0, Math.min(BATCH, gathered.size()));
        List<Pending> batch = List.copyOf(head);
        head.clear();
        try {
            storeExecutor.execute(() -> store(batch));
        } catch (RuntimeException e) {
            loop.execute(() -> answered(batch, List.of(), e));
        }
    }

    private void store(List<Pending> batch) {
        try {
            List<HAStore.Answer> answers = store.commit(batch.stream().map(Pending::commit).toList());
            if (answers.size() != batch.size()) {
                throw new IllegalStateException(answers.size() + " answers to " + batch.size() + " commits");
            }
            loop.execute(() -> answered(batch, answers, null));
        } catch (Throwable t) {
            loop.execute(() -> answered(batch, List.of(), t));
        }
    }

    private void answered(List<Pending> batch, List<HAStore.Answer> answers, Throwable failure) {
        busy = false;
        for (int i = 0; i < batch.size(); i++) {
            try {
                batch.get(i).then().accept(failure == null ? answers.get(i) : null, failure);
            } catch (RuntimeException e) {
                LOG.error("{}: its answer was not taken, the others of the batch are", batch.get(i).commit().resource(), e);
            }
        }
        flush();
    }
}
