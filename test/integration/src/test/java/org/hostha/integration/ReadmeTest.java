package org.hostha.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.hostha.ha.HAStateMachine;
import org.junit.Test;

public class ReadmeTest {

    @Test
    public void theDrawnStatesAreTheTable() throws IOException {
        Map<String, String> edges = HAStateMachine.table().stream().collect(Collectors.toMap(
                row -> row.from().map(Enum::name).orElse("[*]") + " --> " + row.to(), row -> row.event().name(),
                (one, more) -> one + ", " + more, LinkedHashMap::new));
        String drawn = edges.entrySet().stream().map(edge -> "    " + edge.getKey() + ": " + edge.getValue())
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n```"));

        assertThat(Files.readString(Path.of("../../README.md"))).contains(drawn);
    }
}
