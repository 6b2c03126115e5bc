package org.hostha.server.api.commands;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private static final String ADVANCED = "Advanced";
    private static final String GROUP = "Miscellaneous";
    private static final String SUBGROUP = "Others";

    private static final Parameter<String> NAME = Parameter.text("name", "only settings with this in their name");
    private static final Parameter<String> CATEGORY = Parameter.text("category", "only settings of this category");
    private static final Parameter<String> GROUP_NAME =
            Parameter.text("group", "only settings of this group").since("4.18.0");
    private static final Parameter<String> SUBGROUP_NAME =
            Parameter.text("subgroup", "only settings of this subgroup").since("4.18.0");
    private static final Parameter<String> PARENT =
            Parameter.text("parent", "only settings below this one: there are none").since("4.18.0");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "the values of this zone");
    private static final Parameter<Long> CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "the values of this cluster");
    private static final Parameter<Long> ACCOUNT =
            Parameter.id("accountid", Entity.ACCOUNT, "no setting here has values by account");
    private static final Parameter<Long> DOMAIN =
            Parameter.id("domainid", Entity.DOMAIN, "no setting here has values by domain");
    private static final Parameter<Long> STORAGE =
            Parameter.id("storageid", Entity.STORAGE_POOL, "no setting here has values by storage pool");
    private static final Parameter<String> IMAGE_STORE =
            Parameter.text("imagestoreuuid", "no setting here has values by image store");
    private static final Parameter<String> IMAGE_STORE_ID =
            Parameter.text("imagestoreid", "no setting here has values by image store");
    private static final Parameter<String> KEY = Parameter.text("name", "name of the setting").required();
    private static final Parameter<String> VALUE = Parameter.text("value",
            "the new value; empty takes it away, so that the next wider one is in force").upTo(VALUE_LENGTH).emptyToo();

    /** Scopes that CloudStack has and no setting of ours: nothing can be listed or set there. */
    private static final List<Parameter<?>> FOREIGN = List.of(ACCOUNT, DOMAIN, STORAGE, IMAGE_STORE, IMAGE_STORE_ID);

    private record Row(Setting<?> setting, String value, String scope) { }

    private static final ResponseType<Row> CONFIGURATION = ResponseType.<Row>named("configuration")
            .text("category", "category of the setting", row -> ADVANCED)
            .text("group", "its group", row -> GROUP)
            .text("subgroup", "its subgroup", row -> SUBGROUP)
            .text("name", "its name", row -> row.setting().key())
            .text("value", "the value in force", Row::value)
            .text("defaultvalue", "the value where nobody set one", row -> row.setting().defaultText())
            .text("description", "what it does", row -> row.setting().description())
            .text("scope", "narrowest scope, or the scope that was asked for", Row::scope)
            .flag("isdynamic", "whether a change counts without a restart", row -> true)
            .text("component", "who reads it", row -> Components.of(row.setting().key()))
            .text("displaytext", "its name for people", row -> displayText(row.setting().key()))
            .text("type", "type of its values", row -> type(row.setting()))
            .text("options", "values to choose from, where there are such", row -> null)
            .text("parent", "the setting that it is below, where there is one", row -> null);

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
                .takes(NAME, CATEGORY, GROUP_NAME, SUBGROUP_NAME, PARENT, ZONE, CLUSTER, ACCOUNT, DOMAIN, STORAGE,
                        IMAGE_STORE)
                .lists(CONFIGURATION, this::list));

        commands.add(Command.named("updateConfiguration").describedAs("Changes the value of a setting")
                .in("admin.config")
                .takes(KEY, VALUE, ZONE, CLUSTER, ACCOUNT, DOMAIN, STORAGE, IMAGE_STORE)
                .returns(CONFIGURATION, this::update));

        commands.add(Command.named("resetConfiguration")
                .describedAs("Takes the value of a setting away, so that the next wider one is in force")
                .since("4.16.0").in("admin.config")
                .takes(KEY, ZONE, CLUSTER, ACCOUNT, DOMAIN, STORAGE, IMAGE_STORE_ID)
                .returns(CONFIGURATION, this::reset));
    }

    /** CloudStack counts the rows of the page here, not all that match. */
    private Paging.Rows<Row> list(Call call) {
        Optional<Partition> partition = partition(call);
        boolean none = foreign(call) || call.optional(PARENT).isPresent();
        List<Row> page = call.paging().cut(catalogue.all().stream()
                .filter(setting -> !none)
                .filter(setting -> call.optional(NAME).filter(part -> !setting.key().contains(part)).isEmpty())
                .filter(setting -> is(call, CATEGORY, ADVANCED) && is(call, GROUP_NAME, GROUP)
                        && is(call, SUBGROUP_NAME, SUBGROUP))
                .filter(setting -> call.keyword().filter(word -> !setting.key().contains(word)).isEmpty())
                .filter(setting -> partition.isEmpty() || DatabaseSettings.hasScope(setting, partition.get().type()))
                .<Row>map(setting -> row(setting, partition, word -> word.toLowerCase(Locale.ROOT)))
                .toList()).page();
        return Paging.Rows.all(page);
    }

    private static boolean is(Call call, Parameter<String> wanted, String is) {
        return call.optional(wanted).filter(text -> !text.equals(is)).isEmpty();
    }

    private Row update(Call call) {
        Optional<Partition> partition = partition(call);
        Setting<?> setting = known(call);
        call.optional(VALUE).map(String::trim).ifPresent(text ->
                store(call, setting, partition, text.equals("null") ? "" : text));
        return row(setting, partition, word -> word.toLowerCase(Locale.ROOT));
    }

    private Row reset(Call call) {
        Optional<Partition> partition = partition(call);
        Setting<?> setting = known(call);
        store(call, setting, partition, "");
        return row(setting, partition, word -> word);
    }

    private void store(Call call, Setting<?> setting, Optional<Partition> partition, String text) {
        settings.update(setting.key(), partition, text);
        events.completed("CONFIGURATION.VALUE.EDIT", partition, "Setting " + setting.key()
                + (text.isEmpty() ? " reset" : " changed to '" + text + "'")
                + partition.map(place -> " for " + place).orElse(""), call.caller());
    }

    private Setting<?> known(Call call) {
        Setting<?> setting = catalogue.find(call.get(KEY)).orElseThrow(
                () -> ApiException.invalidValue("Config parameter with name " + call.get(KEY) + " doesn't exist"));
        if (foreign(call)) {
            throw ApiException.invalidValue("Config parameter " + setting.key() + " can be set for the whole cloud"
                    + (setting.scope() == Setting.Scope.Global ? "" : ", zones")
                    + (setting.scope() == Setting.Scope.Cluster ? " and clusters" : "") + " only");
        }
        return setting;
    }

    /** @param words CloudStack writes the word for a scope in different cases */
    private Row row(Setting<?> setting, Optional<Partition> partition, Function<String, String> words) {
        String scope = partition.map(place -> place.type().name()).orElse(setting.scope().name());
        return new Row(setting, settings.text(setting, partition), words.apply(scope));
    }

    private static boolean foreign(Call call) {
        return FOREIGN.stream().anyMatch(parameter -> given(call, parameter));
    }

    private static boolean given(Call call, Parameter<?> parameter) {
        return call.command().parameters().contains(parameter) && call.optional(parameter).isPresent();
    }

    private Optional<Partition> partition(Call call) {
        Optional<Long> zone = call.optional(ZONE);
        Optional<Long> cluster = call.optional(CLUSTER);
        long scopes = Stream.concat(Stream.of(ZONE, CLUSTER), FOREIGN.stream())
                .filter(parameter -> given(call, parameter)).count();
        if (scopes > 1) {
            throw ApiException.invalidValue("only one of the parameters that name a scope can be given");
        }
        return cluster.map(id -> Partition.cluster(places.cluster(id).id()))
                .or(() -> zone.map(id -> Partition.zone(places.zone(id).id())));
    }

    private static String displayText(String key) {
        return Character.toUpperCase(key.charAt(0)) + key.substring(1).replace('.', ' ');
    }

    private static String type(Setting<?> setting) {
        return switch (setting.kind()) {
            case "Long" -> "Number";
            case "Double" -> "Decimal";
            default -> setting.kind();
        };
    }
}
