package org.hostha.testkit.redfish;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The resources of a {@link FakeRedfish} and what can be done with them. */
final class FakeResources {

    private static final String ROOT = "/redfish/v1";
    private static final String SESSIONS = ROOT + "/SessionService/Sessions";
    private static final String SYSTEMS = ROOT + "/Systems";
    private static final String ACCOUNTS = ROOT + "/AccountService/Accounts";
    private static final String ROLES = ROOT + "/AccountService/Roles";
    /** The one slot that holds the user; the others are empty. */
    private static final int SLOT = 2;

    private final FakeRedfish bmc;
    private final Profile profile;
    private final Faults faults;
    private volatile int etag = 1;

    FakeResources(FakeRedfish bmc, Profile profile) {
        this.bmc = bmc;
        this.profile = profile;
        this.faults = bmc.faults();
    }

    FakeAnswer answer(String method, String path, String body, String ifMatch) {
        return switch (method) {
            case "GET" -> get(path);
            case "POST" -> path.equals(SESSIONS) ? login(body) : reset(path, body);
            case "PATCH" -> path.equals(account(SLOT)) ? changePassword(body, ifMatch) : missing(path);
            case "DELETE" -> path.startsWith(SESSIONS) && bmc.sessions().end(last(path))
                    ? FakeAnswer.of(204, "") : missing(path);
            default -> FakeAnswer.error(405, "Base.1.8.OperationNotAllowed", "no " + method);
        };
    }

    private FakeAnswer get(String path) {
        if (path.equals(ROOT)) {
            return FakeAnswer.of(200, root());
        }
        if (path.equals(SYSTEMS)) {
            return FakeAnswer.of(200, collection(bmc.machines().stream().map(FakeMachine::id).toList(), SYSTEMS));
        }
        if (path.equals(ROOT + "/Managers/" + profile.managerId())) {
            return FakeAnswer.of(200, "{\"Id\": \"%s\", \"Model\": \"%s\", \"FirmwareVersion\": \"2.10\"}"
                    .formatted(profile.managerId(), profile.product()));
        }
        if (path.equals(ROOT + "/AccountService")) {
            return FakeAnswer.of(200, """
                    {"MinPasswordLength": 8, "MaxPasswordLength": 40, "Accounts": %s}""".formatted(link(ACCOUNTS)));
        }
        if (path.equals(ACCOUNTS)) {
            return FakeAnswer.of(200, collection(IntStream.rangeClosed(1, profile.habits().accounts())
                    .mapToObj(Integer::toString).toList(), ACCOUNTS));
        }
        if (path.startsWith(ACCOUNTS)) {
            return account(path);
        }
        if (path.startsWith(ROLES)) {
            return FakeAnswer.of(200,
                    "{\"AssignedPrivileges\": [\"Login\", \"ConfigureComponents\", \"ConfigureSelf\"]}");
        }
        return system(path);
    }

    private String root() {
        String sessions = faults.noSessionService ? "" : """
                , "SessionService": %s, "Links": {"Sessions": %s}""".formatted(
                link(ROOT + "/SessionService"), link(SESSIONS));
        return """
                {"@odata.id": "/redfish/v1%s", "RedfishVersion": "1.11.0", "Vendor": "%s", "Product": "%s",
                 "Systems": %s, "Managers": %s, "AccountService": %s%s}
                """.formatted(profile.slash(), profile.vendor(), profile.product(), link(SYSTEMS),
                link(ROOT + "/Managers"), link(ROOT + "/AccountService"), sessions);
    }

    private FakeAnswer account(String path) {
        if (!path.equals(account(SLOT))) {
            return FakeAnswer.of(200, "{\"UserName\": \"\", \"RoleId\": \"None\", \"Enabled\": false}");
        }
        return new FakeAnswer(200, Map.of("ETag", "W/\"" + etag + "\""), """
                {"UserName": "%s", "RoleId": "%s", "Enabled": true, "@odata.etag": "W/\\"%d\\"", "Links": {"Role": %s}}
                """.formatted(FakeRedfish.USER, faults.role, etag, link(ROLES + "/" + faults.role)));
    }

    private FakeAnswer system(String path) {
        for (FakeMachine machine : bmc.machines()) {
            String own = SYSTEMS + "/" + machine.id();
            if (path.equals(own)) {
                return FakeAnswer.of(200, system(machine, own));
            }
            if (path.equals(own + "/ResetActionInfo")) {
                return FakeAnswer.of(200, """
                        {"Parameters": [{"Name": "ResetType", "Required": true, "DataType": "String",
                         "AllowableValues": %s}]}""".formatted(array(faults.resetTypes(profile))));
            }
        }
        return missing(path);
    }

