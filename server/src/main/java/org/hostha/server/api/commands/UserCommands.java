package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Caller;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.api.Role;
import org.hostha.server.auth.Logins;
import org.hostha.server.auth.Users;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
import org.hostha.server.db.Utc;

/** Users, their keys and their roles. */
public final class UserCommands implements Commands.Group {

    private static final int SHORTEST_PASSWORD = 8;

    private static final Parameter<Long> ID = Parameter.id("id", Entity.USER, "only this user");
    private static final Parameter<Long> USER = Parameter.id("id", Entity.USER, "ID of the user").required();
    private static final Parameter<String> NAME = Parameter.text("username", "only the user of this name");
    private static final Parameter<String> ACCOUNT = Parameter.text("account", "only users of this account");
    private static final Parameter<Long> DOMAIN = Parameter.id("domainid", Entity.DOMAIN, "only users of this domain");
    private static final Parameter<Boolean> LIST_ALL =
            Parameter.flag("listall", "not used: whoever may list users lists all of them");
    private static final Parameter<String> STATE = Parameter.text("state", "only users in this state");
    private static final Parameter<String> NEW_NAME = Parameter.text("username", "name of the user").required();
    private static final Parameter<String> PASSWORD = Parameter.text("password", "its new password");
    private static final Parameter<String> NEW_PASSWORD =
            Parameter.text("password", "password of the user").required();
    private static final Parameter<String> CURRENT =
            Parameter.text("currentpassword", "the caller's own present password, to change the caller's own");
    private static final Parameter<String> FIRST_NAME = Parameter.text("firstname", "first name").required();
    private static final Parameter<String> LAST_NAME = Parameter.text("lastname", "last name").required();
    private static final Parameter<String> EMAIL = Parameter.text("email", "mail address").required();
    private static final Parameter<Long> ROLE =
            Parameter.id("roleid", Entity.ROLE, "role of the account: see listRoles").required();
    private static final Parameter<Long> ROLE_ID = Parameter.id("id", Entity.ROLE, "only this role");
    private static final Parameter<String> ROLE_NAME = Parameter.text("name", "only the role of this name");

    private record User(String uuid, String username, String firstName, String lastName, String email, String state,
            String account, String accountUuid, int accountType, String domainUuid, String domain, String roleUuid,
            String role, String roleType, String apiKey, Instant created) { }

    private record RoleRow(String uuid, String name, String type, String description) { }

    private static final ResponseType<User> USERS = ResponseType.<User>named("user")
            .text("id", "ID of the user", User::uuid)
            .text("username", "name that it logs in with", User::username)
            .text("firstname", "first name", User::firstName)
            .text("lastname", "last name", User::lastName)
            .text("email", "mail address", User::email)
            .text("state", "enabled or disabled", User::state)
            .text("account", "its account", User::account)
            .text("accountid", "ID of its account", User::accountUuid)
            .integer("accounttype", "1 for administrators", User::accountType)
            .text("domainid", "ID of its domain", User::domainUuid)
            .text("domain", "its domain", User::domain)
            .text("roleid", "ID of its role", User::roleUuid)
            .text("rolename", "its role", User::role)
            .text("roletype", "type of its role", User::roleType)
            .text("apikey", "its API key, for root admins", User::apiKey)
            .text("apikeyaccess", "whether keys may be used", user -> "INHERIT")
            .flag("is2faenabled", "whether a second factor is in use", user -> false)
            .flag("is2famandated", "whether a second factor is asked for", user -> false)
            .flag("iscallerchilddomain", "whether it is of a domain below the caller's", user -> false)
            .flag("isdefault", "whether it came with the server", user -> user.username().equals(Users.ADMIN))
            .date("created", "when it was made", User::created);

    private static final ResponseType<Users.KeyPair> KEYS = ResponseType.<Users.KeyPair>named("userkeys")
            .text("apikey", "API key", Users.KeyPair::apiKey)
            .text("secretkey", "secret key", pair -> pair.secretKey().revealText())
            .flag("apikeyaccess", "whether keys may be used", pair -> true);

    private static final ResponseType<RoleRow> ROLES = ResponseType.<RoleRow>named("role")
            .text("id", "ID of the role", RoleRow::uuid)
            .text("name", "its name", RoleRow::name)
            .text("type", "its type", RoleRow::type)
            .text("description", "what it allows", RoleRow::description)
            .flag("isdefault", "whether it came with the server", role -> true)
            .flag("ispublic", "whether all may see it", role -> true);

    private final Database database;
    private final Users users;
    private final Logins logins;

    public UserCommands(Database database, Users users, Logins logins) {
        this.database = database;
        this.users = users;
        this.logins = logins;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listUsers").describedAs("Lists users").in("admin.user")
                .takes(ID, NAME, ACCOUNT, DOMAIN, LIST_ALL, STATE)
                .lists(USERS, this::list));

        commands.add(Command.named("listRoles").describedAs("Lists roles").since("4.9.0").in("admin.acl")
                .takes(ROLE_ID, ROLE_NAME)
                .lists(ROLES, this::roles));

        commands.add(Command.named("createAccount")
                .describedAs("Makes an account with one user of its name").in("admin.account")
                .takes(NEW_NAME, NEW_PASSWORD, FIRST_NAME, LAST_NAME, EMAIL, ROLE).postOnly()
                .returns(USERS, this::create));

        commands.add(Command.named("updateUser").describedAs("Changes a user's password").in("admin.user")
                .takes(USER, PASSWORD, CURRENT).postOnly()
                .returns(USERS, this::update));

