package org.hostha.rehearsal;

import java.nio.file.Path;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A world, and what goes wrong in it when.
 *
 * @param title what it shows, in a sentence
 * @param clusters hosts of each cluster
 * @param vms VMs of each host
 * @param managers that share the database
 * @param shards of each manager
 * @param steady latencies that never vary, for stories that people read
 * @param unconfigured hosts that HA is not configured for
 * @param settings values of {@code kvm.ha.*} and {@code ha.*}
 */
record Scenario(String title, long seed, Duration duration, List<Integer> clusters, int vms, int managers,
        int shards, boolean steady, Set<String> unconfigured, Map<String, String> settings, List<Happening> events) {

    /**
     * Something that goes wrong, or right again: at a time, or as soon as the timeline says something.
     *
     * @param when a part of a timeline's line, {@code host-1: power is off}; the first such line counts
     * @param after how long after that line
     * @param hosts whom it befalls; empty for what befalls no host
     */
    record Happening(Optional<Duration> at, Optional<String> when, Duration after, List<String> hosts, String words,
            String value) { }

    /** @throws IllegalArgumentException saying where what is wrong with the file, and what would be right */
    static Scenario read(Path file) throws IOException {
        return ScenarioFile.read(file);
    }

    /** The same without some of its events. */
    Scenario without(int from, int to) {
        List<Happening> left = new ArrayList<>(events.subList(0, from));
        left.addAll(events.subList(to, events.size()));
        return new Scenario(title, seed, duration, clusters, vms, managers, shards, steady, unconfigured, settings,
                List.copyOf(left));
    }

    /** The same, ending earlier. */
    Scenario until(Duration end) {
        return new Scenario(title, seed, end, clusters, vms, managers, shards, steady, unconfigured, settings,
                events.stream().filter(event -> event.at().map(at -> at.compareTo(end) < 0).orElse(true)).toList());
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
}