    private String system(FakeMachine machine, String own) {
        String shown = profile.showsTransitions() || !faults.transition.isZero()
                ? machine.powerState() : machine.isOn() ? "On" : "Off";
        String state = faults.powerState == null ? shown : faults.powerState;
        String uuid = profile == Profile.SUPERMICRO ? machine.uuid().toUpperCase(Locale.ROOT) : machine.uuid();
        String allowed = "";
        if (!faults.noAllowableValues) {
            allowed = profile.namesResetsInActionInfo() ? ", \"@Redfish.ActionInfo\": \"" + own + "/ResetActionInfo\""
                    : ", \"ResetType@Redfish.AllowableValues\": " + array(faults.resetTypes(profile));
        }
        return """
                {"@odata.id": "%s", "Id": "%s", "Manufacturer": "%s", "Model": "Model X", "PowerState": "%s",
                 "UUID": "%s", "Links": {"ManagedBy": [%s]},
                 "Actions": {"#ComputerSystem.Reset": {"target": "%s/Actions/ComputerSystem.Reset%s"%s}}}
                """.formatted(own + profile.slash(), machine.id(), profile.vendor(), state, uuid,
                link(ROOT + "/Managers/" + profile.managerId()), own, profile.slash(), allowed);
    }

    private FakeAnswer login(String body) {
        if (faults.noSessionService) {
            return missing(SESSIONS);
        }
        if (!bmc.sessions().mayLogIn(text(body, "UserName").orElse(""), text(body, "Password").orElse(""))) {
            int status = profile.habits().badLogin();
            // Some services repeat what they were sent.
            return FakeAnswer.error(status,
                    status == 401 ? "Base.1.8.AccessDenied" : "iLO.2.15.UnauthorizedLoginAttempt",
                    "can't log in with " + text(body, "Password").orElse("").replace("\\", "").replace("\"", ""));
        }
        Optional<String> id = bmc.sessions().begin();
        if (id.isEmpty()) {
            return FakeAnswer.error(profile.habits().full(), profile.habits().fullMessage(), "too many sessions");
        }
        String path = SESSIONS + "/" + id.get() + profile.slash();
        String location = profile == Profile.ILO ? "https://ILOCZ1234ABCD" + path : path;
        return new FakeAnswer(201, Map.of("X-Auth-Token", bmc.sessions().token(id.get()), "Location", location),
                "{\"@odata.id\": \"%s\", \"Id\": \"%s\"}".formatted(path, id.get()));
    }

    private FakeAnswer reset(String path, String body) {
        for (FakeMachine machine : bmc.machines()) {
            if (path.equals(SYSTEMS + "/" + machine.id() + "/Actions/ComputerSystem.Reset")) {
                return reset(machine, text(body, "ResetType").orElse(""));
            }
        }
        return missing(path);
    }

    private FakeAnswer reset(FakeMachine machine, String type) {
        if (!faults.resetTypes(profile).contains(type)) {
            return FakeAnswer.error(400, "Base.1.8.ActionParameterNotSupported", type + " is not supported");
        }
        if (faults.statusOfReset != null) {
            return FakeAnswer.error(faults.statusOfReset, "Base.1.8.GeneralError", "not now");
        }
        boolean on = machine.isOn();
        Profile.Habits habits = profile.habits();
        if (!on && !type.endsWith("On") && habits.needless() >= 400) {
            return FakeAnswer.error(habits.needless(), habits.alreadyOff(), "Power is off");
        }
        if (on && type.endsWith("On") && habits.needless() >= 400) {
            return FakeAnswer.error(habits.needless(), habits.alreadyOn(), "Power is on");
        }
        machine.reset(type, faults.transition, !faults.acceptsWithoutObeying);
        if (faults.answersWithTask) {
            return new FakeAnswer(202, Map.of("Location", ROOT + "/TaskService/Tasks/1"),
                    "{\"@odata.id\": \"/redfish/v1/TaskService/Tasks/1\", \"TaskState\": \"New\"}");
        }
        return habits.done() == 204 ? FakeAnswer.of(204, "")
                : FakeAnswer.error(habits.done(), "Base.1.8.Success", "done");
    }

    private FakeAnswer changePassword(String body, String ifMatch) {
        if (profile.wantsIfMatch() && ifMatch == null) {
            return FakeAnswer.error(428, "Base.1.8.PreconditionRequired", "If-Match is missing");
        }
        if (ifMatch != null && !ifMatch.equals("W/\"" + etag + "\"")) {
            return FakeAnswer.error(412, "Base.1.8.PreconditionFailed", "changed meanwhile");
        }
        etag++;
        bmc.sessions().setPassword(text(body, "Password").orElse(""));
        return FakeAnswer.error(200, "Base.1.8.Success", "done");
    }

    private static FakeAnswer missing(String path) {
        return FakeAnswer.error(404, "Base.1.8.ResourceMissingAtURI", "nothing at " + path);
    }

    private String collection(List<String> ids, String path) {
        return "{\"Members@odata.count\": %d, \"Members\": [%s]}".formatted(ids.size(),
                ids.stream().map(id -> link(path + "/" + id)).collect(Collectors.joining(", ")));
    }

    private String link(String path) {
        return "{\"@odata.id\": \"" + path + profile.slash() + "\"}";
    }

    private static String account(int slot) {
        return ACCOUNTS + "/" + slot;
    }

    private static String array(List<String> values) {
        return values.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A string of a JSON object, found by its name. */
    private static Optional<String> text(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return matcher.find() ? Optional.of(unescape(matcher.group(1))) : Optional.empty();
    }

    private static String unescape(String text) {
        return Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)").matcher(text).replaceAll(escape -> Matcher.quoteReplacement(
                escape.group(2) == null ? escape.group(1)
                        : String.valueOf((char) Integer.parseInt(escape.group(2), 16))));
    }
}
