package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The table of commands in {@code docs/compatibility.md} says what the declarations say. With
 * {@code -Dhostha.docs.write=true} it is written anew; its last column, which people write, is kept.
 */
public class CompatibilityTest {

    private static final Path DOCUMENT = Path.of("../docs/compatibility.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|(.*)\\| ([^|]*) \\|");
    private static final String OURS = "not in CloudStack";
    private static final String HEADER = """
            | Command | Mode | Parameters (required ones in bold) | Answers | Differences |
            |---|---|---|---|---|
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyCommandIsInTheTableAsItIsDeclared() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(HEADER) + HEADER.length();
        int end = document.indexOf("\n\n", begin);
        assertThat(document).contains(HEADER);
        String written = document.substring(begin, end);
        Map<String, String> differences = new TreeMap<>();
        written.lines().map(ROW::matcher).filter(Matcher::matches)
                .forEach(row -> differences.put(row.group(1), row.group(3)));

        String table = declared().stream().map(api -> row(api, differences)).collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("hostha.docs.write")) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
            return;
        }
        assertThat(written.lines()).as("run this test with -Dhostha.docs.write=true, and look at the last column")
                .containsExactlyElementsOf(table.lines().toList());
    }

    private List<JsonNode> declared() throws IOException {
        try (TestServer server = new TestServer(folder.getRoot().toPath().resolve("data"), null)) {
            return server.client().list("listApis", Map.of(), "api");
        }
    }

    private static String row(JsonNode api, Map<String, String> differences) {
        String name = api.get("name").asText();
        return "| `" + name + "` | " + (api.get("isasync").asBoolean() ? "job" : "sync") + " | " + parameters(api)
                + " | " + answers(api) + " | " + differences.getOrDefault(name, OURS) + " |";
    }

    private static String parameters(JsonNode api) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : api.get("params")) {
            String name = parameter.get("name").asText();
            names.add(parameter.get("required").asBoolean() ? "**" + name + "**" : name);
        }
        return names.isEmpty() ? "-" : String.join(", ", names).replace("keyword, page, pagesize", "paging");
    }

    private static String answers(JsonNode api) {
        return StreamSupport.stream(api.get("response").spliterator(), false)
                .map(field -> field.get("name").asText()).collect(Collectors.joining(", "));
    }
}
