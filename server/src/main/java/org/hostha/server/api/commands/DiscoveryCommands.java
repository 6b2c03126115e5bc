package org.hostha.server.api.commands;

import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** The server about itself: its commands, by their own declarations, what it can do, and the managers there are. */
public final class DiscoveryCommands implements Commands.Group {

    /** The release of CloudStack whose API this is. */
    private static final String CLOUDSTACK_VERSION = "4.22.0.0";

    private static final Parameter<String> API = Parameter.text("name", "only this API");
    private static final Parameter<Long> SERVER =
            Parameter.id("id", Entity.MANAGEMENT_SERVER, "only this management server");
    private static final Parameter<String> SERVER_NAME =
            Parameter.text("name", "only the management server of this name");

    private record Capability(String version) { }

    private record Server(String uuid, String name, String state, String version, String ip, Instant started) { }

    private static final ResponseType<Capability> CAPABILITY = ResponseType.<Capability>named("capability")
            .text("cloudstackversion", "release of CloudStack whose API this is", Capability::version)
            .flag("securitygroupsenabled", "whether security groups are in use", capability -> false)
            .flag("dynamicrolesenabled", "whether roles can be changed", capability -> false)
            .integer("defaultuipagesize", "rows of a page in the UI", capability -> 20)
            .flag("kvmsnapshotenabled", "whether snapshots of KVM volumes can be made", capability -> false)
            .flag("allowusercreateprojects", "whether users may make projects", capability -> false);

    private static final ResponseType<Server> SERVERS = ResponseType.<Server>named("managementserver")
            .text("id", "ID of the management server", Server::uuid)
            .text("name", "its name", Server::name)
            .text("state", "Up or Down", Server::state)
            .text("version", "its release", Server::version)
            .text("ipaddress", "address that it listens on", Server::ip)
            .text("serviceip", "address that it listens on", Server::ip)
            .text("javaversion", "Java that it runs on", server -> System.getProperty("java.version"))
            .date("lastserverstart", "when it was started", Server::started);

    private final Commands commands;
    private final Database database;

    /** @param commands all of them; looked at only when someone asks */
    public DiscoveryCommands(Commands commands, Database database) {
        this.commands = commands;
        this.database = database;
    }

    @Override
    public void declare(Commands target) {
        target.add(Command.named("listApis").describedAs("Lists the API commands").since("4.1.0").in("user.discovery")
                .takes(API)
                .listsAll(apiType(), this::apis));

        target.add(Command.named("listCapabilities").describedAs("Tells what the server can do").in("user.config")
                .returns(CAPABILITY, call -> new Capability(CLOUDSTACK_VERSION)));

        target.add(Command.named("listManagementServers").describedAs("Lists management servers").since("4.16.0.0")
                .in("admin.management").takes(SERVER, SERVER_NAME)
                .lists(SERVERS, this::servers));
    }

    private Paging.Rows<Server> servers(Call call) {
        return new Filter("FROM mshost m WHERE m.removed IS NULL").and("m.id = ?", call.optional(SERVER))
                .and("m.name = ?", call.optional(SERVER_NAME))
                .andContains("LOWER(m.name) LIKE ? ESCAPE '!'", call.keyword())
                .page(database.jdbc(), "m.*", "m.id", call.paging(), (ResultSet row, int number) -> new Server(
                        row.getString("uuid"), row.getString("name"), row.getString("state"), row.getString("version"),
                        row.getString("service_ip").trim(), Instant.ofEpochMilli(row.getLong("runid"))));
    }

    private List<Command> apis(Call call) {
        Optional<String> name = call.optional(API);
        if (name.isEmpty()) {
            return List.copyOf(commands.all());
        }
        return List.of(commands.find(name.get()).orElseThrow(
                () -> ApiException.failed("API name " + name.get() + " not found")));
    }

    private ResponseType<Command> apiType() {
        ResponseType<Parameter<?>> parameter = ResponseType.<Parameter<?>>named("params")
                .text("name", "name of the parameter", Parameter::name)
                .text("description", "what it means", Parameter::description)
                .text("type", "type of its values", declared -> declared.kind().name().toLowerCase(Locale.ROOT))
                .integer("length", "longest value in characters", Parameter::length)
                .flag("required", "whether a call without it is refused", Parameter::isRequired)
                .text("since", "release that brought it", declared -> orNull(declared.since()))
                .text("related", "APIs that list what it names", this::listersOf);
        return ResponseType.<Command>named("api")
                .text("name", "name of the API", Command::name)
                .text("description", "what it does", Command::description)
                .text("since", "release that brought it", command -> orNull(command.since()))
                .flag("isasync", "whether it answers a job", Command::isAsync)
                .text("related", "APIs that answer the same kind of object", this::related)
                .objects("params", "its parameters", parameter, Command::parameters)
                .objects("response", "the fields of what it answers", fieldType(), DiscoveryCommands::fields);
    }

    /** Two levels are all that CloudStack's own listing has. */
    private static ResponseType<ResponseType.Field<?>> fieldType() {
        ResponseType<ResponseType.Field<?>> inner = ResponseType.<ResponseType.Field<?>>named("response")
                .text("name", "name of the field", ResponseType.Field::name)
                .text("description", "what it means", ResponseType.Field::description)
                .text("type", "type of its values", ResponseType.Field::type);
        return ResponseType.<ResponseType.Field<?>>named("response")
                .text("name", "name of the field", ResponseType.Field::name)
                .text("description", "what it means", ResponseType.Field::description)
                .text("type", "type of its values", ResponseType.Field::type)
                .objects("response", "the fields of the object", inner, field -> field.nested()
                        .map(DiscoveryCommands::fieldsOf).orElse(null));
    }

    private static List<ResponseType.Field<?>> fields(Command command) {
        return command.response().map(DiscoveryCommands::fieldsOf).orElseGet(() -> List.of(SUCCESS));
    }

    private static final ResponseType.Field<Object> SUCCESS = new ResponseType.Field<>("success", "boolean",
            "whether the operation succeeded", Optional.empty(), ignored -> true);

    private static List<ResponseType.Field<?>> fieldsOf(ResponseType<?> type) {
        return new ArrayList<>(type.fields());
    }

    private String related(Command command) {
        return orNull(commands.all().stream()
                .filter(other -> other != command && command.response().isPresent()
                        && other.response().equals(command.response()))
                .map(Command::name).collect(Collectors.joining(",")));
    }

    private String listersOf(Parameter<?> parameter) {
        return orNull(parameter.entity().map(entity -> commands.all().stream()
                .filter(command -> command.isList() && command.parameters().stream()
                        .anyMatch(own -> own.name().equals("id") && own.entity().equals(parameter.entity())))
                .map(Command::name).collect(Collectors.joining(","))).orElse(""));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
