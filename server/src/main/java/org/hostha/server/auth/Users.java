package org.hostha.server.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.hostha.core.Secret;
import org.hostha.core.SecretCipher;
import org.hostha.server.api.Caller;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Users, accounts and their keys in CloudStack's tables. Secret keys are stored encrypted. */
public final class Users {

    private static final int KEY_BYTES = 64;
    private static final int ROOT_ADMIN = 1;
    private static final String ENABLED = "enabled";

    /**
     * What an API key stands for.
     *
     * @param enabled user and account are
     * @param mayUseKey user, then account, allow it; who says nothing allows it
     */
    record Key(Caller caller, boolean enabled, boolean mayUseKey, boolean rootAdmin, Optional<Secret> secretKey) { }

    /** What its owner signs requests with. */
    public record KeyPair(String apiKey, Secret secretKey) { }

    private final Database database;
    private final SecretCipher cipher;

    public Users(Database database, SecretCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /** Makes CloudStack's first inhabitants where there are none: the ROOT domain, the system and the root admin. */
    public void bootstrap() {
        if (jdbc().sql("SELECT COUNT(*) FROM domain").query(Integer.class).single() > 0) {
            return;
        }
        database.transactions().executeWithoutResult(transaction -> {
            jdbc().sql("INSERT INTO domain (id, name, uuid, path) VALUES (1, 'ROOT', ?, '/')").param(uuid()).update();
            insertAccount(1, "system");
            insertAccount(2, "admin");
        });
    }

    private void insertAccount(long id, String name) {
        jdbc().sql("INSERT INTO account (id, account_name, uuid, type, domain_id, created) VALUES (?, ?, ?, ?, 1, ?)")
                .param(id).param(name).param(uuid()).param(ROOT_ADMIN).param(Utc.now()).update();
        jdbc().sql("INSERT INTO `user` (id, uuid, username, password, account_id, firstname, lastname, created)"
                        + " VALUES (?, ?, ?, '', ?, ?, 'cloud', ?)")
                .param(id).param(uuid()).param(name).param(id).param(name).param(Utc.now()).update();
    }

    /** The root admin's keys; made when there are none yet. */
    public KeyPair adminKeys() {
        return database.transactions().execute(transaction -> {
            Optional<KeyPair> known = jdbc().sql("SELECT api_key, secret_key FROM `user` WHERE username = 'admin'"
                            + " AND api_key IS NOT NULL AND secret_key IS NOT NULL")
                    .query((row, number) ->
                            new KeyPair(row.getString("api_key"), cipher.decrypt(row.getString("secret_key"))))
                    .optional();
            return known.orElseGet(this::newAdminKeys);
        });
    }

    private KeyPair newAdminKeys() {
        KeyPair pair = new KeyPair(random(), Secret.of(random()));
        jdbc().sql("UPDATE `user` SET api_key = ?, secret_key = ? WHERE username = 'admin'").param(pair.apiKey())
                .param(cipher.encrypt(pair.secretKey())).update();
        return pair;
    }

    Optional<Key> byApiKey(String apiKey) {
        return jdbc().sql("SELECT u.id, u.uuid, u.username, u.state, u.api_key_access, u.secret_key, a.id AS"
                + " account_id, a.uuid AS account_uuid, a.account_name, a.state AS account_state, a.type,"
                + " a.api_key_access AS account_access, d.id AS domain_id, d.uuid AS domain_uuid, d.name AS domain_name"
                + " FROM `user` u JOIN account a ON a.id = u.account_id JOIN domain d ON d.id = a.domain_id"
                + " WHERE u.api_key = ? AND u.removed IS NULL AND a.removed IS NULL")
                .param(apiKey).query((row, number) -> {
                    Caller caller = new Caller(row.getLong("id"), row.getString("uuid"), row.getString("username"),
                            row.getLong("account_id"), row.getString("account_uuid"), row.getString("account_name"),
                            row.getLong("domain_id"), row.getString("domain_uuid"), row.getString("domain_name"));
                    boolean enabled = row.getString("state").equalsIgnoreCase(ENABLED)
                            && row.getString("account_state").equalsIgnoreCase(ENABLED);
                    Object access = Optional.ofNullable(row.getObject("api_key_access"))
                            .orElse(row.getObject("account_access"));
                    boolean mayUseKey = access == null || ((Number) access).intValue() != 0;
                    return new Key(caller, enabled, mayUseKey, row.getInt("type") == ROOT_ADMIN,
                            Optional.ofNullable(row.getString("secret_key")).map(cipher::decrypt));
                }).optional();
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
