package org.hostha.server.api.commands;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.VmHAStatus;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.hosts.HostMonitor;
import org.hostha.server.inventory.Builder;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.ResourceStates;
import org.hostha.server.vmha.VmHAService;

/** Hosts in and out of service: changing and deleting them, maintenance, degraded hosts, agents. */
public final class HostStateCommands implements Commands.Group {

    private static final Duration RECONNECT = Duration.ofSeconds(10);

    private static final Parameter<Long> HOST = Parameter.id("id", Entity.HOST, "ID of the host").required();
    private static final Parameter<Boolean> FORCED =
            Parameter.flag("forced", "also when the host is not in maintenance");
    private static final Parameter<Boolean> DESTROY_LOCAL =
            Parameter.flag("forcedestroylocalstorage", "not used: no local storage is kept account of");
    private static final Parameter<String> ALLOCATION =
            Parameter.text("allocationstate", "Enable, or Disable to place no more VMs on it");
    private static final Parameter<String> NAME = Parameter.text("name", "its new name").since("4.15");
    private static final Parameter<String> URL = Parameter.text("url", "where its agent listens from now on");
    private static final Parameter<List<String>> TAGS =
            Parameter.list("hosttags", "its tags from now on; empty takes all away").emptyToo();
    private static final Parameter<Long> OS_CATEGORY =
            Parameter.number("oscategoryid", "not used: no guest systems are kept account of");
    private static final Parameter<String> ANNOTATION =
            Parameter.text("annotation", "not used: no notes are kept").since("4.11");

    private final Builder builder;
    private final ResourceStates states;
    private final HAManager manager;
    private final HAEngine engine;
    private final HostMonitor monitor;
    private final VmHAService vmHA;
    private final Places places;
    private final HostListing hosts;

    public HostStateCommands(Builder builder, ResourceStates states, HAManager manager, HAEngine engine,
            HostMonitor monitor, VmHAService vmHA, Places places, HostListing hosts) {
        this.builder = builder;
        this.states = states;
        this.manager = manager;
        this.engine = engine;
        this.monitor = monitor;
        this.vmHA = vmHA;
        this.places = places;
        this.hosts = hosts;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("updateHost").describedAs("Changes a host").in("admin.host")
                .takes(HOST, ALLOCATION, TAGS, NAME, URL, OS_CATEGORY, ANNOTATION)
                .returns(HostView.TYPE, this::update));

        commands.add(Command.named("deleteHost").describedAs("Deletes a host without VMs").in("admin.host")
                .takes(HOST, FORCED, DESTROY_LOCAL)
                .succeeds(this::delete));

        commands.add(Command.named("reconnectHost").describedAs("Asks a host's agent to answer now").in("admin.host")
                .announces("HOST.RECONNECT").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, this::reconnect));

        commands.add(Command.named("prepareHostForMaintenance")
                .describedAs("Takes a host without VMs out of service")
                .in("admin.host").announces("MAINT.PREPARE").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, call -> move(call, states::enterMaintenance)));

        commands.add(Command.named("cancelHostMaintenance")
                .describedAs("Returns a host in maintenance to service; a fenced one, too, once it has been repaired")
                .in("admin.host").announces("MAINT.CANCEL").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, call -> move(call, states::cancelMaintenance)));

        commands.add(Command.named("declareHostAsDegraded")
                .describedAs("Declares a host that is out of contact to be dead, and restarts its VMs elsewhere")
                .since("4.16.0.0").in("admin.host").announces("HOST.DECLARE.DEGRADED").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, this::declareDegraded));

        commands.add(Command.named("cancelHostAsDegraded").describedAs("Returns a degraded host to service")
                .since("4.16.0.0").in("admin.host").announces("HOST.CANCEL.DEGRADED").about("Host", HOST)
                .takes(HOST).asynchronous()
                .returns(HostView.TYPE, call -> move(call, states::cancelDegraded)));
    }

    private HostView update(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        String allocation = call.optional(ALLOCATION).orElse(null);
        if (allocation != null && !Set.of("Enable", "Disable").contains(allocation)) {
            throw ApiException.invalidValue("allocationstate must be Enable or Disable, not " + allocation);
        }
        call.optional(URL).ifPresent(AddCommands::url);
        return move(call, id -> builder.changeTogether(() -> {
            builder.change(host.resource(), call.optional(NAME).orElse(null), call.optional(URL).orElse(null),
                    call.optional(TAGS).isPresent() ? AddCommands.tags(call.optional(TAGS)) : null);
            if (allocation != null) {
                states.enable(id, allocation.equals("Enable"));
            }
        }));
    }

    private boolean delete(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        refused(() -> states.delete(host.resource().id(), call.optional(FORCED).orElse(false)));
        manager.retire(host.resource());
        return true;
    }

    private HostView reconnect(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        if (!monitor.ask(host, RECONNECT)) {
            throw ApiException.failed("The agent of host " + host.resource() + " does not answer.");
        }
        return hosts.one(host.resource().id());
    }

    /** What Host HA has not seen off must not be restarted elsewhere, whatever someone declares. */
    private HostView declareDegraded(Call call) {
        HostInfo host = places.hostInfo(call.get(HOST));
        HostView view = hosts.one(host.resource().id());
        if (!Set.of("Alert", "Disconnected").contains(view.status())) {
            throw ApiException.failed("A host whose status is " + view.status()
                    + " can't be declared as degraded; it must be Alert or Disconnected.");
        }
        VmHAStatus answer = manager.vmHAStatus(host.resource());
        if (answer != VmHAStatus.NotOurs) {
            throw ApiException.failed("Host HA decides about this host; its VMs are restarted once it was seen off."
                    + " explainHostHA tells what is missing.");
        }
        HostView degraded = move(call, states::declareDegraded);
        List<String> left = vmHA.restartElsewhere(host.resource());
        if (!left.isEmpty()) {
            throw ApiException.failed("The host is declared as degraded, but its VMs " + String.join(", ", left)
                    + " were being changed and are still bound to it. Declare it again.");
        }
        return degraded;
    }

    private HostView move(Call call, LongConsumer change) {
        HostInfo host = places.hostInfo(call.get(HOST));
        refused(() -> change.accept(host.resource().id()));
        engine.refresh(host.resource());
        return hosts.one(host.resource().id());
    }

    private static void refused(Runnable change) {
        try {
            change.run();
        } catch (ResourceStates.RefusedException e) {
            throw ApiException.failed(e.getMessage());
        }
    }
}
