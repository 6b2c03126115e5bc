package org.hostha.server.api.commands;

import java.util.Locale;
import org.hostha.ha.simulator.SimulatorHAProvider;
import org.hostha.ha.simulator.SimulatorState;
import org.hostha.ha.simulator.SimulatorTransition;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;

/** The instrumented HA provider: CloudStack's commands of its simulator plugin. */
public final class SimulatorCommands implements Commands.Group {

    private static final String PACKAGE = "admin.ha.simulator";

    private static final Parameter<Long> HOST =
            Parameter.id("hostid", Entity.HOST, "ID of the host").required();
    private static final Parameter<Boolean> HEALTH =
            Parameter.flag("health", "whether health checks pass").required();
    private static final Parameter<Boolean> ACTIVITY =
            Parameter.flag("activity", "whether activity checks find the host active").required();
    private static final Parameter<Boolean> RECOVER =
            Parameter.flag("recover", "whether recovering succeeds").required();
    private static final Parameter<Boolean> FENCE =
            Parameter.flag("fence", "whether fencing succeeds").required();

    private static final ResponseType<SimulatorTransition> TRANSITION =
            ResponseType.<SimulatorTransition>named("hastatetransition")
                    .text("hastate", "HA state after", transition -> lower(transition.state()))
                    .text("prevhastate", "HA state before",
                            transition -> transition.previous().map(SimulatorCommands::lower)
                            .orElse(null))
                    .text("event", "HA event that led there", transition -> lower(transition.event()))
                    .integer("activitycounter", "activity checks that counted", SimulatorTransition::activityCounter)
                    .integer("recoverycounter", "recoveries begun", SimulatorTransition::recoveryCounter);

    private final SimulatorHAProvider provider;
    private final Places places;

    public SimulatorCommands(SimulatorHAProvider provider, Places places) {
        this.provider = provider;
        this.places = places;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("configureSimulatorHAProviderState")
                .describedAs("Sets what the simulator HA provider answers for a host, and forgets its transitions")
                .since("4.11").in(PACKAGE)
                .takes(HOST, HEALTH, ACTIVITY, RECOVER, FENCE)
                .succeeds(this::configure));

        commands.add(Command.named("listSimulatorHAStateTransitions")
                .describedAs("Lists the HA state transitions of a simulated host, oldest first")
                .since("4.11").in(PACKAGE)
                .takes(HOST)
                .listsAll(TRANSITION, call -> provider.transitions(places.host(call.get(HOST)))));
    }

    private boolean configure(Call call) {
        provider.configure(places.host(call.get(HOST)),
                new SimulatorState(call.get(HEALTH), call.get(ACTIVITY), call.get(RECOVER), call.get(FENCE)));
        return true;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
