package org.hostha.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.hostha.core.PartitionType;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;

/** How {@code ha_config} and {@code hostha_case} are read. A row that others wrote has no case yet: that is epoch 0. */
final class HARows {

    static final int REASON_LENGTH = 1024;

    static final String SELECT = """
            SELECT h.id, h.resource_id, h.resource_type, h.enabled, h.ha_state, h.provider, h.update_count,
                h.mgmt_server_id, c.epoch, c.activity_checks, c.activity_failures, c.recoveries, c.fence_tries,
                c.custody, c.order_id, c.order_kind, c.order_step, c.release_id, c.reason
            FROM ha_config h LEFT JOIN hostha_case c ON c.ha_config_id = h.id""";

    private HARows() {
    }

    /** @throws StoreException naming the row, when it holds what no HA wrote */
    static HARow map(ResultSet row) throws SQLException {
        Stored stored = new Stored(state(row), row.getInt("activity_checks"), row.getInt("activity_failures"),
                row.getInt("recoveries"), row.getInt("fence_tries"), row.getInt("custody") != 0, order(row),
                number(row, "release_id"));
        String reason = row.getString("reason");
        String provider = row.getString("provider");
        return new HARow(partitionType(row), row.getLong("resource_id"), row.getInt("enabled") != 0,
                provider == null ? "" : provider, row.getLong("update_count"), number(row, "mgmt_server_id"),
                row.getLong("epoch"), stored, reason == null ? "" : reason);
    }

    /** CloudStack's word for a kind of resource ({@code HAResource.ResourceType}). */
    static String resourceType(PartitionType type) {
        return switch (type) {
            case Host -> "Host";
            case VM -> "VirtualMachine";
            case Zone, Pod, Cluster -> throw new IllegalArgumentException("HA does not look after a " + type);
        };
    }

    private static PartitionType partitionType(ResultSet row) throws SQLException {
        String text = row.getString("resource_type");
        return switch (text) {
            case "Host" -> PartitionType.Host;
            case "VirtualMachine" -> PartitionType.VM;
            default -> throw unreadable(row, "resource_type", text, null);
        };
    }

    private static Optional<HAState> state(ResultSet row) throws SQLException {
        return word(row, "ha_state", HAState.class);
    }

    private static Optional<Order> order(ResultSet row) throws SQLException {
        OptionalLong id = number(row, "order_id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Order.Kind kind = word(row, "order_kind", Order.Kind.class)
                .orElseThrow(() -> unreadable(row, "order_kind", "NULL", null));
        Order.Step step = word(row, "order_step", Order.Step.class)
                .orElseThrow(() -> unreadable(row, "order_step", "NULL", null));
        return Optional.of(new Order(id.getAsLong(), kind, step));
    }

    private static <E extends Enum<E>> Optional<E> word(ResultSet row, String column, Class<E> type)
            throws SQLException {
        String text = row.getString(column);
        try {
            return Optional.ofNullable(text).map(word -> Enum.valueOf(type, word));
        } catch (IllegalArgumentException e) {
            throw unreadable(row, column, "'" + text + "'", e);
        }
    }

    static OptionalLong number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static StoreException unreadable(ResultSet row, String column, String text, Exception cause) {
        try {
            return new StoreException("row " + row.getLong("id") + " of ha_config (" + row.getString("resource_type")
                    + " " + row.getLong("resource_id") + ") has an unknown " + column + ": " + text, cause);
        } catch (SQLException e) {
            return new StoreException("a row of ha_config has an unknown " + column + ": " + text, e);
        }
    }
}
