package org.hostha.demo.zone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at another host's heartbeat and at its VMs' disks, on every pool of this host. It reports, and judges
 * nothing.
 */
final class PoolObserver {

    private static final int POOL_TIMEOUT_MILLIS = 2000;

    /**
     * What one pool shows.
     *
     * @param heartbeat the content of the suspect's heartbeat file, or null if there is none
     * @param disks     size and modification time, {@code size:millis}, of each asked disk that is on this pool
     * @param error     why the pool can't be read, or null
     */
    record Sight(String pool, String heartbeat, Map<String, String> disks, String error) {
    }

    private final Map<String, Path> pools;
    private final ExecutorService readers = Executors.newCachedThreadPool();

    PoolObserver(Map<String, Path> pools) {
        this.pools = pools;
    }

    List<Sight> observe(String suspect, List<String> vms) throws InterruptedException {
        Map<String, Future<Sight>> reads = new LinkedHashMap<>();
        pools.forEach((name, path) -> reads.put(name, readers.submit(() -> read(name, path, suspect, vms))));
        List<Sight> sights = new ArrayList<>();
        for (Map.Entry<String, Future<Sight>> read : reads.entrySet()) {
            sights.add(await(read.getKey(), read.getValue()));
        }
        return sights;
    }

    private static Sight await(String pool, Future<Sight> read) throws InterruptedException {
        try {
            return read.get(POOL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return new Sight(pool, null, Map.of(), e.getCause().toString());
        } catch (TimeoutException e) {
            read.cancel(true);
            return new Sight(pool, null, Map.of(), "no answer from the pool within " + POOL_TIMEOUT_MILLIS + " ms");
        }
    }

    private static Sight read(String name, Path pool, String suspect, List<String> vms) throws IOException {
        if (!Files.isDirectory(pool)) {
            throw new NoSuchFileException(pool.toString());
        }
        Path heartbeat = Heartbeat.file(pool, suspect);
        Map<String, String> disks = new TreeMap<>();
        for (String vm : vms) {
            Path disk = Disk.file(pool, vm);
            if (Files.exists(disk)) {
                BasicFileAttributes attributes = Files.readAttributes(disk, BasicFileAttributes.class);
                disks.put(vm, attributes.size() + ":" + attributes.lastModifiedTime().toMillis());
            }
        }
        return new Sight(name, Files.exists(heartbeat) ? Files.readString(heartbeat) : null, disks, null);
    }
}
