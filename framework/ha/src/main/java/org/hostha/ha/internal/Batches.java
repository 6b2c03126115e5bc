package org.hostha.ha.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;

/**
 * What one shard asks of the store. While one batch is there, the next one gathers: under load, many share one
 * transaction. Used on the shard's loop only.
 *
 * @param <T> what is asked
 * @param <R> what is answered, one for each, in order
 */
final class Batches<T, R> {

    private record Pending<T, R>(T asked, BiConsumer<R, Throwable> then) { }

    private static final Logger LOG = LogManager.getLogger(Batches.class);
    private static final int BATCH = 200;

    private final Function<List<T>, List<R>> store;
    private final Executor storeExecutor;
    private final EventLoop loop;
    private final List<Pending<T, R>> gathered = new ArrayList<>();
    private boolean busy;

    /** @param store blocks; called on the executor */
    Batches(Function<List<T>, List<R>> store, Executor storeExecutor, EventLoop loop) {
        this.store = store;
        this.storeExecutor = storeExecutor;
        this.loop = loop;
    }

    /** @param then called on the loop with the answer, or with why there is none */
    void add(T asked, BiConsumer<R, Throwable> then) {
        gathered.add(new Pending<>(asked, then));
        flush();
    }

    private void flush() {
        if (busy || gathered.isEmpty()) {
            return;
        }
        busy = true;
        List<Pending<T, R>> head = gathered.subList(0, Math.min(BATCH, gathered.size()));
        List<Pending<T, R>> batch = List.copyOf(head);
        head.clear();
        try {
            storeExecutor.execute(() -> ask(batch));
        } catch (RuntimeException e) {
            loop.execute(() -> answered(batch, List.of(), e));
        }
    }

    private void ask(List<Pending<T, R>> batch) {
        try {
            List<R> answers = store.apply(batch.stream().map(Pending::asked).toList());
            if (answers.size() != batch.size()) {
                throw new IllegalStateException(answers.size() + " answers to " + batch.size() + " questions");
            }
            loop.execute(() -> answered(batch, answers, null));
        } catch (Throwable t) {
            loop.execute(() -> answered(batch, List.of(), t));
        }
    }

    private void answered(List<Pending<T, R>> batch, List<R> answers, Throwable failure) {
        busy = false;
        for (int i = 0; i < batch.size(); i++) {
            try {
                batch.get(i).then().accept(failure == null ? answers.get(i) : null, failure);
            } catch (RuntimeException e) {
                LOG.error("{}: its answer was not taken, the others of the batch are", batch.get(i).asked(), e);
            }
        }
        flush();
    }
}
