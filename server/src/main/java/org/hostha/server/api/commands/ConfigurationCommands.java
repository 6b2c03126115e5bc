package org.hostha.server.api.commands;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Setting;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.events.EventLog;
import org.hostha.server.settings.Catalogue;
import org.hostha.server.settings.DatabaseSettings;

/** Settings, for the whole cloud, a zone or a cluster. */
public final class ConfigurationCommands implements Commands.Group {

    private static final int VALUE_LENGTH = 4096;

    private static final Parameter<String> NAME = Parameter.text("name", "only settings with this in their name");
    private static final Parameter<String> CATEGORY = Parameter.text("category", "only settings of this category");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "the values of this zone");
    private static final Parameter<Long> CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "the values of this cluster");
    private static final Parameter<String> KEY = Parameter.text("name", "name of the setting").required();
    private static final Parameter<String> VALUE = Parameter.text("value",
            "the new value; empty takes it away, so that the next wider one is in force").upTo(VALUE_LENGTH).emptyToo();

    private static final String ADVANCED = "Advanced";

    private record Row(Setting<?> setting, String value, String scope) { }

    private static final ResponseType<Row> CONFIGURATION = ResponseType.<Row>named("configuration")
            .text("category", "category of the setting", row -> ADVANCED)
            .text("name", "its name", row -> row.setting().key())
            .text("value", "the value in force", Row::value)
            .text("defaultvalue", "the value where nobody set one", row -> row.setting().defaultText())
            .text("description", "what it does", row -> row.setting().description())
            .text("scope", "narrowest scope, or the scope that was asked for", Row::scope)
            .flag("isdynamic", "whether a change counts without a restart", row -> true)
            .text("component", "who reads it", row -> "management-server")
            .text("displaytext", "its name for people", row -> row.setting().key())
            .text("type", "type of its values", row -> type(row.setting()));

    private final Catalogue catalogue;
    private final DatabaseSettings settings;
    private final Places places;
    private final EventLog events;

    public ConfigurationCommands(Catalogue catalogue, DatabaseSettings settings, Places places, EventLog events) {
        this.catalogue = catalogue;
        this.settings = settings;
        this.places = places;
        this.events = events;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("listConfigurations").describedAs("Lists settings and their values")
                .in("admin.config")
                .takes(NAME, CATEGORY, ZONE, CLUSTER)
                .lists(CONFIGURATION, this::list));

        commands.add(Command.named("updateConfiguration").describedAs("Changes the value of a setting")
                .in("admin.config")
                .takes(KEY, VALUE, ZONE, CLUSTER)
                .returns(CONFIGURATION, this::update));
    }

    private Paging.Rows<Row> list(Call call) {
        Optional<Partition> partition = partition(call);
        List<Row> rows = catalogue.all().stream()
                .filter(setting -> call.optional(NAME).filter(part -> !setting.key().contains(part)).isEmpty())
                .filter(setting -> call.optional(CATEGORY).filter(category -> !category.equals(ADVANCED)).isEmpty())
                .filter(setting -> call.keyword().filter(word -> !setting.key().contains(word)).isEmpty())
                .filter(setting -> partition.isEmpty() || DatabaseSettings.hasScope(setting, partition.get().type()))
                .<Row>map(setting -> row(setting, partition)).toList();
        return call.paging().cut(rows);
    }

    private Row update(Call call) {
        Optional<Partition> partition = partition(call);
        Setting<?> setting = catalogue.find(call.get(KEY)).orElseThrow(
                () -> ApiException.invalidValue("Config parameter with name " + call.get(KEY) + " doesn't exist"));
        call.optional(VALUE).map(String::trim).ifPresent(text -> {
            settings.update(setting.key(), partition, text.equals("null") ? "" : text);
            events.completed("CONFIGURATION.VALUE.EDIT", partition, "Setting " + setting.key() + " changed to '" + text
                    + "'" + partition.map(place -> " for " + place).orElse(""), call.caller());
        });
        return row(setting, partition);
    }

    private Row row(Setting<?> setting, Optional<Partition> partition) {
        String scope = partition.map(place -> place.type().name().toLowerCase(Locale.ROOT))
                .orElse(setting.scope().name().toLowerCase(Locale.ROOT));
        return new Row(setting, settings.text(setting, partition), scope);
    }

    private Optional<Partition> partition(Call call) {
        Optional<Long> zone = call.optional(ZONE);
        Optional<Long> cluster = call.optional(CLUSTER);
        if (zone.isPresent() && cluster.isPresent()) {
            throw ApiException.invalidValue("only one of zoneid and clusterid can be given");
        }
        return cluster.map(id -> Partition.cluster(places.cluster(id).id()))
                .or(() -> zone.map(id -> Partition.zone(places.zone(id).id())));
    }

    private static String type(Setting<?> setting) {
        return switch (setting.kind()) {
            case "Long" -> "Number";
            case "Double" -> "Decimal";
            default -> setting.kind();
        };
    }
}
