package org.hostha.server.api.commands;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.hostha.core.Futures;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.inventory.HostInfo;

/** Out-of-band management: CloudStack's commands of package {@code admin.outofbandmanagement}. */
public final class OutOfBandManagementCommands implements Commands.Group {

    private static final String PACKAGE = "admin.outofbandmanagement";

    private static final Parameter<Long> HOST =
            Parameter.id("hostid", Entity.HOST, "ID of the host").required();
    private static final Parameter<Long> CLUSTER =
            Parameter.id("clusterid", Entity.CLUSTER, "ID of the cluster").required();
    private static final Parameter<Long> ZONE =
            Parameter.id("zoneid", Entity.ZONE, "ID of the zone").required();
    private static final Parameter<String> DRIVER =
            Parameter.text("driver", "out-of-band management driver, such as ipmitool; in any case").required();
    private static final Parameter<String> ADDRESS =
            Parameter.text("address", "address of the BMC").required();
    private static final Parameter<String> PORT =
            Parameter.text("port", "port of the BMC").required();
    private static final Parameter<String> USERNAME =
            Parameter.text("username", "user of the BMC").required();
    private static final Parameter<String> PASSWORD =
            Parameter.text("password", "password of that user").required();
    private static final Parameter<String> ACTION =
            Parameter.text("action", "power action: ON, OFF, CYCLE, RESET, SOFT or STATUS").required();
    private static final Parameter<Long> TIMEOUT =
            Parameter.number("timeout", "seconds that the action may take");
    private static final Parameter<String> NEW_PASSWORD =
            Parameter.text("password", "the new password; one is made up when it is left out");

    /** What a command tells of a host's out-of-band management; null where it doesn't. */
    record View(String hostId, String powerState, Boolean enabled, String driver, String address, String port,
            String username, String password, String action, String description, Boolean status) {

        /** CloudStack's view of a host that was never configured. */
        static final View UNCONFIGURED =
                new View(null, PowerState.Disabled.name(), false, null, null, null, null, null, null, null, null);

        static View status(String hostId, Boolean enabled) {
            return new View(hostId, null, enabled, null, null, null, null, null, null, null, true);
        }

        static View of(String hostId, OutOfBandManagement row) {
            return new View(hostId, row.powerState().orElse(PowerState.Unknown).name(), row.enabled(), row.driver(),
                    row.address(), row.port(), row.username(), row.password().masked(), null, null, null);
        }

        View after(String done, String words) {
            return new View(hostId, powerState, enabled, driver, address, port, username, password, done, words, true);
        }

        View reading(PowerState state) {
            return new View(hostId, state.name(), enabled, driver, address, port, username, password, action,
                    description, status);
        }
    }

    static final ResponseType<View> VIEW = ResponseType.<View>named("outofbandmanagement")
            .text("hostid", "ID of the host", View::hostId)
            .text("powerstate", "power state: On, Off, Unknown or Disabled", View::powerState)
            .flag("enabled", "whether out-of-band management is enabled", View::enabled)
            .text("driver", "driver", View::driver)
            .text("address", "address of the BMC", View::address)
            .text("port", "port of the BMC", View::port)
            .text("username", "user of the BMC", View::username)
            .text("password", "first character of the password", View::password)
            .text("action", "power action that was asked for", View::action)
            .text("description", "what the BMC answered", View::description)
            .flag("status", "whether the operation succeeded", View::status);

    private final OutOfBandManagementService service;
    private final Places places;

    public OutOfBandManagementCommands(OutOfBandManagementService service, Places places) {
        this.service = service;
        this.places = places;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("configureOutOfBandManagement")
                .describedAs("Configures the out-of-band management of a host")
                .since("4.9.0").in(PACKAGE)
                .takes(HOST, DRIVER, ADDRESS, PORT, USERNAME, PASSWORD)
                .returns(VIEW, this::configure));

        declareSwitches(commands, true);
        declareSwitches(commands, false);

        commands.add(Command.named("issueOutOfBandManagementPowerAction")
                .describedAs("Carries out a power action on a host through its BMC")
                .since("4.9.0").in(PACKAGE).announces("HOST.OOBM.ACTION").about("Host", HOST)
                .takes(HOST, ACTION, TIMEOUT).asynchronous()
                .returns(VIEW, this::power));

