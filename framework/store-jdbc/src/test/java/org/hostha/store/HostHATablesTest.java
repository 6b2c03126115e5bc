package org.hostha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.Test;

public class HostHATablesTest {

    @Test
    public void everyMigrationOfOursIsRun() throws Exception {
        Path folder = Path.of(HostHATables.class.getResource("migration").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(HostHATables.MIGRATIONS);
        }
    }

    @Test
    public void tablesAreMadeOnceAlthoughSeveralManagersStartAtOnceOnH2() throws Exception {
        severalManagersStart(Databases.emptyH2());
    }

    @Test
    public void tablesAreMadeOnceAlthoughSeveralManagersStartAtOnceOnMariaDb() throws Exception {
        severalManagersStart(Databases.emptyMariaDb());
    }

    private static void severalManagersStart(DataSource database) throws SQLException {
        List<CompletableFuture<Void>> managers = Stream.generate(() -> CompletableFuture.runAsync(
                () -> new HostHATables(database).migrate())).limit(3).toList();
        managers.forEach(CompletableFuture::join);
        new HostHATables(database).migrate();
        assertThat(tables(database)).contains("hostha_case", "hostha_oobm", "hostha_manager", "hostha_guard",
                "hostha_directive");
        try (Connection connection = database.getConnection()) {
            assertThat(Jdbc.query(connection, row -> row.getString(1), "SELECT name FROM hostha_lock"))
                    .containsExactly("switches");
        }
    }

    @Test
    public void aMigrationThatWasBrokenOffGoesOnWhereItStopped() throws Exception {
        DataSource database = Databases.emptyH2();
        try (Connection connection = database.getConnection()) {
            Jdbc.update(connection, HostHATables.statements("V1__ha.sql").get(0));
        }
        new HostHATables(database).migrate();
        assertThat(tables(database)).contains("hostha_case", "hostha_release_vm");
    }

    @Test
    public void aStatementThatFailsIsNamedAndDoneLater() throws Exception {
        DataSource database = Databases.emptyH2();
        try (Connection connection = database.getConnection()) {
            Jdbc.update(connection, "CREATE VIEW hostha_decision AS SELECT 1 AS one");
        }
        assertThatThrownBy(() -> new HostHATables(database).migrate()).isInstanceOf(StoreException.class)
                .hasMessageContaining("hostha_decision");
        try (Connection connection = database.getConnection()) {
            Jdbc.update(connection, "DROP VIEW hostha_decision");
        }
        new HostHATables(database).migrate();
        assertThat(tables(database)).contains("hostha_decision", "hostha_directive");
    }

    @Test
    public void droppingLeavesNothingOfOursAndAllOfCloudStack() throws Exception {
        DataSource database = Databases.emptyH2();
        Schema.run(database, "cloudstack/V0_1__cloudstack.sql");
        new HostHATables(database).migrate();
        try (InputStream in = HostHATables.class.getResourceAsStream("drop.sql");
                Connection connection = database.getConnection()) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    Jdbc.update(connection, sql);
                }
            }
        }
        assertThat(tables(database)).contains("ha_config", "oobm").noneMatch(table -> table.startsWith("hostha_"));
    }

    private static List<String> tables(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Jdbc.query(connection, row -> row.getString(1).toLowerCase(Locale.ROOT),
                    "SELECT table_name FROM information_schema.tables");
        }
    }
}
