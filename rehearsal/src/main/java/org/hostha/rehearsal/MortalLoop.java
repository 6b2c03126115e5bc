package org.hostha.rehearsal;

import java.time.Duration;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;

/** A loop of a manager that can die: from then on nothing that was handed to it runs. */
final class MortalLoop implements EventLoop {

    private final EventLoop loop;
    private boolean dead;

    MortalLoop(EventLoop loop) {
        this.loop = loop;
    }

    void die() {
        dead = true;
    }

    @Override
    public MonotonicTime now() {
        return loop.now();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> runUnlessDead(task));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, () -> runUnlessDead(task));
    }

    private void runUnlessDead(Runnable task) {
        if (!dead) {
            task.run();
        }
    }
}
