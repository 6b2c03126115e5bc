package org.hostha.server.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hostha.server.api.Paging;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A SELECT whose conditions are those parameters that a client gave. */
public final class Filter {

    private final StringBuilder from;
    private final List<Object> values = new ArrayList<>();

    /** @param from the part from FROM on, with a WHERE that conditions can be added to */
    public Filter(String from) {
        this.from = new StringBuilder(from);
    }

    /** Adds the condition when there is a value for its question marks. */
    public Filter and(String condition, Optional<?> value) {
        value.ifPresent(given -> {
            from.append(" AND ").append(condition);
            condition.chars().filter(c -> c == '?').forEach(mark -> values.add(given));
        });
        return this;
    }

    /** Adds that the column is one of the values, when there are any. */
    public Filter andIn(String column, Optional<? extends List<?>> wanted) {
        wanted.ifPresent(given -> {
            from.append(" AND ").append(given.isEmpty() ? "1 = 0"
                    : column + " IN (" + String.join(", ", Collections.nCopies(given.size(), "?")) + ")");
            values.addAll(given);
        });
        return this;
    }

    /** Adds the condition with the text as a part of what is looked for. */
    public Filter andContains(String condition, Optional<String> text) {
        return and(condition,
                text.map(part -> "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"));
    }

    public <T> List<T> list(JdbcClient jdbc, String columns, String order, RowMapper<T> mapper) {
        return jdbc.sql("SELECT " + columns + " " + from + " ORDER BY " + order).params(values).query(mapper).list();
    }

    public <T> Paging.Rows<T> page(JdbcClient jdbc, String columns, String order, Paging paging, RowMapper<T> mapper) {
        int count = jdbc.sql("SELECT COUNT(*) " + from).params(values).query(Integer.class).single();
        List<Object> all = new ArrayList<>(values);
        all.add(paging.limit());
        all.add(paging.offset());
        List<T> page = jdbc.sql("SELECT " + columns + " " + from + " ORDER BY " + order + " LIMIT ? OFFSET ?")
                .params(all)
                .query(mapper).list();
        return new Paging.Rows<>(count, page);
    }
}
