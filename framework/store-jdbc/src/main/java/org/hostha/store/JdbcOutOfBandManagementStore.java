package org.hostha.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Secret;
import org.hostha.core.SecretEncryption;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.OutOfBandManagementStore;

/**
 * Out-of-band management in CloudStack's table {@code oobm}, and in {@code hostha_oobm} beside it. Passwords are
 * encrypted.
 */
public final class JdbcOutOfBandManagementStore implements OutOfBandManagementStore {

    private static final String SELECT = """
            SELECT o.host_id, o.enabled, o.power_state, o.driver, o.address, o.port, o.username, o.password,
                h.system_guid, h.proven, h.pending_password
            FROM oobm o LEFT JOIN hostha_oobm h ON h.host_id = o.host_id""";

    private final Jdbc jdbc;
    private final SecretEncryption cipher;
    private final Clock clock;
    private final OptionalLong owner;
    private final Consumer<Map<Long, String>> unreadable;

    /** What the last look at all rows decrypted, by ciphertext: the next look finds nearly all of it again. */
    private volatile Map<String, Secret> decrypted = Map.of();

    /** @param clock wall clock, for display */
    public JdbcOutOfBandManagementStore(DataSource dataSource, SecretEncryption cipher, Clock clock) {
        this(dataSource, cipher, clock, unreadable -> { });
    }

    /**
     * @param clock wall clock, for display
     * @param unreadable told at every look at all rows which hosts' passwords can't be decrypted, and why
     */
    public JdbcOutOfBandManagementStore(DataSource dataSource, SecretEncryption cipher, Clock clock,
            Consumer<Map<Long, String>> unreadable) {
        this(dataSource, cipher, clock, unreadable, OptionalLong.empty());
    }

    /** @param owner msid that is written, as CloudStack does, beside each power state that this manager has found */
    public JdbcOutOfBandManagementStore(DataSource dataSource, SecretEncryption cipher, Clock clock,
            Consumer<Map<Long, String>> unreadable, OptionalLong owner) {
        this.owner = owner;
        this.jdbc = new Jdbc(dataSource);
        this.cipher = cipher;
        this.clock = clock;
        this.unreadable = unreadable;
    }

    @Override
    public Optional<OutOfBandManagement> find(long hostId) {
        return jdbc.run("read the out-of-band management of host " + hostId,
                connection -> Jdbc.query(connection, row -> map(row, new HashMap<>()), SELECT + " WHERE o.host_id = ?", hostId))
                .stream().findFirst();
    }

    /** A row that can't be decrypted is left out: it must not stop all the others. */
    @Override
    public List<OutOfBandManagement> all() {
        Map<String, Secret> next = new HashMap<>();
        Map<Long, String> left = new HashMap<>();
        List<Optional<OutOfBandManagement>> rows = jdbc.run("read out-of-band management",
                connection -> Jdbc.query(connection, row -> {
                    try {
                        return Optional.of(map(row, next));
                    } catch (StoreException e) {
                        left.put(row.getLong("host_id"), e.getMessage());
                        return Optional.<OutOfBandManagement>empty();
                    }
                }, SELECT + " WHERE o.driver IS NOT NULL ORDER BY o.id"));
        decrypted = next;
        unreadable.accept(left);
        return rows.stream().flatMap(Optional::stream).toList();
    }

