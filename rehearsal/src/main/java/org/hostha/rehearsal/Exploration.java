package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hostha.core.Partition;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.VmHAStatus;

/**
 * One random life of a small cloud, from a seed: an hour in which machines, BMCs, storage, switches and managers fail
 * and come back in any order, then two hours in which everything works again and an admin takes fenced hosts back. What
 * must hold: no VM ever ran twice; in the end every host is Available.
 */
final class Exploration {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int TROUBLED_STEPS = 360;
    private static final int QUIET_STEPS = 720;

    /** Timing that makes an hour eventful. */
    static HAPolicy policy(int recoveries) {
        return new HAPolicy(seconds(5), seconds(5), seconds(5), seconds(5), seconds(0), 3, 0.7, seconds(60), recoveries,
                seconds(20), seconds(60), seconds(20), seconds(10), seconds(60), 3, seconds(5), seconds(5), seconds(30),
                Optional.empty(), false);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private final World world;
    private final Random random;
    private boolean zoneOn = true;

    Exploration(long seed) {
        world = new World(seed, 3, 4, 3, policy((int) (seed % 3)));
        random = world.random();
    }

    World world() {
        return world;
    }

    /** What did not hold, in words; empty when all did. */
    List<String> run() {
        world.startManager();
        for (int step = 0; step < TROUBLED_STEPS; step++) {
            world.pass(STEP);
            if (random.nextInt(3) == 0) {
                trouble(world.machines().get(random.nextInt(world.machines().size())));
            }
        }
        calm();
        for (int step = 0; step < QUIET_STEPS; step++) {
            world.pass(STEP);
            world.machines().forEach(this::takeBack);
        }
        List<String> wrong = new ArrayList<>(world.offences());
        for (Machine machine : world.machines()) {
            if (!world.state(machine).equals(Optional.of(HAState.Available))) {
                wrong.add(machine + " ends " + world.state(machine) + ": "
                        + world.store().row(machine.resource).map(row -> row.reason()).orElse("no row"));
            }
        }
        return wrong;
    }

    private void trouble(Machine machine) {
        switch (random.nextInt(16)) {
            case 0 -> change(machine, "hangs", () -> machine.hung = machine.powered);
            case 1 -> change(machine, "loses its power", machine::cut);
            case 2 -> change(machine, "gets its power back", machine::supply);
            case 3 -> change(machine, "loses its agent", () -> machine.agentDead = machine.powered);
            case 4 -> change(machine, "has its agent back", () -> machine.agentDead = false);
            case 5 -> change(machine, "wakes up", () -> machine.hung = false);
            case 6 -> change(machine, "has a silent BMC", () -> machine.bmcReachable = false);
            case 7 -> change(machine, "has its BMC back", () -> machine.bmcReachable = true);
            case 8 -> change(machine, "has a BMC that disobeys", () -> machine.bmcDisobeys = random.nextBoolean());
            case 9 -> change(machine, "has a BMC whose answers get lost",
                    () -> machine.answersLost = random.nextBoolean());
            case 10 -> change(machine, "is broken", () -> machine.broken = random.nextBoolean());
            case 11 -> {
                boolean on = random.nextBoolean();
                world.tell("the switch of " + machine.resource + " is turned " + (on ? "on" : "off"));
                world.store().turnSwitch(machine.resource.partition(), on);
                world.refresh(machine);
            }
            case 12 -> {
                zoneOn = !zoneOn;
                world.tell("the switch of the zone is turned " + (zoneOn ? "on" : "off"));
                world.store().turnSwitch(Partition.zone(1), zoneOn);
                world.machines().forEach(world::refresh);
            }
            case 13 -> {
                world.killManager();
                world.pass(Duration.ofMillis(random.nextInt(60_000)));
                world.startManager();
            }
            case 14 -> world.provider().storageReadable(random.nextBoolean());
            default -> takeBack(machine);
        }
    }

    private void change(Machine machine, String what, Runnable change) {
        world.tell(machine.resource + " " + what);
        change.run();
        world.judge();
    }

    private void calm() {
        world.tell("everything works again");
        world.provider().storageReadable(true);
        world.machines().forEach(Machine::repair);
        world.store().turnSwitch(Partition.zone(1), true);
        world.machines().forEach(machine -> {
            world.store().turnSwitch(machine.resource.partition(), true);
            world.refresh(machine);
        });
    }

    /** An admin returns a fenced host to service: power on, and out of maintenance once HA sees it alive. */
    private void takeBack(Machine machine) {
        if (machine.maintenance && !world.vmHAStatus(machine).equals(VmHAStatus.Disconnected)) {
            machine.supply();
            if (!world.state(machine).equals(Optional.of(HAState.Fenced))) {
                world.tell(machine.resource + " is taken out of maintenance");
                machine.maintenance = false;
                world.refresh(machine);
            }
        }
    }
}
