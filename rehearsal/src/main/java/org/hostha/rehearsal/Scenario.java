package org.hostha.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A scenario as it is written: a world, and what goes wrong in it when.
 *
 * @param title what it shows, in a sentence
 * @param clusters hosts of each cluster
 * @param vms VMs of each host
 * @param managers that share the database
 * @param shards of each manager
 * @param steady latencies that never vary, for stories that people read
 * @param settings values of {@code kvm.ha.*} and {@code ha.*}
 */
record Scenario(String title, long seed, Duration duration, List<Integer> clusters, int vms, int managers,
        int shards, boolean steady, Map<String, String> settings, List<Happening> events) {

    /**
     * Something that goes wrong, or right again: at a time, or as soon as the timeline says something.
     *
     * @param when a part of a timeline's line, {@code host-1: power is off}; the first such line counts
     * @param after how long after that line
     * @param hosts whom it befalls; empty for what befalls no host
     */
    record Happening(Optional<Duration> at, Optional<String> when, Duration after, List<String> hosts, String words,
            String value) { }

    /** @throws IllegalArgumentException saying what is wrong with the file */
    static Scenario read(Path file) throws IOException {
        try {
            Object loaded = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            return of(new Fields(loaded, "scenario"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Scenario of(Fields fields) {
        fields.allow(Set.of("title", "seed", "duration", "clusters", "vms", "managers", "shards", "steady", "settings", "events"));
        Map<String, String> settings = new LinkedHashMap<>();
        fields.map("settings").forEach((key, value) -> settings.put(key, value.toString()));
        List<Happening> events = new ArrayList<>();
        fields.list("events").forEach(event -> events.add(happening(new Fields(event, "event"))));
        return new Scenario(fields.text("title").orElseThrow(() -> missing("title")),
                fields.text("seed").map(Long::valueOf).orElse(1L),
                fields.text("duration").map(Trouble::duration).orElseThrow(() -> missing("duration")),
                fields.list("clusters").stream().map(hosts -> Integer.valueOf(hosts.toString())).toList(),
                fields.number("vms", 2), fields.number("managers", 1), fields.number("shards", 1),
                fields.text("steady").map(Boolean::valueOf).orElse(true), settings, List.copyOf(events));
    }

    private static IllegalArgumentException missing(String what) {
        return new IllegalArgumentException("a scenario needs a " + what);
    }

    /** The same without some of its events. */
    Scenario without(int from, int to) {
        List<Happening> left = new ArrayList<>(events.subList(0, from));
        left.addAll(events.subList(to, events.size()));
        return new Scenario(title, seed, duration, clusters, vms, managers, shards, steady, settings, List.copyOf(left));
    }

    /** As a file says it: what was found can be kept, and played again. */
    String yaml() {
        StringBuilder yaml = new StringBuilder("title: \"" + title + "\"\nseed: " + seed + "\nduration: "
                + duration.toMillis() + "ms\nclusters: " + clusters + "\nvms: " + vms + "\nmanagers: " + managers
                + "\nshards: " + shards + "\nsteady: " + steady + "\nsettings:\n");
        new TreeMap<>(settings).forEach((key, value) -> yaml.append("  ").append(key).append(": ").append(value)
                .append('\n'));
        yaml.append("events:\n");
        events.forEach(event -> yaml.append("  - {")
                .append(event.at().map(at -> "at: " + at.toMillis() + "ms").orElse("when: \"" + event.when().orElse("")
                        + "\", after: " + event.after().toMillis() + "ms"))
                .append(event.hosts().isEmpty() ? "" : ", hosts: " + event.hosts())
                .append(", do: \"").append(event.words()).append('"')
                .append(event.value().isEmpty() ? "" : ", value: \"" + event.value() + '"').append("}\n"));
        return yaml.toString();
    }

    private static Happening happening(Fields fields) {
        fields.allow(Set.of("at", "when", "after", "host", "hosts", "do", "value"));
        String words = fields.text("do").orElseThrow(() -> new IllegalArgumentException("an event needs 'do'"));
        List<String> hosts = new ArrayList<>(fields.text("host").stream().toList());
        fields.list("hosts").forEach(host -> hosts.add(host.toString()));
        if (fields.text("at").isPresent() == fields.text("when").isPresent()) {
            throw new IllegalArgumentException("'" + words + "' needs either 'at' or 'when'");
        }
        if (Trouble.befallsHost(words) == hosts.isEmpty()) {
            throw new IllegalArgumentException("'" + words + "' " + (hosts.isEmpty() ? "needs a host" : "befalls no host"));
        }
        return new Happening(fields.text("at").map(Trouble::duration), fields.text("when"),
                fields.text("after").map(Trouble::duration).orElse(Duration.ZERO), hosts, words,
                fields.text("value").orElse(""));
    }

    /** A YAML map of which nothing is believed. */
    private static final class Fields {

        private final Map<?, ?> map;
        private final String what;

        Fields(Object loaded, String what) {
            if (!(loaded instanceof Map<?, ?> found)) {
                throw new IllegalArgumentException("this is no " + what + ": " + loaded);
            }
            this.map = found;
            this.what = what;
        }

        void allow(Set<String> keys) {
            map.keySet().forEach(key -> {
                if (!keys.contains(key.toString())) {
                    throw new IllegalArgumentException("a " + what + " has no '" + key + "'; it has "
                            + keys.stream().sorted().toList());
                }
            });
        }

        Optional<String> text(String key) {
            return Optional.ofNullable(map.get(key)).map(Object::toString);
        }

        int number(String key, int otherwise) {
            String text = text(key).orElse(Integer.toString(otherwise));
            if (!text.matches("\\d{1,6}")) {
                throw new IllegalArgumentException("'" + key + "' must be a whole number, not '" + text + "'");
            }
            return Integer.parseInt(text);
        }

        List<?> list(String key) {
            Object found = map.get(key);
            if (found != null && !(found instanceof List)) {
                throw new IllegalArgumentException("'" + key + "' must be a list");
            }
            return found == null ? List.of() : (List<?>) found;
        }

        Map<String, Object> map(String key) {
            Object found = map.get(key);
            Map<String, Object> result = new LinkedHashMap<>();
            if (found instanceof Map<?, ?> values) {
                values.forEach((name, value) -> result.put(name.toString(), value));
            } else if (found != null) {
                throw new IllegalArgumentException("'" + key + "' must be a map");
            }
            return result;
        }
    }
}
