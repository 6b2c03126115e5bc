package org.hostha.cloudstack.plugin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.hostha.store.StoreException;

/** Reads CloudStack's tables. */
public final class Sql {

    /** Reads the row that a result set stands on. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;

    public Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @throws StoreException when the database fails */
    public <T> List<T> list(RowMapper<T> mapper, String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new StoreException("could not read CloudStack's tables: " + e.getMessage(), e);
        }
    }

    /** The first row. */
    public <T> Optional<T> first(RowMapper<T> mapper, String sql, Object... parameters) {
        return list(mapper, sql, parameters).stream().findFirst();
    }

    /** As many question marks as there are values, between parentheses. */
    public static String marks(Collection<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }
}