        commands.add(Command.named("changeOutOfBandManagementPassword")
                .describedAs("Changes the password of a host's BMC, there and here")
                .since("4.9.0").in(PACKAGE).announces("HOST.OOBM.CHANGEPASSWORD").about("Host", HOST)
                .takes(HOST, NEW_PASSWORD).asynchronous()
                .returns(VIEW, this::changePassword));
    }

    private void declareSwitches(Commands commands, boolean on) {
        String verb = on ? "enable" : "disable";
        String words = (on ? "Enables" : "Disables") + " out-of-band management ";
        String event = on ? "HOST.OOBM.ENABLE" : "HOST.OOBM.DISABLE";

        commands.add(Command.named(verb + "OutOfBandManagementForHost").describedAs(words + "for a host")
                .since("4.9.0").in(PACKAGE).announces(event).about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(VIEW, call -> turnHost(call, on)));

        commands.add(Command.named(verb + "OutOfBandManagementForCluster").describedAs(words + "for a cluster")
                .since("4.9.0").in(PACKAGE).announces(event).about("Cluster")
                .takes(CLUSTER).asynchronous()
                .returns(VIEW, call ->
                        turn(places.cluster(call.get(CLUSTER)), Partition.cluster(call.get(CLUSTER)), on)));

        commands.add(Command.named(verb + "OutOfBandManagementForZone").describedAs(words + "for a zone")
                .since("4.9.0").in(PACKAGE).announces(event).about("Zone")
                .takes(ZONE).asynchronous()
                .returns(VIEW, call -> turn(places.zone(call.get(ZONE)), Partition.zone(call.get(ZONE)), on)));
    }

    /** It is tried at once: what was found is shown by listFencingProofs, and as the reason of a host that is not eligible. */
    private View configure(Call call) {
        Resource host = places.host(call.get(HOST));
        OutOfBandManagement row = service.configure(host, call.get(DRIVER), call.get(ADDRESS), call.get(PORT),
                call.get(USERNAME), Secret.of(call.get(PASSWORD)));
        service.preflight(host);
        return View.of(host.uuid(), row).after(null, "Out-of-band management successfully configured for the host");
    }

    /** A host that has just been enabled is tried at once: HA waits for the proof that its BMC works. */
    private View turnHost(Call call, boolean on) {
        Resource host = places.host(call.get(HOST));
        service.turn(host.partition(), host.name(), on);
        if (on) {
            service.preflight(host);
        }
        return View.status(host.uuid(), on);
    }

    private View turn(Places.Place place, Partition partition, boolean on) {
        service.turn(partition, place.name(), on);
        return View.status(null, on);
    }

    private View power(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        PowerOperation operation = operation(call.get(ACTION));
        requireSwitchedOn(host);
        Optional<Duration> timeout = call.optional(TIMEOUT).map(OutOfBandManagementCommands::positive);
        OutOfBandManagementService.Result result = await("Out-of-band Management action [" + operation + "] on "
                + host.resource() + " failed with error: ",
                () -> service.execute(host.resource(), operation, timeout).join());
        return View.of(host.resource().uuid(), service.find(host.resource()).orElseThrow())
                .after(operation.name(), result.description()).reading(result.state());
    }

    private View changePassword(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        requireSwitchedOn(host);
        await("Changing the out-of-band management password of " + host.resource() + " failed with error: ",
                () -> service.changePassword(host.resource(), call.optional(NEW_PASSWORD).map(Secret::of)).join());
        return View.status(host.resource().uuid(), null);
    }

    private static PowerOperation operation(String text) {
        try {
            return PowerOperation.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.failed("Unknown power action " + text + "; it must be one of "
                    + List.of(PowerOperation.values()));
        }
    }

    private static Duration positive(long seconds) {
        if (seconds < 1) {
            throw ApiException.invalidValue("timeout must be at least 1 second, not " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    private void requireSwitchedOn(HostInfo host) {
        Optional<String> off = host.resourceState().equals("Degraded")
                ? Optional.of("Out-of-band management is disabled or not configured for the host. Aborting Operation.")
                : service.switchedOff(host.resource());
        off.ifPresent(why -> {
            throw ApiException.failed(why);
        });
    }

    private static <T> T await(String whatFailed, Supplier<T> action) {
        try {
            return action.get();
        } catch (CompletionException e) {
            if (Futures.cause(e) instanceof OutOfBandManagementException failure) {
                throw ApiException.failed(whatFailed + failure.getMessage() + " - " + failure.kind().advice());
            }
            throw e;
        }
    }
}
