package org.hostha.server.auth;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.hostha.core.Secret;
import org.hostha.core.SecretCipher;
import org.hostha.server.api.Caller;
import org.hostha.server.api.Role;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Users, accounts and their credentials in CloudStack's tables: passwords hashed, secret keys encrypted. */
public final class Users {

    /** The user whose keys and password the first start makes. */
    public static final String ADMIN = "admin";

    private static final int KEY_BYTES = 64;
    private static final long SYSTEM_ID = 1;
    private static final long ADMIN_ID = 2;
    private static final int ADMIN_TYPE = 1;
    private static final String ENABLED = "enabled";
    private static final String SELECT = "SELECT u.id, u.uuid, u.username, u.state, u.api_key_access, u.secret_key,"
            + " u.password, u.firstname, u.lastname, a.id AS account_id, a.uuid AS account_uuid, a.account_name,"
            + " a.state AS account_state, a.role_id, a.api_key_access AS account_access, d.id AS domain_id,"
            + " d.uuid AS domain_uuid, d.name AS domain_name, d.path FROM `user` u JOIN account a ON a.id ="
            + " u.account_id JOIN domain d ON d.id = a.domain_id WHERE u.removed IS NULL AND a.removed IS NULL AND ";

    /**
     * A user with everything that admits or refuses it. It never prints itself.
     *
     * @param enabled user and account are, and their role is one of ours
     * @param mayUseKey user, then account, allow it; who says nothing allows it
     */
    record Identity(Caller caller, boolean enabled, boolean mayUseKey, Optional<Secret> secretKey, String password,
            String domainPath, String firstName, String lastName) {

        @Override
        public String toString() {
            return caller.username();
        }
    }

    /** What its owner signs requests with. */
    public record KeyPair(String apiKey, Secret secretKey) { }

    private final Database database;
    private final SecretCipher cipher;
    private final Sessions sessions;

    /** @param sessions that end when their user is changed */
    public Users(Database database, SecretCipher cipher, Sessions sessions) {
        this.database = database;
        this.cipher = cipher;
        this.sessions = sessions;
    }

    /** Makes CloudStack's first inhabitants where there are none: the ROOT domain, the system and the root admin. */
    public void bootstrap() {
        database.transactions().executeWithoutResult(transaction -> {
            if (jdbc().sql("SELECT COUNT(*) FROM domain").query(Integer.class).single() > 0) {
                return;
            }
            jdbc().sql("INSERT INTO domain (id, name, uuid, path) VALUES (1, 'ROOT', ?, '/')").param(uuid()).update();
            insertAccount(SYSTEM_ID, "system", Role.ROOT_ADMIN);
            insertUser(SYSTEM_ID, "system", SYSTEM_ID, "system", "cloud", "");
            insertAccount(ADMIN_ID, ADMIN, Role.ROOT_ADMIN);
            insertUser(ADMIN_ID, ADMIN, ADMIN_ID, ADMIN, "cloud", "");
        });
    }

    /**
     * Makes an account with one user of its name.
     *
     * @return the user's internal id
     * @throws IllegalArgumentException when the name is taken
     */
    public long create(String username, Secret password, String firstName, String lastName, String email, Role role) {
        String hash = Passwords.hash(password);
        return database.transactions().execute(transaction -> {
            if (byName(username).isPresent()) {
                throw new IllegalArgumentException("The user " + username + " already exists in domain ROOT");
            }
            long account = next("account");
            insertAccount(account, username, role);
            long user = next("`user`");
            insertUser(user, username, account, firstName, lastName, hash);
            jdbc().sql("UPDATE `user` SET email = ? WHERE id = ?").param(email).param(user).update();
            return user;
        });
    }

    private long next(String table) {
        return jdbc().sql("SELECT MAX(id) + 1 FROM " + table).query(Long.class).single();
    }

    private void insertAccount(long id, String name, Role role) {
        jdbc().sql("INSERT INTO account (id, account_name, uuid, type, role_id, domain_id, created)"
                        + " VALUES (?, ?, ?, ?, ?, 1, ?)")
                .param(id).param(name).param(uuid()).param(ADMIN_TYPE).param(role.id()).param(Utc.now()).update();
    }

