package org.hostha.server.api.commands;

import org.hostha.core.Secret;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Cookie;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.auth.Logins;
import org.hostha.server.auth.SessionAuthenticator;
import org.hostha.server.auth.Sessions;

/** Login and logout. */
public final class SessionCommands implements Commands.Group {

    private static final Parameter<String> USERNAME = Parameter.text("username", "name of the user").required();
    private static final Parameter<String> PASSWORD = Parameter.text("password", "the user's password").required();
    private static final Parameter<String> DOMAIN = Parameter.text("domain", "path of the user's domain; ROOT without");
    private static final Parameter<Long> DOMAIN_ID =
            Parameter.id("domainid", Entity.DOMAIN, "ID of the user's domain; counts for more than its path");

    /** CloudStack's number of administrators of the ROOT domain. */
    private static final String ADMIN_TYPE = "1";
    private static final String ROOT_PATH = "/";

    private record Bye(String description) { }

    private static final ResponseType<Bye> BYE = ResponseType.<Bye>named("logout")
            .text("description", "success", Bye::description);

    private final ResponseType<Logins.Welcome> welcome;
    private final Logins logins;

    public SessionCommands(Logins logins, ManagementServer self) {
        this.logins = logins;
        this.welcome = type(self);
    }

    private static ResponseType<Logins.Welcome> type(ManagementServer self) {
        return ResponseType.<Logins.Welcome>named("login")
                .text("username", "name of the user", login -> login.caller().username())
                .text("userid", "ID of the user", login -> login.caller().userUuid())
                .text("domainid", "ID of the user's domain", login -> login.caller().domainUuid())
                .integer("timeout", "seconds after which an unused session ends",
                        login -> (int) Sessions.TIMEOUT.toSeconds())
                .text("account", "account of the user", login -> login.caller().account())
                .text("firstname", "first name", Logins.Welcome::firstName)
                .text("lastname", "last name", Logins.Welcome::lastName)
                .text("type", "type of the account: 1 for administrators", login -> ADMIN_TYPE)
                .text("timezone", "time zone of the user", login -> "UTC")
                .text("timezoneoffset", "its offset in hours", login -> "0.0")
                .text("registered", "whether the user confirmed an invitation", login -> "false")
                .text("sessionkey", "key that each request of the session has to carry",
                        login -> login.session().key())
                .text("is2faenabled", "whether a second factor is in use", login -> "false")
                .text("is2faverified", "whether it was checked, where it is in use", login -> "true")
                .text("managementserverid", "ID of this management server", login -> self.uuid());
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("login").describedAs("Opens a session; takes POST alone").in("auth")
                .takes(USERNAME, PASSWORD, DOMAIN, DOMAIN_ID).open().postOnly()
                .returnsBare(welcome, this::login));

        commands.add(Command.named("logout").describedAs("Ends the session").in("auth").open()
                .returnsBare(BYE, this::logout));
    }

    private Logins.Welcome login(Call call) {
        Logins.Welcome login = logins.login(call.get(USERNAME), Secret.of(call.get(PASSWORD)), domain(call),
                call.origin().address());
        call.set(new Cookie(SessionAuthenticator.ID_COOKIE, login.session().id()));
        call.set(new Cookie(SessionAuthenticator.KEY, login.session().key()));
        return login;
    }

    /** There is one domain; whatever names another one finds nobody. */
    private String domain(Call call) {
        if (call.optional(DOMAIN_ID).isPresent()) {
            return logins.domainPath(call.get(DOMAIN_ID));
        }
        String path = call.optional(DOMAIN).orElse(ROOT_PATH);
        return (ROOT_PATH + path + ROOT_PATH).replaceAll("/+", ROOT_PATH);
    }

    private Bye logout(Call call) {
        boolean ended = call.origin().cookie(SessionAuthenticator.ID_COOKIE).filter(logins::logout).isPresent();
        if (!ended) {
            throw ApiException.parameter("There is no session to end");
        }
        call.set(new Cookie(SessionAuthenticator.ID_COOKIE, ""));
        call.set(new Cookie(SessionAuthenticator.KEY, ""));
        return new Bye("success");
    }
}
