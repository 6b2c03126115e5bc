package org.hostha.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a scenario as people write it. Whatever can't be understood is refused with its line, and what would be right. */
final class ScenarioFile {

    private static final List<String> FIELDS = List.of("title", "duration", "clusters", "vms", "managers", "shards", "seed",
            "steady", "unconfigured", "settings", "events");
    private static final List<String> EVENT = List.of("at", "when", "after", "host", "hosts", "do", "value");
    private static final Pattern RANGE = Pattern.compile("host-(\\d{1,6})\\.\\.host-(\\d{1,6})");
    private static final int MOST_HOSTS = 100_000;

    private final Fields fields;
    private final List<Integer> clusters = new ArrayList<>();

    private ScenarioFile(Node node) {
        fields = new Fields(node, "scenario", FIELDS);
    }

    static Scenario read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + ": there is no such file");
        }
        try {
            return new ScenarioFile(node(Files.readString(file))).scenario();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Node node(String text) {
        try {
            return new Compose(LoadSettings.builder().build()).composeString(text)
                    .orElseThrow(() -> new IllegalArgumentException("is empty; a scenario has " + FIELDS));
        } catch (MarkedYamlEngineException e) {
            throw new IllegalArgumentException(e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ", column "
                    + (mark.getColumn() + 1) + ": ").orElse("") + "this is no YAML: " + e.getProblem()
                    + " (words with a colon in them need quotes)", e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("this is no YAML: " + e.getMessage(), e);
        }
    }

    private Scenario scenario() {
        String title = fields.required("title", "\"What if a host hangs\"");
        Duration duration = duration(fields, "duration", fields.required("duration", "30m"));
        readClusters();
        String steady = fields.text("steady").orElse("true");
        if (!Set.of("true", "false").contains(steady)) {
            throw fields.about("steady", "'steady' is true or false, not '" + steady + "'");
        }
        Set<String> unconfigured = new LinkedHashSet<>(fields.texts("unconfigured"));
        unconfigured.forEach(host -> requireHost(fields, "unconfigured", host));
        int vms = fields.number("vms", 2, 0, 1000);
        int managers = fields.number("managers", 1, 1, 16);
        return new Scenario(title, fields.number("seed", 1, 0, Integer.MAX_VALUE), duration, List.copyOf(clusters), vms,
                managers, fields.number("shards", 1, 1, 64), Boolean.parseBoolean(steady), unconfigured, settings(),
                fields.list("events").stream().map(event -> happening(event, managers)).toList());
    }

    private void readClusters() {
        if (fields.list("clusters").isEmpty()) {
            throw fields.about("clusters", "a scenario needs 'clusters', the number of hosts of each, such as clusters: [3, 5]");
        }
        for (String hosts : fields.texts("clusters")) {
            if (!hosts.matches("[1-9]\\d{0,5}")) {
                throw fields.about("clusters", "'" + hosts + "' is no number of hosts");
            }
            clusters.add(Integer.valueOf(hosts));
        }
        if (hosts() > MOST_HOSTS) {
            throw fields.about("clusters", "these are " + hosts() + " hosts, " + MOST_HOSTS + " is the most");
        }
    }

    private int hosts() {
        return clusters.stream().mapToInt(Integer::intValue).sum();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        fields.map("settings").ifPresent(map -> map.keys().forEach(key -> {
            String value = map.text(key).orElseThrow();
            try {
                SettingsMap.check(key, value);
            } catch (IllegalArgumentException e) {
                throw map.about(key, e.getMessage());
            }
            settings.put(key, value);
        }));
        return settings;
    }

    private Scenario.Happening happening(Node node, int managers) {
        Fields event = new Fields(node, "event", EVENT);
        String words = event.required("do", "hangs");
        List<String> hosts = new ArrayList<>(event.text("host").stream().toList());
        event.texts("hosts").forEach(text -> hosts.addAll(range(text)));
        hosts.forEach(host -> requireHost(event, event.text("host").isPresent() ? "host" : "hosts", host));
        if (event.text("at").isPresent() == event.text("when").isPresent()) {
            throw event.about("do", "'" + words + "' needs either 'at', such as at: 2m, or 'when', such as "
                    + "when: \"host-1: power is off\"");
        }
        if (event.text("after").isPresent() && event.text("when").isEmpty()) {
            throw event.about("after", "'after' goes with 'when'; with 'at' it is no use");
        }
        String value = event.text("value").orElse("");
        try {
            if (Trouble.befallsHost(words) == hosts.isEmpty()) {
                throw new IllegalArgumentException("'" + words + "' " + (hosts.isEmpty() ? "befalls a host: add host: host-1"
                        : "befalls no host: leave out host"));
            }
            Trouble.checkValue(words, value, new Trouble.Bounds(hosts(), clusters.size(), managers));
        } catch (IllegalArgumentException e) {
            throw event.about("do", e.getMessage());
        }
        return new Scenario.Happening(event.text("at").map(text -> duration(event, "at", text)), event.text("when"),
                event.text("after").map(text -> duration(event, "after", text)).orElse(Duration.ZERO), hosts, words, value);
    }

    /** {@code host-4..host-9} stands for all of them. */
    private static List<String> range(String text) {
        Matcher range = RANGE.matcher(text);
        return range.matches() ? IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                .mapToObj(number -> "host-" + number).toList() : List.of(text);
    }

    private void requireHost(Fields where, String field, String host) {
        if (!host.matches("host-[1-9]\\d{0,5}") || Integer.parseInt(host.substring("host-".length())) > hosts()) {
            throw where.about(field, "there is no " + host + "; with these clusters there are host-1 to host-" + hosts());
        }
    }

    private static Duration duration(Fields where, String field, String text) {
        try {
            return Trouble.duration(text);
        } catch (IllegalArgumentException e) {
            throw where.about(field, "'" + field + "': " + e.getMessage());
        }
    }
}
