package org.hostha.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class DriverGuideTest {

    private static final Path EXAMPLE = Path.of("src/test/java/org/hostha/testkit/example");

    @Test
    public void whatTheGuideQuotesIsCompiled() throws Exception {
        String code = flat(Files.readString(EXAMPLE.resolve("PlugDriver.java"))
                + Files.readString(EXAMPLE.resolve("PlugConformanceTest.java")));
        Matcher quotes = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/driver-guide.md")));
        int count = 0;
        while (quotes.find()) {
            assertThat(code).contains(flat(quotes.group(1)));
            count++;
        }
        assertThat(count).isGreaterThan(4);
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
