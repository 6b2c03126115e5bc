package org.hostha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public class BulkheadTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ThreadEventLoop timers = new ThreadEventLoop("bulkhead-test");
    private final AtomicInteger room = new AtomicInteger(2);
    private final Bulkhead bulkhead = new Bulkhead("probes", room::get, () -> 1, timers);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @After
    public void close() {
        timers.close();
    }

    private CompletableFuture<String> submit() {
        return bulkhead.submit(this::begin, LONG);
    }

    private synchronized CompletableFuture<String> begin() {
        CompletableFuture<String> operation = new CompletableFuture<>();
        begun.add(operation);
        return operation;
    }

    @Test
    public void whatDoesNotFitIsShedAtOnceAndCounted() {
        submit();
        submit();
        submit();
        CompletableFuture<String> fourth = submit();

        assertThatThrownBy(fourth::get).hasCauseInstanceOf(Bulkhead.ShedException.class).hasMessageContaining("probes");
        assertThat(bulkhead.load()).isEqualTo(new Bulkhead.Load(2, 1, 1));
    }

    @Test
    public void aPendingOperationBeginsWhenARunningOneEnds() throws Exception {
        submit();
        submit();
        CompletableFuture<String> third = submit();
        begun.get(0).complete("first");
        waitFor(3);
        begun.get(2).complete("third");

        assertThat(third.get(5, TimeUnit.SECONDS)).isEqualTo("third");
    }

    @Test
    public void anOperationPastItsDeadlineIsCancelledAndAnswersTimeout() {
        CompletableFuture<String> late = bulkhead.submit(this::begin, Duration.ofMillis(20));

        assertThatThrownBy(() -> late.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class).hasMessageContaining("20 ms");
        assertThat(begun.get(0)).isCancelled();
    }

    @Test
    public void anOperationThatCannotEvenBeginFailsAndGivesItsPlaceBack() {
        CompletableFuture<String> broken = bulkhead.submit(() -> {
            throw new IllegalStateException("no socket");
        }, LONG);

        assertThatThrownBy(broken::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(bulkhead.load().running()).isZero();
    }

    @Test
    public void aChangedLimitCountsFromTheNextOperationOn() {
        submit();
        submit();
        room.set(3);
        submit();

        assertThat(bulkhead.load()).isEqualTo(new Bulkhead.Load(3, 0, 0));
    }

    @Test
    public void allThatWaitBeginWhenThereIsRoomForThemAll() throws Exception {
        Bulkhead roomy = new Bulkhead("probes", room::get, () -> 10, timers);
        for (int i = 0; i < 7; i++) {
            roomy.submit(this::begin, LONG);
        }
        assertThat(roomy.load()).isEqualTo(new Bulkhead.Load(2, 5, 0));
        room.set(20);
        begun.get(0).complete("done");
        waitFor(7);

        assertThat(roomy.load()).isEqualTo(new Bulkhead.Load(6, 0, 0));
    }

    @Test
    public void whereNothingMayRunAllBeginsWithTheFirstThatIsSubmittedWhenSomethingMay() throws Exception {
        Bulkhead roomy = new Bulkhead("probes", room::get, () -> 10, timers);
        room.set(0);
        roomy.submit(this::begin, LONG);
        roomy.submit(this::begin, LONG);
        assertThat(roomy.load()).isEqualTo(new Bulkhead.Load(0, 2, 0));
        room.set(5);
        roomy.submit(this::begin, LONG);
        waitFor(3);

        assertThat(roomy.load()).isEqualTo(new Bulkhead.Load(3, 0, 0));
    }

    private void waitFor(int operations) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            synchronized (this) {
                if (begun.size() >= operations) {
                    return;
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("only " + begun.size() + " of " + operations + " operations begun");
    }
}
