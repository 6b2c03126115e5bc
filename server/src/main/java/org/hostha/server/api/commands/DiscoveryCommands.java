package org.hostha.server.api.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hostha.core.Settings;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.ApiSettings;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.db.Utc;

/** The server about itself: its commands, by their own declarations, and what it can do. */
public final class DiscoveryCommands implements Commands.Group {

    /** The release of CloudStack whose API this is. */
    static final String CLOUDSTACK_VERSION = "4.22.0.0";

    private static final Parameter<String> API = Parameter.text("name", "only this API");
    private static final Parameter<Boolean> LIST_ALL =
            Parameter.flag("listall", "not used: a caller is told of all that it may call");

    private record Capability(String version, int pageSize) { }

    private static final ResponseType<Capability> CAPABILITY = ResponseType.<Capability>named("capability")
            .text("cloudstackversion", "release of CloudStack whose API this is", Capability::version)
            .flag("securitygroupsenabled", "whether security groups are in use", capability -> false)
            .flag("dynamicrolesenabled", "whether roles can be changed", capability -> false)
            .integer("defaultuipagesize", "rows of a page in the UI", capability -> 20)
            .integer("defaultpagesize", "rows of a list at most", Capability::pageSize)
            .text("supportELB", "elastic load balancing", capability -> "false")
            .text("projectinviterequired", "whether members of projects are invited", capability -> "false")
            .flag("regionsecondaryenabled", "whether regions share storage", capability -> false)
            .flag("kubernetesserviceenabled", "whether Kubernetes clusters can be made", capability -> false)
            .flag("kubernetesclusterexperimentalfeaturesenabled", "whether parts of them are new",
                    capability -> false)
            .flag("allowuserviewdestroyedvm", "whether users see destroyed VMs", capability -> false)
            .flag("allowuserexpungerecovervm", "whether users may expunge VMs", capability -> false)
            .flag("allowuserviewalldomainaccounts", "whether users see other accounts", capability -> false)
            .flag("kvmsnapshotenabled", "whether snapshots of KVM volumes can be made", capability -> false)
            .flag("allowusercreateprojects", "whether users may make projects", capability -> false);

    private final Commands commands;
    private final Settings settings;

    /** @param commands all of them; looked at only when someone asks */
    public DiscoveryCommands(Commands commands, Settings settings) {
        this.commands = commands;
        this.settings = settings;
    }

    @Override
    public void declare(Commands target) {
        target.add(Command.named("listApis").describedAs("Lists the API commands").since("4.1.0").in("user.discovery")
                .takes(API, LIST_ALL)
                .listsAll(apiType(), this::apis));

        target.add(Command.named("listCapabilities").describedAs("Tells what the server can do").in("user.config")
                .returns(CAPABILITY, call -> new Capability(CLOUDSTACK_VERSION,
                        settings.value(ApiSettings.PAGE_SIZE).intValue())));
    }

    private List<Command> apis(Call call) {
        Optional<String> name = call.optional(API);
        if (name.isEmpty()) {
            return commands.all().stream().filter(call.caller().role()::allows).toList();
        }
        return List.of(commands.find(name.get()).filter(call.caller().role()::allows).orElseThrow(
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
