package org.hostha.demo.zone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Watches that no secret shows: in any process's arguments or environment, sampled all the time, in files, in whatever
 * text it is given. Before it says that it found nothing it proves that it can find.
 */
public final class SecretAudit implements AutoCloseable {

    private static final long SAMPLE_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 10;
    private static final String PLANTED = "a planted secret";

    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Set<String> leaks = Collections.synchronizedSet(new LinkedHashSet<>());
    private final AtomicLong processes = new AtomicLong();
    private final AtomicLong texts = new AtomicLong();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "secret-audit");
        thread.setDaemon(true);
        return thread;
    });

    public SecretAudit() {
        sampler.scheduleWithFixedDelay(this::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param name of the secret, for people */
    public void watchFor(String name, String secret) {
        names.put(secret, name);
    }

    private void sample() {
        for (ProcessTable.Entry process : ProcessTable.all()) {
            processes.incrementAndGet();
            String who = "of process " + process.pid() + " (" + process.command().get(0) + ")";
            look("the arguments " + who, String.join(" ", process.command()));
            look("the environment " + who, ProcessTable.environment(process.pid()));
        }
    }

    private void look(String where, String text) {
        names.forEach((secret, name) -> {
            if (text.contains(secret)) {
                leaks.add(name + " stands in " + where);
            }
        });
    }

    /** A log, an answer, what was shown to a user. */
    public void search(String where, String text) {
        texts.incrementAndGet();
        look(where, text);
    }

    /** @param home whether a file is there to keep secrets in */
    public void searchFiles(Path directory, Predicate<Path> home) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).filter(home.negate()).toList()) {
                search(directory.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new ZoneException("can't search " + directory + " for secrets", e);
        }
    }

    /** Where secrets were seen, in words; empty when nowhere. */
    public List<String> leaks() throws InterruptedException {
        String planted = UUID.randomUUID().toString();
        watchFor(PLANTED, planted);
        Set<String> found = Set.copyOf(leaks);
        try {
            plantInFile(planted);
            plant(planted);
        } finally {
            names.remove(planted);
        }
        return List.copyOf(found);
    }

    private void plantInFile(String secret) {
        try {
            Path directory = Files.createTempDirectory("secret-audit");
            Path file = Files.writeString(directory.resolve("planted.log"), "password=" + secret + "\n");
            searchFiles(directory, any -> false);
            Files.delete(file);
            Files.delete(directory);
        } catch (IOException e) {
            throw new ZoneException("can't plant a secret to be found", e);
        }
    }

    /** A process with a secret in its arguments and its environment: an audit that does not see it is worth nothing. */
    private void plant(String secret) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "read line", secret);
        builder.environment().put("PLANTED", secret);
        Process process = null;
        try {
            process = builder.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (leaks.stream().filter(leak -> leak.startsWith(PLANTED)).count() < 3) {
                if (System.nanoTime() > end) {
                    throw new ZoneException("the search for secrets does not find one that was planted", null);
                }
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            }
        } catch (IOException e) {
            throw new ZoneException("can't plant a secret to be found", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    /** How much was looked at. */
    public String extent() {
        return names.size() + " secrets, " + processes + " looks at processes, " + texts + " files and answers";
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
