package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hostha.core.MonotonicTime;

/** What became of hosts in the end, for an admin who asks what if: who was fenced how fast, who was held back by what. */
final class Outcome {

    private static final Pattern HELD = Pattern.compile("held: ([^;]+)");
    private static final int FEW = 20;

    private final World world;
    private final Map<String, MonotonicTime> troubled = new LinkedHashMap<>();
    private final Map<String, Duration> fenced = new LinkedHashMap<>();
    private final Map<String, Duration> cycled = new LinkedHashMap<>();
    private final Map<String, Set<String>> held = new LinkedHashMap<>();

    Outcome(World world) {
        this.world = world;
        world.story().listen(this::take);
    }

    private void take(String who, String what) {
        MonotonicTime now = world.physics().now();
        if (what.startsWith("* ")) {
            troubled.put(who, now);
        }
        if (what.contains("-> Fenced")) {
            fenced.put(who, now.since(troubled.getOrDefault(who, now)));
        }
        if (what.contains("-> Recovered")) {
            cycled.put(who, now.since(troubled.getOrDefault(who, now)));
        }
        Matcher reason = HELD.matcher(what);
        if (reason.find()) {
            held.computeIfAbsent(reason.group(1).replaceAll("\\d+ resources", "resources"), r -> new LinkedHashSet<>())
                    .add(who);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        world.cloud().machines().stream().findFirst().ifPresent(machine -> lines.add("time budget with these settings: "
                + world.policy(machine.resource).timeBudget().toSeconds()
                + " s at most from a failure to Fenced, recoveries included, if nothing holds it back"));
        lines.add("fenced, so long after the last that befell it: " + times(fenced));
        lines.add("power cycled and back: " + times(cycled));
        lines.add("held back: " + (held.isEmpty() ? "nobody" : ""));
        held.forEach((reason, hosts) -> lines.add("  by " + reason + ": " + few(List.copyOf(hosts))));
        Duration skipped = world.story().skipped();
        if (!skipped.isZero()) {
            lines.add("skipped, because nothing was pending: " + skipped.toMinutes() + " min");
        }
        return lines;
    }

    private static String times(Map<String, Duration> times) {
        return times.isEmpty() ? "nobody"
                : few(times.entrySet().stream().map(one -> one.getKey() + " " + one.getValue().toSeconds() + " s").toList());
    }

    private static String few(List<String> words) {
        return words.size() <= FEW ? String.join(", ", words)
                : String.join(", ", words.subList(0, FEW)) + " and " + (words.size() - FEW) + " more";
    }
}
