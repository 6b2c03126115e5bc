package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * How a BMC knows us: by a session's token, or where no session is to be had by the password with each request.
 *
 * @param root the service root, as it was found before the login
 * @param header name of the header to show
 * @param value its value; secret
 * @param session link to the session, to be ended there; empty without one
 */
record Login(JsonObject root, String header, String value, Optional<String> session) {

    private static final Logger LOG = LogManager.getLogger(Login.class);
    private static final String ROOT = "/redfish/v1/";
    /** Parts of the message ids with which a login is refused for its password, whatever the status. */
    private static final List<String> WRONG_PASSWORD = List.of("unauthorizedlogin", "loginfail", "authenticationfail",
            "invalidcredential", "resourceatunauthorized");

    /**
     * Logs in. Sessions come first, because a BMC checks a password slowly and logs each check.
     *
     * @throws OutOfBandManagementException {@code AUTHENTICATION} when the BMC refuses the password
     */
    static Login open(Conversation talk, String username, Secret password) {
        JsonObject root = root(talk);
        Optional<String> sessions = Json.link(root, "Links", "Sessions");
        Login login = sessions.flatMap(link -> session(talk, link, root, username, password))
                .orElseGet(() -> basic(root, username, password));
        login.use(talk);
        return login;
    }

    /**
     * DSP0266 lets anybody read the service root; where it is closed nevertheless, its links have their usual names.
     */
    private static JsonObject root(Conversation talk) {
        try {
            return talk.get(ROOT);
        } catch (OutOfBandManagementException e) {
            if (e.kind() != Kind.AUTHENTICATION) {
                throw e;
            }
            return Json.object("""
                    {"Systems": {"@odata.id": "/redfish/v1/Systems"},
                     "AccountService": {"@odata.id": "/redfish/v1/AccountService"},
                     "Links": {"Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions"}}}""").orElseThrow();
        }
    }

    private static Optional<Login> session(Conversation talk, String link, JsonObject root, String username,
            Secret password) {
        JsonObject body = new JsonObject();
        body.addProperty("UserName", username);
        body.addProperty("Password", password.revealText());
        Reply reply = talk.post(link, body);
        Optional<String> token = reply.header("X-Auth-Token");
        if (reply.ok() && token.isPresent()) {
            Optional<String> session = reply.header("Location")
                    .or(() -> reply.json().flatMap(created -> Json.text(created, "@odata.id")));
            return Optional.of(new Login(root, "X-Auth-Token", token.get(), session));
        }
        if (reply.status() == 401 || reply.messageIds().stream().anyMatch(Login::meansWrongPassword)) {
            throw talk.refused("login", 401, reply.summaryWithoutText());
        }
        if (reply.status() == 403) {
            throw talk.refused("login", 403, reply.summaryWithoutText());
        }
        LOG.debug("{}: no session ({}), going on with Basic authentication", talk.target().name(),
                reply.summaryWithoutText());
        return Optional.empty();
    }

    private static boolean meansWrongPassword(String messageId) {
        String id = messageId.toLowerCase(Locale.ROOT);
        return WRONG_PASSWORD.stream().anyMatch(id::contains);
    }

    private static Login basic(JsonObject root, String username, Secret password) {
        byte[] both = (username + ":" + password.revealText()).getBytes(StandardCharsets.UTF_8);
        return new Login(root, "Authorization", "Basic " + Base64.getEncoder().encodeToString(both), Optional.empty());
    }

    void use(Conversation talk) {
        talk.authorize(header, value);
    }

    @Override
    public String toString() {
        return header + ": ****";
    }
}