        commands.add(Command.named("disableUser").describedAs("Lets a user in no longer").in("admin.user")
                .announces("USER.DISABLE").takes(USER).asynchronous()
                .returns(USERS, call -> turn(call, false)));

        commands.add(Command.named("enableUser").describedAs("Lets a user in again").in("admin.user")
                .takes(USER)
                .returns(USERS, call -> turn(call, true)));

        commands.add(Command.named("deleteUser").describedAs("Deletes a user").in("admin.user")
                .takes(USER)
                .succeeds(this::delete));

        commands.add(Command.named("registerUserKeys").describedAs("Gives a user new keys; the old ones end")
                .in("admin.user").takes(USER)
                .returns(KEYS, call -> users.renewKeys(existing(call))));

        commands.add(Command.named("getUserKeys").describedAs("Tells a user's keys").since("4.10.0").in("admin.user")
                .takes(USER)
                .returns(KEYS, this::keys));
    }

    private Paging.Rows<User> list(Call call) {
        return list(where().and("u.id = ?", call.optional(ID)).and("u.username = ?", call.optional(NAME))
                .and("a.account_name = ?", call.optional(ACCOUNT)).and("d.id = ?", call.optional(DOMAIN))
                .and("u.state = ?", call.optional(STATE))
                .andContains("LOWER(u.username) LIKE ? ESCAPE '!'", call.keyword()), call.paging(), call.caller());
    }

    private static Filter where() {
        return new Filter("FROM `user` u JOIN account a ON a.id = u.account_id JOIN domain d ON d.id = a.domain_id"
                + " LEFT JOIN roles r ON r.id = a.role_id WHERE u.removed IS NULL AND u.username <> 'system'");
    }

    private Paging.Rows<User> list(Filter filter, Paging paging, Caller caller) {
        return filter.page(database.jdbc(), "u.*, a.account_name, a.uuid AS account_uuid, a.type, d.uuid AS"
                + " domain_uuid, d.name AS domain_name, r.uuid AS role_uuid, r.name AS role_name, r.role_type", "u.id",
                paging, (row, number) -> user(row, caller));
    }

    private static User user(ResultSet row, Caller caller) throws SQLException {
        boolean keysShown = caller.isRootAdmin() || row.getLong("id") == caller.userId();
        return new User(row.getString("uuid"), row.getString("username"), row.getString("firstname"),
                row.getString("lastname"), row.getString("email"), row.getString("state"),
                row.getString("account_name"), row.getString("account_uuid"), row.getInt("type"),
                row.getString("domain_uuid"), row.getString("domain_name"), row.getString("role_uuid"),
                row.getString("role_name"), row.getString("role_type"),
                keysShown ? row.getString("api_key") : null, Utc.read(row, "created"));
    }

    private Paging.Rows<RoleRow> roles(Call call) {
        return new Filter("FROM roles r WHERE r.removed IS NULL").and("r.id = ?", call.optional(ROLE_ID))
                .and("r.name = ?", call.optional(ROLE_NAME))
                .andContains("LOWER(r.name) LIKE ? ESCAPE '!'", call.keyword())
                .page(database.jdbc(), "r.*", "r.id", call.paging(), (row, number) -> new RoleRow(
                        row.getString("uuid"), row.getString("name"), row.getString("role_type"),
                        row.getString("description")));
    }

    private User create(Call call) {
        Role role = call.optional(ROLE).flatMap(Role::of).orElseThrow(
                () -> ApiException.invalidValue("roleid names none of the roles of listRoles"));
        long id = users.create(call.get(NEW_NAME), password(call.get(NEW_PASSWORD)), call.get(FIRST_NAME),
                call.get(LAST_NAME), call.get(EMAIL), role);
        return one(id, call.caller());
    }

    private static Secret password(String text) {
        if (text.length() < SHORTEST_PASSWORD) {
            throw ApiException.invalidValue("password must have at least " + SHORTEST_PASSWORD + " characters");
        }
        return Secret.of(text);
    }

    /** Whoever sits at an open session must not take over its account with it. */
    private User update(Call call) {
        long user = existing(call);
        call.optional(PASSWORD).ifPresent(text -> {
            boolean own = user == call.caller().userId();
            if (own && !logins.isPasswordOf(user, Secret.of(call.optional(CURRENT).orElse("")))) {
                throw ApiException.invalidValue("currentpassword is not the caller's present password");
            }
            users.changePassword(user, password(text));
        });
        return one(user, call.caller());
    }

    private User turn(Call call, boolean enabled) {
        long user = existing(call);
        refuseOwn(call, user);
        users.enable(user, enabled);
        return one(user, call.caller());
    }

    private boolean delete(Call call) {
        long user = existing(call);
        refuseOwn(call, user);
        users.remove(user);
        return true;
    }

    private static void refuseOwn(Call call, long user) {
        if (user == call.caller().userId()) {
            throw ApiException.invalidValue("id is the caller's own: another admin has to do this");
        }
    }

    private Users.KeyPair keys(Call call) {
        long user = existing(call);
        if (!call.caller().isRootAdmin() && user != call.caller().userId()) {
            throw ApiException.account("Only root admins may see the keys of others");
        }
        return users.keys(user).orElseThrow(
                () -> ApiException.invalidValue("The user has no keys yet; registerUserKeys makes some"));
    }

    private long existing(Call call) {
        long id = call.get(USER);
        if (list(where().and("u.id = ?", Optional.of(id)), Paging.ALL, call.caller()).page().isEmpty()) {
            throw ApiException.invalidValue("Unable to find user by ID: " + id);
        }
        return id;
    }

    private User one(long id, Caller caller) {
        return list(where().and("u.id = ?", Optional.of(id)), Paging.ALL, caller).page().get(0);
    }
}
