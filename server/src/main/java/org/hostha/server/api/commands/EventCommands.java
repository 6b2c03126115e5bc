package org.hostha.server.api.commands;

import java.time.Instant;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;

/** Events and alerts. */
public final class EventCommands implements Commands.Group {

    private static final Parameter<Long> EVENT_ID = Parameter.id("id", Entity.EVENT, "only this event");
    private static final Parameter<Long> ALERT_ID = Parameter.id("id", Entity.ALERT, "only this alert");
    private static final Parameter<String> TYPE = Parameter.text("type", "only those of this type");
    private static final Parameter<String> LEVEL =
            Parameter.text("level", "only those of this level: INFO, WARN or ERROR");
    private static final Parameter<String> STATE =
            Parameter.text("state", "only those in this state: Created, Scheduled, Started or Completed");
    private static final Parameter<String> RESOURCE = Parameter.text("resourceid", "only about this resource");
    private static final Parameter<String> RESOURCE_TYPE =
            Parameter.text("resourcetype", "only about resources of this type");
    private static final Parameter<String> NAME = Parameter.text("name", "only those of this name");

    private record Event(String uuid, String type, String level, String state, String description, String username,
            String account, String domainUuid, String domain, Instant created, String resourceUuid, String resourceType,
            String resource, boolean archived) { }

    private record Alert(String uuid, int type, String name, String subject, Instant sent) { }

    private static final ResponseType<Event> EVENTS = ResponseType.<Event>named("event")
            .text("id", "ID of the event", Event::uuid)
            .text("type", "its type, such as HA.STATE.TRANSITION", Event::type)
            .text("level", "INFO, WARN or ERROR", Event::level)
            .text("state", "Created, Scheduled, Started or Completed", Event::state)
            .text("description", "what happened", Event::description)
            .text("username", "user who caused it", Event::username)
            .text("account", "account of that user", Event::account)
            .text("domainid", "ID of the account's domain", Event::domainUuid)
            .text("domain", "the account's domain", Event::domain)
            .date("created", "when it happened", Event::created)
            .text("resourceid", "ID of what it is about", Event::resourceUuid)
            .text("resourcetype", "type of what it is about", Event::resourceType)
            .text("resourcename", "name of what it is about", Event::resource)
            .flag("archived", "whether it was archived", Event::archived);

    private static final ResponseType<Alert> ALERTS = ResponseType.<Alert>named("alert")
            .text("id", "ID of the alert", Alert::uuid)
            .integer("type", "number of its type", Alert::type)
            .text("name", "name of its type, such as ALERT.HA.ACTION", Alert::name)
            .text("description", "what is wrong", Alert::subject)
            .date("sent", "when it was last sent", Alert::sent);

    /** What an event is about: at most one of these joins finds something. */
    private static final String FROM_EVENTS = "FROM event e JOIN `user` u ON u.id = e.user_id"
            + " JOIN account a ON a.id = e.account_id JOIN domain d ON d.id = e.domain_id"
            + " LEFT JOIN host h ON e.resource_type = 'Host' AND h.id = e.resource_id"
            + " LEFT JOIN cluster c ON e.resource_type = 'Cluster' AND c.id = e.resource_id"
            + " LEFT JOIN data_center z ON e.resource_type = 'Zone' AND z.id = e.resource_id"
            + " LEFT JOIN vm_instance v ON e.resource_type = 'VirtualMachine' AND v.id = e.resource_id"
            + " WHERE e.archived = 0 AND e.display = 1";
    private static final String RESOURCE_UUID = "COALESCE(h.uuid, c.uuid, z.uuid, v.uuid)";

    private final Database database;

    public EventCommands(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listEvents").describedAs("Lists events, newest first").in("user.event")
                .takes(EVENT_ID, TYPE, LEVEL, STATE, RESOURCE, RESOURCE_TYPE)
                .lists(EVENTS, this::events));

        commands.add(Command.named("listAlerts").describedAs("Lists alerts, newest first").in("admin.resource")
                .takes(ALERT_ID, TYPE, NAME)
                .lists(ALERTS, this::alerts));
    }

    private Paging.Rows<Event> events(Call call) {
        return new Filter(FROM_EVENTS)
                .and("e.id = ?", call.optional(EVENT_ID)).and("e.type = ?", call.optional(TYPE))
                .and("e.level = ?", call.optional(LEVEL)).and("e.state = ?", call.optional(STATE))
                .and(RESOURCE_UUID + " = ?", call.optional(RESOURCE))
                .and("e.resource_type = ?", call.optional(RESOURCE_TYPE))
                .andContains("(LOWER(e.description) LIKE ? ESCAPE '!' OR LOWER(e.type) LIKE ? ESCAPE '!')",
                        call.keyword())
                .page(database.jdbc(), "e.*, u.username, a.account_name, d.uuid AS domain_uuid, d.name AS domain_name, "
                        + RESOURCE_UUID + " AS resource_uuid, COALESCE(h.name, c.name, z.name, v.name) AS"
                        + " resource_name",
                        "e.id DESC", call.paging(),
                        (row, number) -> new Event(row.getString("uuid"), row.getString("type"),
                                row.getString("level"), row.getString("state"), row.getString("description"),
                                row.getString("username"), row.getString("account_name"), row.getString("domain_uuid"),
                                row.getString("domain_name"), Utc.read(row, "created"), row.getString("resource_uuid"),
                                row.getString("resource_type"), row.getString("resource_name"),
                                row.getBoolean("archived")));
    }

    private Paging.Rows<Alert> alerts(Call call) {
        return new Filter("FROM alert a WHERE a.archived = 0")
                .and("a.id = ?", call.optional(ALERT_ID))
                .and("a.type = ?", call.optional(TYPE).map(EventCommands::number))
                .and("a.name = ?", call.optional(NAME))
                .andContains("LOWER(a.subject) LIKE ? ESCAPE '!'", call.keyword())
                .page(database.jdbc(), "a.*", "a.last_sent DESC, a.id DESC", call.paging(),
                        (row, number) -> new Alert(row.getString("uuid"), row.getInt("type"), row.getString("name"),
                                row.getString("subject"), Utc.read(row, "last_sent")));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalidValue("type must be the number of an alert type, not " + text);
        }
    }
}
