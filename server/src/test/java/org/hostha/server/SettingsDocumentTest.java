package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.kvm.KVMHASettings;
import org.hostha.ha.simulator.SimulatorHAProvider;
import org.junit.Test;

/**
 * The tables of {@code docs/settings.md} say what the declarations say, and what follows from both sets of defaults. With
 * {@code -Dhostha.docs.write=true} they are written anew; CloudStack's defaults and the reasons, which people write, are kept.
 */
public class SettingsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/settings.md");
    private static final Resource HOST = new Resource(PartitionType.Host, 1, "uuid", "host", 1, 1, 1);
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final String SETTINGS = """
            | Setting | Scope | CloudStack | Here | Why |
            |---|---|---|---|---|
            """;
    private static final String BUDGETS = """
            | With | power lost, BMC says Off: Fenced | hung: first seen off, VMs released | hung: Fenced |
            |---|---|---|---|
            """;

    @Test
    public void everySettingIsInTheTableAsItIsDeclared() throws IOException {
        Map<String, Matcher> written = rows();
        String table = new BaseConfiguration().catalogue().all().stream().map(setting -> row(setting, written))
                .collect(Collectors.joining("\n"));
        mustBe(table, SETTINGS);
        assertThat(rows().values()).allSatisfy(row -> {
            assertThat(row.group(3)).as(row.group(1) + ": CloudStack's default").isNotBlank();
            assertThat(row.group(5)).as(row.group(1) + ": why").isNotBlank();
        });
    }

    @Test
    public void theTimeBudgetsAreThoseOfTheTwoSetsOfDefaults() throws IOException {
        HAPolicy simulator = new SimulatorHAProvider(host -> Optional.empty()).policy(HOST);
        String table = Stream.of(
                budget("our defaults", policy(Map.of(), Optional.empty())),
                budget("our defaults, and our own heartbeat writer (10 s)",
                        policy(Map.of(), Optional.of(Duration.ofSeconds(10)))),
                budget("our defaults, `kvm.ha.recover.failure.threshold` 0",
                        policy(Map.of("kvm.ha.recover.failure.threshold", "0"), Optional.empty())),
                budget("CloudStack's defaults", policy(cloudStacks(), Optional.empty())),
                budget("the simulator provider", simulator)).collect(Collectors.joining("\n"));
        mustBe(table, BUDGETS);
    }

    private static String row(Setting<?> setting, Map<String, Matcher> written) {
        Matcher row = written.get(setting.key());
        String ours = setting.defaultText().isEmpty() ? "(empty)" : setting.defaultText();
        return "| `" + setting.key() + "` | " + setting.scope() + " | " + (row == null ? " " : row.group(3)) + " | " + ours
                + " | " + (row == null ? " " : row.group(5)) + " |";
    }

    private static String budget(String with, HAPolicy policy) {
        return "| " + with + " | " + time(policy.powerLossBudget()) + " | " + time(policy.releaseBudget()) + " | "
                + time(policy.timeBudget()) + " |";
    }

    private static String time(Duration time) {
        return time.toMinutes() == 0 ? time.toSeconds() + " s" : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /** CloudStack's defaults as the document has them: a number, and perhaps a remark. */
    private static Map<String, String> cloudStacks() throws IOException {
        Map<String, String> values = new HashMap<>();
        rows().forEach((key, row) -> {
            String first = row.group(3).split(" ")[0];
            if (key.startsWith("kvm.ha.") && Character.isDigit(first.charAt(0))) {
                values.put(key, first);
            }
        });
        assertThat(values).as("CloudStack's own keys").hasSizeGreaterThanOrEqualTo(10);
        return values;
    }

    private static HAPolicy policy(Map<String, String> values, Optional<Duration> heartbeat) {
        return KVMHASettings.policy(new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.parse(values.getOrDefault(setting.key(), setting.defaultText()));
            }

            @Override
            public <T> T value(Setting<T> setting, Resource resource) {
                return value(setting);
            }
        }, HOST, heartbeat);
    }

    private static Map<String, Matcher> rows() throws IOException {
        return table(SETTINGS).lines().map(ROW::matcher).filter(Matcher::matches)
                .collect(Collectors.toMap(row -> row.group(1), row -> row, (one, two) -> one, TreeMap::new));
    }

    private static void mustBe(String table, String header) throws IOException {
        if (Boolean.getBoolean("hostha.docs.write")) {
            String document = Files.readString(DOCUMENT);
            int begin = document.indexOf(header) + header.length();
            Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end(document, begin)));
        }
        assertThat(table(header).lines()).as("run this test with -Dhostha.docs.write=true, and fill in what it can't know")
                .containsExactlyElementsOf(table.lines().toList());
    }

    private static String table(String header) throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(header);
        int begin = document.indexOf(header) + header.length();
        return document.substring(begin, end(document, begin));
    }

    private static int end(String document, int begin) {
        return document.startsWith("\n", begin) ? begin : document.indexOf("\n\n", begin);
    }
}
