package org.hostha.ha.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.hostha.core.EventLoop;
import org.hostha.ha.spi.HAStore;

/**
 * The commits of one shard. While one batch is at the database, the next one gathers: under load, many decisions share one
 * transaction. Used on the shard's loop only.
 */
final class CommitQueue {

    private record Pending(HAStore.Commit commit, BiConsumer<HAStore.Answer, Throwable> then) { }

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
        storeExecutor.execute(() -> {
            List<HAStore.Answer> answers = List.of();
            Throwable failure = null;
            try {
                answers = store.commit(batch.stream().map(Pending::commit).toList());
            } catch (Throwable t) {
                failure = t;
            }
            List<HAStore.Answer> got = answers;
            Throwable why = failure;
            loop.execute(() -> answered(batch, got, why));
        });
    }

    private void answered(List<Pending> batch, List<HAStore.Answer> answers, Throwable failure) {
        busy = false;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).then().accept(failure == null ? answers.get(i) : null, failure);
        }
        flush();
    }
}
