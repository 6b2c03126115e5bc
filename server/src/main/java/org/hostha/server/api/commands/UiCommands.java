package org.hostha.server.api.commands;

import java.util.List;
import java.util.Map;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Paging;
import org.hostha.server.api.ResponseType;

/** What CloudStack's UI asks for after each login, and this server has none of. */
public final class UiCommands implements Commands.Group {

    private record Switch(boolean enabled) { }

    private static final ResponseType<Switch> CLOUDIAN = ResponseType.<Switch>named("cloudianconnector")
            .flag("enabled", "whether the connector is in use", Switch::enabled);

    /** By command: the key of its rows, and CloudStack's package of it. */
    private static final Map<String, List<String>> EMPTY = Map.of(
            "listNetworks", List.of("network", "user.network"),
            "listVPCs", List.of("vpc", "user.vpc"),
            "listNetworkServiceProviders", List.of("networkserviceprovider", "admin.network"),
            "listLdapConfigurations", List.of("LdapConfiguration", "admin.ldap"));

    @Override
    public void declare(Commands commands) {
        EMPTY.forEach((name, where) -> commands.add(Command.named(name)
                .describedAs("Lists nothing: this server has none").in(where.get(1))
                .lists(ResponseType.<Map<String, Object>>named(where.get(0))
                                .text("id", "ID", row -> row.get("id").toString()),
                        call -> Paging.Rows.all(List.of()))));

        commands.add(Command.named("cloudianIsEnabled").describedAs("Tells that the Cloudian connector is not in use")
                .in("admin.cloudian").reading()
                .returns(CLOUDIAN, call -> new Switch(false)));
    }
}
