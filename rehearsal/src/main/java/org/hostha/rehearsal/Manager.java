package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.ha.HAEngine;

/** A management server: its loops, its threads at the database, its engine. When it dies, nothing of it runs any more. */
final class Manager {

    private final List<ManagerLoop> loops = new ArrayList<>();
    private final HAEngine engine;
    private boolean atDatabase;

    /** What an engine is made of, once it has shards and a way to the database. */
    interface Maker extends Function<Manager, HAEngine> { }

    private final Supplier<EventLoop> loop;
    private final Supplier<Duration> database;
    private final ManagerLoop blocking;

    /**
     * @param loop makes loops
     * @param database what a call takes to reach the database, and its answer to come back
     */
    Manager(Supplier<EventLoop> loop, Supplier<Duration> database, Maker maker) {
        this.loop = loop;
        this.database = database;
        this.blocking = newLoop(() -> Duration.ZERO);
        this.engine = maker.apply(this);
    }

    private ManagerLoop newLoop(Supplier<Duration> transit) {
        ManagerLoop made = new ManagerLoop(loop.get(), transit);
        loops.add(made);
        return made;
    }

    /** A shard's loop. What a thread at the database hands to it takes the way back of the answer. */
    EventLoop shard() {
        return newLoop(() -> atDatabase ? database.get() : Duration.ZERO);
    }

    /** Runs a task on a thread that waits for the database. */
    void block(Runnable task) {
        blocking.schedule(database.get(), () -> {
            atDatabase = true;
            try {
                task.run();
            } finally {
                atDatabase = false;
            }
        });
    }

    HAEngine engine() {
        return engine;
    }

    void die() {
        loops.forEach(ManagerLoop::die);
    }

    void pause() {
        loops.forEach(ManagerLoop::pause);
    }

    void goOn() {
        loops.forEach(ManagerLoop::goOn);
    }
}