    private void insertUser(long id, String name, long account, String firstName, String lastName, String password) {
        jdbc().sql("INSERT INTO `user` (id, uuid, username, password, account_id, firstname, lastname, created)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(id).param(uuid()).param(name).param(password).param(account).param(firstName).param(lastName)
                .param(Utc.now()).update();
    }

    /** The root admin's keys; made when there are none yet. */
    public KeyPair adminKeys() {
        return database.transactions().execute(transaction -> {
            long admin = adminId();
            return keys(admin).orElseGet(() -> renewKeys(admin));
        });
    }

    /** The keys of a user that has some. */
    public Optional<KeyPair> keys(long userId) {
        return jdbc().sql("SELECT api_key, secret_key FROM `user` WHERE id = ? AND removed IS NULL"
                        + " AND api_key IS NOT NULL AND secret_key IS NOT NULL").param(userId)
                .query((row, number) ->
                        new KeyPair(row.getString("api_key"), cipher.decrypt(row.getString("secret_key"))))
                .optional();
    }

    /** Gives the user new keys; the old ones are worth nothing from now on. */
    public KeyPair renewKeys(long userId) {
        KeyPair pair = new KeyPair(random(), Secret.of(random()));
        jdbc().sql("UPDATE `user` SET api_key = ?, secret_key = ? WHERE id = ?").param(pair.apiKey())
                .param(cipher.encrypt(pair.secretKey())).param(userId).update();
        return pair;
    }

    /** The root admin's internal id. */
    public long adminId() {
        return byName(ADMIN).orElseThrow().caller().userId();
    }

    /** True until the root admin was given a password. */
    public boolean adminHasNoPassword() {
        return byName(ADMIN).orElseThrow().password().isEmpty();
    }

    /** Gives the user another password, and ends its sessions. */
    public void changePassword(long userId, Secret password) {
        jdbc().sql("UPDATE `user` SET password = ? WHERE id = ?").param(Passwords.hash(password)).param(userId)
                .update();
        sessions.endAll(userId);
    }

    /** Lets the user in, or no longer; then its sessions end. */
    public void enable(long userId, boolean enabled) {
        jdbc().sql("UPDATE `user` SET state = ? WHERE id = ?").param(enabled ? ENABLED : "disabled").param(userId)
                .update();
        sessions.endAll(userId);
    }

    /** Removes the user. */
    public void remove(long userId) {
        jdbc().sql("UPDATE `user` SET removed = ?, api_key = NULL, secret_key = NULL WHERE id = ?").param(Utc.now())
                .param(userId).update();
        sessions.endAll(userId);
    }

    Optional<String> domainPath(long id) {
        return jdbc().sql("SELECT path FROM domain WHERE id = ? AND removed IS NULL").param(id).query(String.class)
                .optional();
    }

    Optional<Identity> byApiKey(String apiKey) {
        return jdbc().sql(SELECT + "u.api_key = ?").param(apiKey).query(this::identity).optional();
    }

    Optional<Identity> byId(long userId) {
        return jdbc().sql(SELECT + "u.id = ?").param(userId).query(this::identity).optional();
    }

    Optional<Identity> byName(String username) {
        return jdbc().sql(SELECT + "u.username = ?").param(username).query(this::identity).optional();
    }

    private Identity identity(ResultSet row, int number) throws SQLException {
        Optional<Role> role = Role.of(row.getLong("role_id"));
        Caller caller = new Caller(row.getLong("id"), row.getString("uuid"), row.getString("username"),
                row.getLong("account_id"), row.getString("account_uuid"), row.getString("account_name"),
                row.getLong("domain_id"), row.getString("domain_uuid"), row.getString("domain_name"),
                role.orElse(Role.READ_ONLY_OPERATOR));
        boolean enabled = role.isPresent() && row.getString("state").equalsIgnoreCase(ENABLED)
                && row.getString("account_state").equalsIgnoreCase(ENABLED);
        Object access = Optional.ofNullable(row.getObject("api_key_access")).orElse(row.getObject("account_access"));
        return new Identity(caller, enabled, access == null || isTrue(access),
                Optional.ofNullable(row.getString("secret_key")).map(cipher::decrypt), row.getString("password"),
                row.getString("path"), row.getString("firstname"), row.getString("lastname"));
    }

    /** A {@code tinyint(1)} is a boolean to one driver and a number to another. */
    private static boolean isTrue(Object flag) {
        return flag instanceof Boolean set ? set : ((Number) flag).intValue() != 0;
    }

    private static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
