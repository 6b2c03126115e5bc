package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;

/** A loop of a manager that can be paused, and can die: from then on nothing that was handed to it runs. */
final class ManagerLoop implements EventLoop {

    private final EventLoop loop;
    private final Supplier<MonotonicTime> clock;
    private final Supplier<Duration> transit;
    private final List<Runnable> heldUp = new ArrayList<>();
    private boolean dead;
    private boolean paused;

    /**
     * @param clock the manager's own
     * @param transit what a task takes to reach the loop, such as the answer of a database
     */
    ManagerLoop(EventLoop loop, Supplier<MonotonicTime> clock, Supplier<Duration> transit) {
        this.loop = loop;
        this.clock = clock;
        this.transit = transit;
    }

    void die() {
        dead = true;
    }

    void pause() {
        paused = true;
    }

    /** What came due in the pause runs now, in order. */
    void goOn() {
        paused = false;
        heldUp.forEach(task -> loop.execute(() -> run(task)));
        heldUp.clear();
    }

    @Override
    public MonotonicTime now() {
        return clock.get();
    }

    @Override
    public void execute(Runnable task) {
        loop.schedule(transit.get(), () -> run(task));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        Cancellable scheduled = loop.schedule(delay, () -> run(() -> {
            if (!cancelled[0]) {
                task.run();
            }
        }));
        return () -> {
            cancelled[0] = true;
            scheduled.cancel();
        };
    }

    private void run(Runnable task) {
        if (paused) {
            heldUp.add(task);
        } else if (!dead) {
            task.run();
        }
    }
}
