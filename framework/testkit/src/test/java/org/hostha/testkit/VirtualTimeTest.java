package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.junit.Test;

public class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime(1);
    private final EventLoop loop = time.loop();
    private final List<String> seen = new ArrayList<>();

    @Test
    public void tasksRunAtTheirTimeInTheOrderOfTheirTimes() {
        loop.schedule(Duration.ofSeconds(2), () -> see("two"));
        loop.schedule(Duration.ofSeconds(1), () -> see("one"));
        loop.schedule(Duration.ofSeconds(4), () -> see("four"));
        time.advance(Duration.ofSeconds(3));
        assertThat(seen).containsExactly("one at 1s", "two at 2s");
        assertThat(time.now()).isEqualTo(new MonotonicTime(Duration.ofSeconds(3).toNanos())).isEqualTo(loop.now());
    }

    @Test
    public void whatATaskHandsInRunsInTheSameAdvance() {
        loop.schedule(Duration.ofSeconds(1), () -> loop.schedule(Duration.ofSeconds(1), () -> see("second")));
        time.advance(Duration.ofSeconds(2));
        assertThat(seen).containsExactly("second at 2s");
    }

    @Test
    public void aLoopKeepsTheOrderOfWhatIsDueAtTheSameTime() {
        for (int i = 0; i < 5; i++) {
            String name = "task " + i;
            loop.execute(() -> see(name));
        }
        time.loop().execute(() -> { });
        time.runUntilIdle();
        assertThat(seen).containsExactly("task 0 at 0s", "task 1 at 0s", "task 2 at 0s", "task 3 at 0s",
                "task 4 at 0s");
    }

    @Test
    public void runUntilIdleLetsNoTimePass() {
        loop.schedule(Duration.ofNanos(1), () -> see("later"));
        time.runUntilIdle();
        assertThat(seen).isEmpty();
        assertThat(time.now()).isEqualTo(new MonotonicTime(0));
    }

    @Test
    public void aCancelledTaskNeverRuns() {
        EventLoop.Cancellable cancelled = loop.schedule(Duration.ofSeconds(1), () -> see("cancelled"));
        loop.schedule(Duration.ZERO, cancelled::cancel);
        time.advance(Duration.ofSeconds(5));
        assertThat(seen).isEmpty();
    }

    @Test
    public void theSeedDecidesWhichLoopGoesFirst() {
        List<List<Integer>> runs = LongStream.range(0, 20).mapToObj(VirtualTimeTest::interleaving).toList();
        assertThat(runs).isEqualTo(LongStream.range(0, 20).mapToObj(VirtualTimeTest::interleaving).toList());
        assertThat(runs.stream().distinct().count()).isGreaterThan(1);
        assertThat(runs).allSatisfy(run -> assertThat(run.stream().filter(n -> n < 10).toList()).isSorted());
    }

    @Test
    public void aTaskThatThrowsEndsTheAdvanceAndTheNextOneGoesOn() {
        loop.execute(() -> {
            throw new IllegalStateException("broken");
        });
        loop.execute(() -> see("after"));
        assertThatThrownBy(time::runUntilIdle).hasMessage("broken");
        time.runUntilIdle();
        assertThat(seen).containsExactly("after at 0s");
    }

    @Test
    public void anotherThreadMayNotHandWorkIn() throws InterruptedException {
        time.runUntilIdle();
        Thread other = new Thread(() -> {
            try {
                loop.execute(() -> { });
            } catch (IllegalStateException e) {
                seen.add(e.getMessage());
            }
        });
        other.start();
        other.join();
        assertThat(seen).singleElement().asString().contains("can't be replayed");
    }

    private static List<Integer> interleaving(long seed) {
        VirtualTime time = new VirtualTime(seed);
        EventLoop first = time.loop();
        EventLoop second = time.loop();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int n = i;
            first.execute(() -> order.add(n));
            second.execute(() -> order.add(10 + n));
        }
        time.runUntilIdle();
        return order;
    }

    private void see(String what) {
        seen.add(what + " at " + Duration.ofNanos(time.now().nanos()).toSeconds() + "s");
    }
}
