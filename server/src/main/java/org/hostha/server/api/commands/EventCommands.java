package org.hostha.server.api.commands;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
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

    private static final Parameter<Instant> START = Parameter.date("startdate", "only those from then on");
    private static final Parameter<Instant> END = Parameter.date("enddate", "only those until then; of a day without"
            + " a time, until its end");
    private static final Parameter<Integer> DURATION =
            Parameter.integer("duration", "only those that were not completed within so many seconds");
    private static final Parameter<Integer> ENTRY_TIME =
            Parameter.integer("entrytime", "only those that began longer ago than so many seconds");
    private static final Parameter<Long> START_ID =
            Parameter.id("startid", Entity.EVENT, "only this event and those that belong to it").since("4.10.0");
    private static final Parameter<Boolean> ARCHIVED =
            Parameter.flag("archived", "archived events, too").since("4.19.0");
    private static final Parameter<Boolean> LIST_ALL =
            Parameter.flag("listall", "not used: whoever may list events lists all of them");
    private static final Parameter<Boolean> RECURSIVE =
            Parameter.flag("isrecursive", "not used: there is one domain");
    private static final Parameter<String> ACCOUNT = Parameter.text("account", "only those of this account");
    private static final Parameter<Long> DOMAIN = Parameter.id("domainid", Entity.DOMAIN, "only those of this domain");

    /** Types of events that no command announces. */
    private static final Set<String> OTHER_TYPES = Set.of("CONFIGURATION.VALUE.EDIT", "HA.DISARM",
            "HA.DISARM.END", "HA.OBSERVE", "HA.OBSERVE.END", "HA.STATE.TRANSITION", "HA.SUSPEND", "HA.SUSPEND.END",
            "HOST.OOBM.CONFIGURE", "HOST.OOBM.POWERSTATE.TRANSITION", "POD.CREATE", "ZONE.CREATE");

    private record EventType(String name) { }

    private static final ResponseType<EventType> TYPES = ResponseType.<EventType>named("eventtype")
            .text("name", "a type of events", EventType::name);

    private record Event(String uuid, String type, String level, String state, String description, String username,
            String account, String domainUuid, String domain, Instant created, String resourceUuid, String resourceType,
            String resource, boolean archived, String parentUuid) { }

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
            .text("parentid", "ID of the event that this one belongs to", Event::parentUuid)
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
            + " LEFT JOIN event parent ON e.start_id <> 0 AND parent.id = e.start_id"
            + " WHERE e.display = 1";
    private static final String RESOURCE_UUID = "COALESCE(h.uuid, c.uuid, z.uuid, v.uuid)";

    private final Database database;

    public EventCommands(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listEvents").describedAs("Lists events, newest first").in("user.event")
                .takes(EVENT_ID, TYPE, LEVEL, STATE, RESOURCE, RESOURCE_TYPE, START, END, DURATION, ENTRY_TIME, START_ID,
                        ARCHIVED, LIST_ALL, RECURSIVE, ACCOUNT, DOMAIN)
                .lists(EVENTS, this::events));

        commands.add(Command.named("listEventTypes").describedAs("Lists the types of events").in("user.event")
                .listsAll(TYPES, call -> types(commands)));

        commands.add(Command.named("listAlerts").describedAs("Lists alerts, newest first").in("admin.resource")
                .takes(ALERT_ID, TYPE, NAME)
                .lists(ALERTS, this::alerts));
    }

    private Paging.Rows<Event> events(Call call) {
        if (call.optional(RESOURCE).isPresent() != call.optional(RESOURCE_TYPE).isPresent()) {
            throw ApiException.invalidValue("resourceid and resourcetype must be given together");
        }
        return new Filter(FROM_EVENTS)
                .and("e.archived = ?", call.optional(ARCHIVED).filter(all -> all).isPresent() ? Optional.empty()
                        : Optional.of(0))
                .and("e.created >= ?", call.optional(START).map(Utc::of))
                .and("e.created <= ?", call.optional(END).map(EventCommands::endOfDay).map(Utc::of))
                .and("(e.start_id = ? OR e.id = ?)", call.optional(START_ID))
                .and("a.account_name = ?", call.optional(ACCOUNT)).and("d.id = ?", call.optional(DOMAIN))
                .and("e.created <= ?", call.optional(ENTRY_TIME).map(EventCommands::ago))
                .and("e.state <> 'Completed' AND NOT EXISTS (SELECT 1 FROM event done WHERE done.start_id = e.id"
                        + " AND done.state = 'Completed') AND e.created <= ?",
                        call.optional(DURATION).map(EventCommands::ago))
                .and("e.id = ?", call.optional(EVENT_ID)).and("e.type = ?", call.optional(TYPE))
                .and("e.level = ?", call.optional(LEVEL)).and("e.state = ?", call.optional(STATE))
                .and(RESOURCE_UUID + " = ?", call.optional(RESOURCE))
                .and("e.resource_type = ?", call.optional(RESOURCE_TYPE))
                .andContains("(LOWER(e.description) LIKE ? ESCAPE '!' OR LOWER(e.type) LIKE ? ESCAPE '!')",
                        call.keyword())
                .page(database.jdbc(), "e.*, parent.uuid AS parent_uuid, u.username,"
                        + " a.account_name, d.uuid AS domain_uuid, d.name AS domain_name, "
                        + RESOURCE_UUID + " AS resource_uuid, COALESCE(h.name, c.name, z.name, v.name) AS"
                        + " resource_name",
                        "e.id DESC", call.paging(),
                        (row, number) -> new Event(row.getString("uuid"), row.getString("type"),
                                row.getString("level"), row.getString("state"), row.getString("description"),
                                row.getString("username"), row.getString("account_name"), row.getString("domain_uuid"),
                                row.getString("domain_name"), Utc.read(row, "created"), row.getString("resource_uuid"),
                                row.getString("resource_type"), row.getString("resource_name"),
                                row.getBoolean("archived"), row.getString("parent_uuid")));
    }

    private static Instant endOfDay(Instant end) {
        return end.truncatedTo(ChronoUnit.DAYS).equals(end) ? end.plus(1, ChronoUnit.DAYS).minusSeconds(1) : end;
    }

    private static LocalDateTime ago(int seconds) {
        return Utc.now().minusSeconds(seconds);
    }

    /** What commands announce, what is known to be written besides, and what has been. */
    private List<EventType> types(Commands commands) {
        Set<String> types = new TreeSet<>(OTHER_TYPES);
        commands.all().forEach(command -> command.event().ifPresent(types::add));
        types.addAll(database.jdbc().sql("SELECT DISTINCT type FROM event").query(String.class).list());
        return types.stream().map(EventType::new).toList();
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
