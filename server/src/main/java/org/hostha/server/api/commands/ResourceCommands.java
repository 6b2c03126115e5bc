package org.hostha.server.api.commands;

import java.util.List;
import java.util.Optional;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;

/** Hypervisors and host tags. */
public final class ResourceCommands implements Commands.Group {

    private static final List<String> HYPERVISORS = List.of("KVM", "Simulator");

    private static final Parameter<Long> ZONE =
            Parameter.id("zoneid", Entity.ZONE, "only hypervisors of this zone's clusters");

    private record Tag(long id, String name, long host) { }

    private static final ResponseType<String> HYPERVISOR = ResponseType.<String>named("hypervisor")
            .text("name", "hypervisor", name -> name);

    private static final ResponseType<Tag> TAGS = ResponseType.<Tag>named("hosttag")
            .text("id", "ID of the tag", tag -> Long.toString(tag.id()))
            .text("name", "the tag", Tag::name)
            .number("hostid", "internal ID of the host that has it", Tag::host)
            .flag("isimplicit", "whether the host's agent gave it", tag -> false);

    private final Database database;

    public ResourceCommands(Database database) {
        this.database = database;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listHypervisors").describedAs("Lists hypervisors").in("user.config")
                .takes(ZONE)
                .listsAll(HYPERVISOR, this::hypervisors));

        commands.add(Command.named("listHostTags").describedAs("Lists the tags of hosts").in("admin.host")
                .lists(TAGS, this::tags));
    }

    private List<String> hypervisors(Call call) {
        Optional<Long> zone = call.optional(ZONE);
        return zone.isEmpty() ? HYPERVISORS : database.jdbc().sql("SELECT DISTINCT hypervisor_type FROM cluster"
                + " WHERE removed IS NULL AND data_center_id = ? ORDER BY hypervisor_type").param(zone.get())
                .query(String.class).list();
    }

    private Paging.Rows<Tag> tags(Call call) {
        return new Filter("FROM host_tags t JOIN host h ON h.id = t.host_id WHERE h.removed IS NULL")
                .andContains("LOWER(t.tag) LIKE ? ESCAPE '!'", call.keyword())
                .page(database.jdbc(), "t.id, t.tag, t.host_id", "t.id", call.paging(),
                        (row, number) -> new Tag(row.getLong(1), row.getString(2), row.getLong(3)));
    }
}