    /** @param secrets gets what was decrypted */
    private OutOfBandManagement map(ResultSet row, Map<String, Secret> secrets) throws SQLException {
        long hostId = row.getLong("host_id");
        LocalDateTime proven = row.getObject("proven", LocalDateTime.class);
        return new OutOfBandManagement(hostId, row.getInt("enabled") != 0,
                Optional.ofNullable(row.getString("power_state")).map(PowerState::valueOf), text(row, "driver"),
                text(row, "address"), text(row, "port"), text(row, "username"),
                secret(hostId, row.getString("password"), secrets).orElseGet(() -> Secret.of("")),
                secret(hostId, row.getString("pending_password"), secrets), Optional.ofNullable(row.getString("system_guid")),
                Optional.ofNullable(proven).map(time -> time.toInstant(ZoneOffset.UTC)));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    private Optional<Secret> secret(long hostId, String encrypted, Map<String, Secret> secrets) {
        if (encrypted == null) {
            return Optional.empty();
        }
        try {
            Secret known = decrypted.get(encrypted);
            Secret secret = known == null ? cipher.decrypt(encrypted) : known;
            secrets.put(encrypted, secret);
            return Optional.of(secret);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the out-of-band management password of host " + hostId + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void configure(long hostId, String driver, String address, String port, String username, Secret password) {
        jdbc.inTransaction("configure out-of-band management of host " + hostId, connection -> {
            String encrypted = cipher.encrypt(password);
            int changed = Jdbc.update(connection, "UPDATE oobm SET driver = ?, address = ?, port = ?, username = ?,"
                    + " password = ?, update_count = update_count + 1, update_time = ? WHERE host_id = ?",
                    driver, address, port, username, encrypted, now(), hostId);
            if (changed == 0) {
                Jdbc.update(connection, "INSERT INTO oobm"
                        + " (host_id, driver, address, port, username, password, update_time)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)", hostId, driver, address, port, username, encrypted, now());
            }
            return Jdbc.update(connection, "DELETE FROM hostha_oobm WHERE host_id = ?", hostId);
        });
    }

    @Override
    public void turnSwitch(Partition partition, boolean on) {
        jdbc.inTransaction("turn the switch of " + partition, connection -> {
            if (partition.type() == PartitionType.Host) {
                Jdbc.update(connection, "UPDATE oobm SET enabled = ? WHERE host_id = ?", on ? 1 : 0, partition.id());
            } else {
                Switches.OUT_OF_BAND_MANAGEMENT.turn(connection, partition, on);
            }
            return null;
        });
    }

    @Override
    public boolean switchedOn(Partition partition) {
        return jdbc.run("read the switch of " + partition,
                connection -> Switches.OUT_OF_BAND_MANAGEMENT.on(connection, partition));
    }

    @Override
    public void savePowerState(long hostId, PowerState state) {
        jdbc.run("save the power state of host " + hostId, connection -> Jdbc.update(connection,
                "UPDATE oobm SET power_state = ?, mgmt_server_id = ?, update_count = update_count + 1, update_time = ?"
                        + " WHERE host_id = ?",
                state.name(), owner(state), now(), hostId));
    }

    /** Nobody owns what is switched off. */
    private Long owner(PowerState state) {
        return owner.isPresent() && state != PowerState.Disabled ? owner.getAsLong() : null;
    }

    @Override
    public void saveProof(long hostId, Optional<String> systemGuid) {
        beside(hostId, "save the proof of host " + hostId, connection -> Jdbc.update(connection,
                "UPDATE hostha_oobm SET system_guid = ?, proven = ? WHERE host_id = ?",
                systemGuid.orElse(null), now(), hostId));
    }

    @Override
    public void savePendingPassword(long hostId, Secret pending) {
        String encrypted = cipher.encrypt(pending);
        beside(hostId, "save the pending password of host " + hostId, connection -> Jdbc.update(connection,
                "UPDATE hostha_oobm SET pending_password = ? WHERE host_id = ?", encrypted, hostId));
    }

    @Override
    public void promotePendingPassword(long hostId) {
        jdbc.inTransaction("promote the pending password of host " + hostId, connection -> {
            List<String> pending = Jdbc.query(connection, row -> row.getString("pending_password"),
                    "SELECT pending_password FROM hostha_oobm"
                            + " WHERE host_id = ? AND pending_password IS NOT NULL FOR UPDATE", hostId);
            if (!pending.isEmpty()) {
                Jdbc.update(connection, "UPDATE oobm SET password = ? WHERE host_id = ?", pending.get(0), hostId);
                Jdbc.update(connection, "UPDATE hostha_oobm SET pending_password = NULL WHERE host_id = ?", hostId);
            }
            return null;
        });
    }

    @Override
    public void dropPendingPassword(long hostId) {
        jdbc.run("drop the pending password of host " + hostId, connection -> Jdbc.update(connection,
                "UPDATE hostha_oobm SET pending_password = NULL WHERE host_id = ?", hostId));
    }

    /** Changes the host's row beside {@code oobm}, and makes it first where there is none. */
    private void beside(long hostId, String what, Jdbc.Work<Integer> update) {
        jdbc.inTransaction(what, connection -> {
            if (update.on(connection) == 0) {
                insert(connection, hostId);
                Jdbc.mustBeOne(update.on(connection), what);
            }
            return null;
        });
    }

    private static void insert(Connection connection, long hostId) throws SQLException {
        Jdbc.update(connection, "INSERT INTO hostha_oobm (host_id) VALUES (?)", hostId);
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(Instant.now(clock), ZoneOffset.UTC).withNano(0);
    }
}
