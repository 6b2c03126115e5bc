package org.hostha.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** What the guides quote is compiled, and run through the conformance kits. */
public class GuidesTest {

    private static final Path EXAMPLES = Path.of("src/test/java/org/hostha/testkit/example");
    private static final Pattern QUOTE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    public void whatTheDriverGuideQuotesIsCompiled() throws IOException {
        mustQuote("driver-guide.md", "PlugDriver.java", "PlugConformanceTest.java");
    }

    @Test
    public void whatTheProviderGuideQuotesIsCompiled() throws IOException {
        mustQuote("provider-guide.md", "CellHAProvider.java", "CellConformanceTest.java");
    }

    private static void mustQuote(String guide, String... files) throws IOException {
        StringBuilder code = new StringBuilder();
        for (String file : files) {
            code.append(flat(Files.readString(EXAMPLES.resolve(file)))).append(' ');
        }
        Matcher quotes = QUOTE.matcher(Files.readString(Path.of("../../docs").resolve(guide)));
        int count = 0;
        while (quotes.find()) {
            assertThat(code.toString()).contains(flat(quotes.group(1)));
            count++;
        }
        assertThat(count).isGreaterThan(4);
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
