package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Every folder of {@code test/scenarios} is a test. {@code -Dhostha.scenarios.write=true} writes the timelines anew; they
 * are to be read before they are committed.
 */
@RunWith(Parameterized.class)
public class ScenariosTest {

    private static final Path SCENARIOS = Path.of("../test/scenarios");

    private final Path folder;

    public ScenariosTest(String name) {
        folder = SCENARIOS.resolve(name);
    }

    @Parameters(name = "{0}")
    public static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.filter(Files::isDirectory).map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    public void goesAsExpectedAndBreaksNoRule() throws IOException {
        Rehearsal rehearsal = new Rehearsal(Scenario.read(folder.resolve("scenario.yaml")));
        rehearsal.play();
        String timeline = String.join("\n", rehearsal.timeline()) + "\n";
        Path expected = folder.resolve("timeline.expected");
        if (Boolean.getBoolean("hostha.scenarios.write")) {
            Files.writeString(expected, timeline);
        }

        assertThat(timeline).isEqualTo(Files.readString(expected));
        assertThat(rehearsal.offences()).isEmpty();
        assertThat(folder.resolve("README.md")).isNotEmptyFile();
    }
}
