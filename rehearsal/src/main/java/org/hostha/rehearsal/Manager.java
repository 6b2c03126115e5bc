package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.HAEngine;

/**
 * A management server's process: its loops, its clock, its threads at the database, its engine. When it dies, nothing of it
 * runs any more.
 */
final class Manager {

    /** What an engine is made of, once it has shards and a way to the database. */
    interface Maker extends Function<Manager, HAEngine> { }

    private final int number;
    private final List<ManagerLoop> loops = new ArrayList<>();
    private final VirtualLoops time;
    private final Supplier<Duration> database;
    private final ManagerLoop blocking;
    private final EventLoop physics;
    private final HAEngine engine;
    private Duration behind = Duration.ZERO;
    private MonotonicTime pausedAt = new MonotonicTime(0);
    private boolean suspended;
    private boolean paused;
    private boolean dead;
    private boolean atDatabase;
    private boolean reachesDatabase = true;
    private boolean reachesHosts = true;

    /** Makes loops. */
    interface VirtualLoops extends Supplier<EventLoop> { }

    /**
     * @param number tells apart managers, but not the processes of one
     * @param physics the time that goes on whatever happens to managers
     * @param database what a call takes to reach the database, and its answer to come back
     */
    Manager(int number, EventLoop physics, VirtualLoops time, Supplier<Duration> database, Maker maker) {
        this.number = number;
        this.physics = physics;
        this.time = time;
        this.database = database;
        this.blocking = newLoop(() -> Duration.ZERO);
        this.engine = maker.apply(this);
    }

    private ManagerLoop newLoop(Supplier<Duration> transit) {
        ManagerLoop made = new ManagerLoop(time.get(), this::now, transit);
        loops.add(made);
        return made;
    }

    int number() {
        return number;
    }

    /** What its clock says: less than is true, when it was once suspended. */
    MonotonicTime now() {
        MonotonicTime truth = suspended ? pausedAt : physics.now();
        return new MonotonicTime(truth.nanos() - behind.toNanos());
    }

    /** A loop. What a thread at the database hands to it takes the way back of the answer. */
    EventLoop loop() {
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

    /** It runs, and nothing keeps it from its work. */
    boolean works() {
        return !dead && !paused && reachesDatabase && reachesHosts;
    }

    /** Its clock once stood still: what it takes for in time may be late. */
    boolean isBehind() {
        return !behind.isZero();
    }

    boolean isDead() {
        return dead;
    }

    boolean reachesDatabase() {
        return reachesDatabase;
    }

    void reachesDatabase(boolean reaches) {
        reachesDatabase = reaches;
    }

    boolean reachesHosts() {
        return reachesHosts;
    }

    void reachesHosts(boolean reaches) {
        reachesHosts = reaches;
    }

    void die() {
        dead = true;
        loops.forEach(ManagerLoop::die);
    }

    void pause() {
        paused = true;
        loops.forEach(ManagerLoop::pause);
    }

    /** As a pause, but its clock stands still meanwhile, as that of a virtual machine may. */
    void suspend() {
        if (!suspended) {
            suspended = true;
            pausedAt = physics.now();
        }
        pause();
    }

    void goOn() {
        if (suspended) {
            suspended = false;
            behind = behind.plus(physics.now().since(pausedAt));
        }
        paused = false;
        loops.forEach(ManagerLoop::goOn);
    }

    @Override
    public String toString() {
        return "manager " + number;
    }
}
