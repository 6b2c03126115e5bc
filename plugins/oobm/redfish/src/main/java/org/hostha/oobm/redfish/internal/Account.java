package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** The account on the BMC that we log in as (DMTF schema ManagerAccount). */
record Account(String link, JsonObject json, Optional<String> etag, JsonObject service) {

    /** Empty when the BMC lists no account of that name, as for users of a directory. */
    static Optional<Account> find(Conversation talk, JsonObject root, String username) {
        JsonObject service = talk.get(Json.link(root, "AccountService").orElse("/redfish/v1/AccountService"));
        String accounts = Json.link(service, "Accounts").orElse("/redfish/v1/AccountService/Accounts");
        for (String link : ComputerSystem.members(talk, accounts)) {
            Reply reply = talk.reply(link);
            JsonObject json = reply.json().orElseThrow();
            if (Json.text(json, "UserName").equals(Optional.of(username))) {
                return Optional.of(new Account(link, json,
                        reply.header("ETag").or(() -> Json.text(json, "@odata.etag")), service));
            }
        }
        return Optional.empty();
    }

    /** Whether its role has one of these privileges; roles that Redfish defines are known by name (DSP0266, roles). */
    boolean mayAny(Conversation talk, String... privileges) {
        List<String> assigned = switch (Json.text(json, "RoleId").orElse("")) {
            case "Administrator" -> List.of("Login", "ConfigureManager", "ConfigureUsers", "ConfigureComponents",
                    "ConfigureSelf");
            case "Operator" -> List.of("Login", "ConfigureComponents", "ConfigureSelf");
            case "ReadOnly" -> List.of("Login", "ConfigureSelf");
            default -> Json.link(json, "Links", "Role").map(talk::get)
                    .flatMap(role -> Json.texts(role, "AssignedPrivileges")).orElse(List.of());
        };
        return List.of(privileges).stream().anyMatch(assigned::contains);
    }

    /** Refused with {@code REJECTED} when the BMC says that it can't have a password of this length. */
    void setPassword(Conversation talk, Secret password) {
        int min = Json.number(service, "MinPasswordLength").orElse(0);
        int max = Json.number(service, "MaxPasswordLength").orElse(Integer.MAX_VALUE);
        if (password.length() < min || password.length() > max) {
            throw talk.target().failure(Kind.REJECTED, "the new password has " + password.length()
                    + " bytes, the BMC takes " + min + " to " + max);
        }
        JsonObject body = new JsonObject();
        body.addProperty("Password", password.revealText());
        Reply reply = talk.patch(link, etag.orElse(null), body);
        if (!reply.ok()) {
            throw talk.refused("change of the password", reply.status(), reply.summaryWithoutText());
        }
    }
}
