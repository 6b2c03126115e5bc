package org.hostha.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Runs a migration as it is, statement by statement. */
final class Schema {

    private Schema() {
    }

    static void run(DataSource dataSource, String migration) throws SQLException, IOException {
        try (InputStream in = JdbcHAStore.class.getResourceAsStream("migration/" + migration);
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }
}
