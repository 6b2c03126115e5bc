package org.hostha.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.hostha.oobm.BmcEndpoint;

/** Keeps a number of readings in flight, each slot on BMCs of its own, for a while. */
final class Load {

    /** What came of it. Latencies are in nanoseconds. */
    record Result(long done, long failed, long stuck, Usage used, long p50, long p99, long max, int threads) {

        double perSecond() {
            return done * 1e9 / used.wallNanos();
        }

        double cpuMillisPerOperation() {
            return used.cpuNanos() / 1e6 / Math.max(1, done);
        }
    }

    private static final int MOST_LATENCIES = 4_000_000;

    private final Contender contender;
    private final List<BmcEndpoint> bmcs;
    private final int inFlight;
    private final long[] latencies = new long[MOST_LATENCIES];
    private final AtomicInteger recorded = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicIntegerArray ended;
    private volatile boolean over;

    Load(Contender contender, List<BmcEndpoint> bmcs, int inFlight) {
        this.contender = contender;
        this.bmcs = bmcs;
        this.inFlight = inFlight;
        this.ended = new AtomicIntegerArray(inFlight);
    }

    Result run(long warmUpSeconds, long seconds) throws InterruptedException {
        CountDownLatch last = new CountDownLatch(inFlight);
        for (int slot = 0; slot < inFlight; slot++) {
            next(slot, slot, last);
        }
        TimeUnit.SECONDS.sleep(warmUpSeconds);
        done.set(0);
        failed.set(0);
        recorded.set(0);
        IntStream.range(0, inFlight).forEach(slot -> ended.set(slot, 0));
        Usage before = Usage.now();
        TimeUnit.SECONDS.sleep(seconds);
        Usage used = Usage.now().since(before);
        long operations = done.get();
        long failures = failed.get();
        long stuck = IntStream.range(0, inFlight).filter(slot -> ended.get(slot) == 0).count();
        int threads = Usage.threads();
        long[] sorted = Arrays.copyOf(latencies, Math.min(recorded.get(), MOST_LATENCIES));
        over = true;
        last.await(10, TimeUnit.SECONDS);
        Arrays.sort(sorted);
        return new Result(operations, failures, stuck, used, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), threads);
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }

    /** A slot goes through its BMCs in turn. */
    private void next(int slot, int bmc, CountDownLatch last) {
        if (over) {
            last.countDown();
            return;
        }
        long begun = System.nanoTime();
        contender.read(bmcs.get(bmc)).whenComplete((value, failure) -> {
            ended.incrementAndGet(slot);
            if (failure == null) {
                done.incrementAndGet();
                int index = recorded.getAndIncrement();
                if (index < MOST_LATENCIES) {
                    latencies[index] = System.nanoTime() - begun;
                }
            } else {
                failed.incrementAndGet();
            }
            int following = bmc + inFlight < bmcs.size() ? bmc + inFlight : slot;
            next(slot, following, last);
        });
    }
}
