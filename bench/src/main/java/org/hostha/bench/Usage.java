package org.hostha.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What this process has used so far.
 *
 * @param cpuNanos of all its threads, and of its child processes that have ended
 * @param allocatedBytes by the threads alive now
 */
record Usage(long wallNanos, long cpuNanos, long allocatedBytes) {

    private static final long NANOS_PER_TICK = 10_000_000;

    static Usage now() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).filter(b -> b > 0)
                .sum();
        return new Usage(System.nanoTime(), system.getProcessCpuTime() + endedChildren(), allocated);
    }

    /** Fields 16 and 17 of /proc/self/stat, see proc(5). */
    private static long endedChildren() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * NANOS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory that this process had resident at once (VmHWM in proc(5)); its children's is not in it. */
    static long peakMemoryMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10).findFirst().orElse(0);
    }

    static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    Usage since(Usage earlier) {
        return new Usage(wallNanos - earlier.wallNanos, cpuNanos - earlier.cpuNanos,
                allocatedBytes - earlier.allocatedBytes);
    }
}
