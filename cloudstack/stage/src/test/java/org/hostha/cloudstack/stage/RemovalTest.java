package org.hostha.cloudstack.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class RemovalTest {

    private static final String OURS =
            "SELECT LOWER(table_name) FROM information_schema.tables WHERE LOWER(table_schema) = LOWER(SCHEMA())"
                    + " AND LOWER(table_name) LIKE 'hostha%' ORDER BY 1";

    @Test
    public void theDocumentedCommandDropsAllThatThePluginHasMadeAndNothingElse() throws IOException {
        List<String> commands = Files.readAllLines(Path.of("../../docs/install-cloudstack.md")).stream().map(String::strip)
                .filter(line -> line.startsWith("DROP TABLE")).toList();
        assertThat(commands).hasSize(1);
        try (Stage stage = Stage.withManagers()) {
            assertThat(stage.query(OURS)).hasSize(9);

            stage.update(commands.get(0).replace(";", ""));

            assertThat(stage.query(OURS)).isEmpty();
            assertThat(stage.query("SELECT COUNT(*) FROM ha_config")).containsExactly("0");
        }
    }
}
