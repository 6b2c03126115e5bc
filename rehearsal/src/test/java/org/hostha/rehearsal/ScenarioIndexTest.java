package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

public class ScenarioIndexTest {

    private static final Path SCENARIOS = Path.of("../test/scenarios");
    private static final Pattern LINK = Pattern.compile("\\[([a-z0-9-]+)\\]\\(([a-z0-9-]+)/\\)");

    @Test
    public void whatIsListedExistsAndWhatExistsIsListed() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher links = LINK.matcher(Files.readString(SCENARIOS.resolve("README.md")));
        while (links.find()) {
            assertThat(links.group(1)).isEqualTo(links.group(2));
            listed.add(links.group(1));
        }
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            assertThat(listed).isEqualTo(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
