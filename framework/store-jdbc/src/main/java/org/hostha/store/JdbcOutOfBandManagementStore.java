package org.hostha.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
        return jdbc.run("read the out-of-band management of host " + hostId, connection -> find(connection, hostId));
    }

    private Optional<OutOfBandManagement> find(Connection connection, long hostId) throws SQLException {
        return Jdbc.query(connection, row -> map(row, new HashMap<>()), SELECT + " WHERE o.host_id = ?", hostId).stream()
                .findFirst();
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
        jdbc.run("save the power state of host " + hostId, connection -> savePowerState(connection, hostId, state));
    }

    private int savePowerState(Connection connection, long hostId, PowerState state) throws SQLException {
        return Jdbc.update(connection,
                "UPDATE oobm SET power_state = ?, mgmt_server_id = ?, update_count = update_count + 1, update_time = ?"
                        + " WHERE host_id = ?",
                state.name(), owner(state), now(), hostId);
    }

    /** Nobody owns what is switched off. */
    private Long owner(PowerState state) {
        return owner.isPresent() && state != PowerState.Disabled ? owner.getAsLong() : null;
    }

    @Override
    public boolean saveReading(OutOfBandManagement asked, PowerState state) {
        return change(asked.hostId(), "save the power state of host " + asked.hostId(),
                now -> now.enabled() && now.hasBmcOf(asked),
                (connection, now) -> savePowerState(connection, asked.hostId(), state));
    }

    @Override
    public boolean saveProof(OutOfBandManagement asked, Optional<String> systemGuid) {
        return change(asked.hostId(), "save the proof of host " + asked.hostId(), now -> now.isProvenBy(asked),
                (connection, now) -> beside(connection, asked.hostId(), "system_guid = ?, proven = ?",
                        systemGuid.orElse(null), now()));
    }

    @Override
    public boolean savePendingPassword(long hostId, Secret pending) {
        return change(hostId, "save the pending password of host " + hostId, now -> now.pendingPassword().isEmpty(),
                (connection, now) -> beside(connection, hostId, "pending_password = ?", cipher.encrypt(pending)));
    }

    @Override
    public boolean promotePassword(OutOfBandManagement asked, Secret password) {
        return change(asked.hostId(), "promote the password of host " + asked.hostId(),
                now -> now.mayAdopt(password, asked),
                (connection, now) -> {
                    Jdbc.update(connection, "UPDATE oobm SET password = ? WHERE host_id = ?", cipher.encrypt(password),
                            asked.hostId());
                    if (now.pendingPassword().equals(Optional.of(password))) {
                        beside(connection, asked.hostId(), "pending_password = ?", (Object) null);
                    }
                });
    }

    @Override
    public void dropPendingPassword(long hostId, Secret pending) {
        change(hostId, "drop the pending password of host " + hostId,
                now -> now.pendingPassword().equals(Optional.of(pending)),
                (connection, now) -> beside(connection, hostId, "pending_password = ?", (Object) null));
    }

    /** What is done to a host's rows that nobody else can change meanwhile. */
    @FunctionalInterface
    private interface Change {
        void on(Connection connection, OutOfBandManagement now) throws SQLException;
    }

    /** The lock comes first, and in a statement of its own: what is read after it in the transaction is what holds. */
    private boolean change(long hostId, String what, Predicate<OutOfBandManagement> still, Change change) {
        return jdbc.inTransaction(what, connection -> {
            Jdbc.query(connection, row -> row.getLong("host_id"), "SELECT host_id FROM oobm WHERE host_id = ? FOR UPDATE",
                    hostId);
            Optional<OutOfBandManagement> now = find(connection, hostId).filter(still);
            if (now.isPresent()) {
                change.on(connection, now.get());
            }
            return now.isPresent();
        });
    }

    /** Changes the host's row beside {@code oobm}, and makes it first where there is none. */
    private static void beside(Connection connection, long hostId, String assignments, Object... values)
            throws SQLException {
        Object[] parameters = Arrays.copyOf(values, values.length + 1);
        parameters[values.length] = hostId;
        String update = "UPDATE hostha_oobm SET " + assignments + " WHERE host_id = ?";
        if (Jdbc.update(connection, update, parameters) == 0) {
            Jdbc.update(connection, "INSERT INTO hostha_oobm (host_id) VALUES (?)", hostId);
            Jdbc.mustBeOne(Jdbc.update(connection, update, parameters), update);
        }
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(Instant.now(clock), ZoneOffset.UTC).withNano(0);
    }
}
