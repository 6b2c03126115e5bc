package org.hostha.oobm.redfish.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** A system as its BMC describes it at one moment (DMTF schema ComputerSystem). */
record ComputerSystem(JsonObject json) {

    private static final String RESET = "#ComputerSystem.Reset";
    private static final int MOST_PAGES = 20;

    /**
     * Finds the one system that is meant.
     *
     * @throws OutOfBandManagementException {@code UNREACHABLE}, naming the systems that there are, when it is not
     *     plain which one
     */
    static String find(Conversation talk, JsonObject root) {
        List<String> links = members(talk, Json.link(root, "Systems").orElse("/redfish/v1/Systems"));
        Target target = talk.target();
        List<String> meant = target.systemId().map(id -> links.stream().filter(link -> id(link).equals(id)).toList())
                .orElse(links);
        if (meant.size() == 1) {
            return meant.get(0);
        }
        List<String> ids = links.stream().map(ComputerSystem::id).toList();
        throw target.failure(Kind.UNREACHABLE, target.systemId()
                .map(id -> "it has no system " + id + ", but " + ids)
                .orElseGet(() -> ids.isEmpty() ? "it lists no systems"
                        : "it has several systems " + ids + ": append the host's one to the address, as in address/"
                                + ids.get(0)));
    }

    /**
     * The links of a collection's members, on all its pages; {@code Links.Members} was the place before Redfish 1.0.
     */
    static List<String> members(Conversation talk, String collection) {
        List<String> links = new ArrayList<>();
        Optional<String> next = Optional.of(collection);
        for (int page = 0; page < MOST_PAGES && next.isPresent(); page++) {
            JsonObject found = talk.get(next.get());
            List<JsonElement> members = Json.elements(found, found.has("Members") ? new String[] {"Members"}
                    : new String[] {"Links", "Members"});
            members.forEach(member -> Json.link(member).ifPresent(links::add));
            next = Json.text(found, "Members@odata.nextLink");
        }
        return links;
    }

    private static String id(String link) {
        String path = link.replaceAll("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The UUID in its canonical lower-case form; empty when it is none. */
    Optional<String> uuid() {
        return Json.text(json, "UUID").map(text -> text.replace("-", "").trim().toLowerCase(Locale.ROOT))
                .filter(digits -> digits.matches("[0-9a-f]{32}"))
                .map(digits -> digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    /** On and Off are what they say. All else, PoweringOff among it, leaves open whether the system still runs. */
    PowerReading reading(BmcEndpoint bmc) {
        Optional<String> other = otherThanRecorded(bmc);
        String text = Json.text(json, "PowerState").orElse("absent");
        if (other.isPresent()) {
            return new PowerReading(PowerState.Unknown, uuid(), other.get());
        }
        PowerState state = text.equals("On") ? PowerState.On : text.equals("Off") ? PowerState.Off : PowerState.Unknown;
        return new PowerReading(state, uuid(), "PowerState is " + line(text));
    }

    /** @throws OutOfBandManagementException {@code WRONG_SYSTEM} */
    void requireRecorded(Target target, BmcEndpoint bmc) {
        otherThanRecorded(bmc).ifPresent(why -> {
            throw target.failure(Kind.WRONG_SYSTEM, why);
        });
    }

    private Optional<String> otherThanRecorded(BmcEndpoint bmc) {
        Optional<String> uuid = uuid();
        return bmc.systemGuid().filter(recorded -> !uuid.equals(Optional.of(recorded.toLowerCase(Locale.ROOT))))
                .map(recorded -> "the BMC speaks for "
                        + uuid.map(id -> "system " + id).orElse("no system that it names") + ", not for " + recorded);
    }

    /**
     * Where to ask for a reset.
     *
     * @throws OutOfBandManagementException {@code UNSUPPORTED} when the system has no such action
     */
    String resetLink(Target target) {
        return Json.text(json, "Actions", RESET, "target").orElseThrow(
                () -> target.failure(Kind.UNSUPPORTED,
                        "its system offers no reset, as to users that may not change power"));
    }

    /** The ResetType values that it takes; empty when it doesn't tell. */
    Optional<List<String>> resetTypes(Conversation talk) {
        Optional<List<String>> inline = Json.texts(json, "Actions", RESET, "ResetType@Redfish.AllowableValues");
        if (inline.isPresent()) {
            return inline;
        }
        return Json.text(json, "Actions", RESET, "@Redfish.ActionInfo").flatMap(link ->
                Json.elements(talk.get(link), "Parameters").stream()
                        .filter(parameter -> Json.text(parameter, "Name").equals(Optional.of("ResetType")))
                        .findFirst().flatMap(parameter -> Json.texts(parameter, "AllowableValues")));
    }

    /** Manufacturer and model, and the firmware of the BMC that manages it, in one line. */
    String firmware(Conversation talk, JsonObject root) {
        Optional<JsonObject> manager = Json.elements(json, "Links", "ManagedBy").stream().findFirst()
                .flatMap(Json::link).map(talk::get);
        return line("Redfish " + Json.text(root, "RedfishVersion").orElse("of unknown version")
                + Json.text(json, "Manufacturer").map(text -> ", " + text).orElse("")
                + Json.text(json, "Model").map(text -> " " + text).orElse("")
                + manager.flatMap(found -> Json.text(found, "Model")).map(text -> ", " + text).orElse("")
                + manager.flatMap(found -> Json.text(found, "FirmwareVersion")).map(text -> " firmware " + text)
                        .orElse(""));
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }
}
