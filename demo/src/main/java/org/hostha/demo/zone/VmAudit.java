package org.hostha.demo.zone;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches that no VM ever runs twice, from physical evidence alone: the process table, sampled all the time, and the
 * disks, in which every run of a VM leaves its trace. A copy that is stopped counts as running, since a host that
 * hangs may wake and write again.
 */
public final class VmAudit implements AutoCloseable {

    private static final long SAMPLE_MILLIS = 200;

    /** One running copy of a VM, by the process table; it may be stopped, as on a host that hangs. */
    public record Copy(String vm, String host, boolean stopped, long pid, long startTime) {
    }

    private final Path vmScript;
    private final Path pools;
    private final Set<String> offences = Collections.synchronizedSet(new LinkedHashSet<>());
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "vm-audit");
        thread.setDaemon(true);
        return thread;
    });

    VmAudit(Path vmScript, Path pools) {
        this.vmScript = vmScript;
        this.pools = pools;
    }

    void start() {
        sampler.scheduleWithFixedDelay(this::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Every copy of every VM that exists now. */
    public List<Copy> copies() {
        Map<Long, ProcessTable.Entry> scripts = new HashMap<>();
        for (ProcessTable.Entry entry : ProcessTable.all()) {
            if (isVm(entry)) {
                scripts.put(entry.pid(), entry);
            }
        }
        // A VM that is about to start its next sleep is, for an instant, the parent of its own likeness.
        return scripts.values().stream().filter(entry -> !scripts.containsKey(entry.parent()))
                .map(entry -> new Copy(entry.command().get(2), entry.command().get(4), entry.stopped(), entry.pid(),
                        entry.startTime()))
                .toList();
    }

    /** Where copies of the VM exist, by host name; more than one is an offence. */
    public Set<String> hostsOf(String vm) {
        Set<String> hosts = new TreeSet<>();
        copies().stream().filter(copy -> copy.vm().equals(vm)).forEach(copy -> hosts.add(copy.host()));
        return hosts;
    }

    /** Whatever was seen since the start, in words; empty when no VM ever ran twice. */
    public List<String> offences() {
        Set<String> all;
        synchronized (offences) {
            all = new LinkedHashSet<>(offences);
        }
        all.addAll(diskOffences());
        return List.copyOf(all);
    }

    private void sample() {
        Map<String, Copy> seen = new HashMap<>();
        for (Copy copy : copies()) {
            Copy other = seen.put(copy.vm(), copy);
            // The table is read entry by entry: the first copy may have ended before the second one began.
            if (other != null && lives(other) && lives(copy)) {
                offences.add(copy.vm() + " ran on " + other.host() + " and on " + copy.host() + " at once");
            }
        }
    }

    private boolean isVm(ProcessTable.Entry entry) {
        return entry.command().size() == 6 && entry.command().get(1).equals(vmScript.toString());
    }

    private boolean lives(Copy copy) {
        return ProcessTable.entry(copy.pid())
                .filter(now -> now.startTime() == copy.startTime() && isVm(now)).isPresent();
    }

    private List<String> diskOffences() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> disks = Files.newDirectoryStream(pools, "*")) {
            for (Path pool : disks) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(pool, "*.disk")) {
                    for (Path disk : files) {
                        diskOffence(disk).ifPresent(found::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new ZoneException("can't read the disks: " + e.getMessage(), e);
        }
        return found;
    }

    /** A run is a host, a boot and a process. Once another run has written, the one before may not write again. */
    private static Optional<String> diskOffence(Path disk) throws IOException {
        String current = null;
        Set<String> ended = new HashSet<>();
        for (String line : Files.readAllLines(disk)) {
            String run = line.substring(0, Math.max(0, line.lastIndexOf(' ')));
            if (line.endsWith(" CONFLICT")) {
                return Optional.of(disk.getFileName() + ": " + run + " started while another run had the disk open");
            }
            if (!run.equals(current)) {
                if (!ended.add(run)) {
                    return Optional.of(disk.getFileName() + ": " + run + " wrote after " + current);
                }
                current = run;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
