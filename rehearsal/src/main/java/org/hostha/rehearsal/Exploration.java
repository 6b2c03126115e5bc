package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.hostha.ha.HAState;

/**
 * One random life of a small cloud, from a seed: an hour in which machines, BMCs, storage, database, switches and
 * managers fail and come back in any order, then two hours in which everything works again and an admin takes fenced
 * hosts back. No rule may be broken on the way, and in the end every host is Available.
 */
final class Exploration {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int TROUBLED_STEPS = 360;
    private static final int QUIET_STEPS = 720;

    private static final List<String> OF_HOSTS = List.of("hangs", "hangs", "hangs", "loses its power", "loses its power",
            "gets its power back", "loses its agent", "has its agent back", "wakes up", "wakes up", "has idle VMs",
            "is broken", "is repaired", "is repaired", "is put into maintenance", "leaves maintenance",
            "is taken back into service", "is taken back into service", "becomes ineligible", "becomes eligible",
            "becomes eligible", "gets a new VM", "is switched off", "is switched on", "is switched on", "answers slowly",
            "has a silent BMC", "has its BMC back", "has a BMC that disobeys", "has a BMC whose answers get lost",
            "has a BMC that refuses", "has a BMC that claims", "has a BMC that flickers", "has a BMC that takes its time",
            "has a sound BMC", "has a sound BMC", "has a sound BMC", "has a sound BMC");
    private static final List<String> OF_ALL = List.of("the zone is switched off", "the zone is switched on",
            "the zone is switched on", "the zone is switched off by another manager", "a cluster is switched off",
            "a cluster is switched on", "a cluster is switched on", "a manager starts", "a manager starts",
            "the manager dies", "the manager is paused and replaced", "the database fails", "the database is back",
            "the database is back", "the database takes", "the answer to the next commit is lost", "the network takes",
            "the storage can't be read", "the storage can be read", "the storage can be read", "VM HA fails", "VM HA works",
            "VM HA works", "VM HA takes", "the cloud is full", "the cloud has room", "the cloud has room");
    private static final Map<String, List<String>> VALUES = Map.of(
            "becomes ineligible", List.of("for a test"),
            "answers slowly", List.of("100ms", "1s", "10s"),
            "has a BMC that claims", List.of("Unknown", "On"),
            "has a BMC that takes its time", List.of("1s", "4s", "15s"),
            "the manager is paused and replaced", List.of("1s", "20s", "90s"),
            "the database takes", List.of("5ms", "5ms", "500ms", "8s"),
            "the network takes", List.of("10ms", "100ms", "700ms"),
            "VM HA takes", List.of("100ms", "3s", "70s"));

    private final World world;
    private final Random random;
    private final Liveness liveness;
    private int newVms;

    Exploration(long seed) {
        this(seed, PlantedBug.NONE);
    }

    Exploration(long seed, PlantedBug bug) {
        // The world's own random is drawn from by latencies: what happens must not depend on how the engine goes about it.
        random = new Random(seed * 31);
        List<Integer> clusters = IntStream.rangeClosed(1, 1 + random.nextInt(3)).map(i -> 1 + random.nextInt(4)).boxed().toList();
        world = new World(new World.Plan(seed, clusters, 2, settings(random.nextInt(3)), false, 1,
                1 + random.nextInt(2), bug));
        liveness = new Liveness(world);
    }

    /** Timing that makes an hour eventful. */
    private static Map<String, String> settings(int recoveries) {
        Map<String, String> settings = new HashMap<>(Map.of("kvm.ha.heartbeat.period", "5", "kvm.ha.heartbeat.slack", "2",
                "kvm.ha.activity.check.interval", "5", "kvm.ha.activity.check.timeout", "5", "kvm.ha.degraded.max.period", "60",
                "kvm.ha.recover.wait.period", "120", "kvm.ha.recover.timeout", "20", "kvm.ha.fence.timeout", "20",
                "kvm.ha.fence.retry.max.interval", "60", "kvm.ha.power.read.timeout", "5"));
        settings.put("kvm.ha.release.timeout", "30");
        settings.put("kvm.ha.recover.failure.threshold", Integer.toString(recoveries));
        settings.put("ha.storm.guard.cool.down", "120");
        return settings;
    }

    List<String> story() {
        return world.story().lines();
    }

    /** What did not hold, in words; empty when all did. */
    List<String> run() {
        world.startManagers();
        for (int step = 0; step < TROUBLED_STEPS; step++) {
            pass();
            if (random.nextInt(3) == 0) {
                trouble();
            }
        }
        calm();
        for (int step = 0; step < QUIET_STEPS; step++) {
            pass();
            world.cloud().machines().forEach(world::takeBack);
        }
        List<String> wrong = new ArrayList<>(world.auditor().offences());
        for (Machine machine : world.cloud().machines()) {
            if (!world.state(machine).equals(Optional.of(HAState.Available))) {
                wrong.add(machine.resource + " ends " + world.state(machine) + ": "
                        + world.row(machine).map(row -> row.reason() + ", " + row.stored()).orElse("no row")
                        + "; the machine is " + machine);
            }
        }
        return wrong;
    }

    private void pass() {
        world.pass(STEP.plusMillis(random.nextInt(1000)));
        liveness.check();
    }

    private void trouble() {
        List<Machine> machines = world.cloud().machines();
        Machine machine = machines.get(random.nextInt(machines.size()));
        boolean ofHost = random.nextInt(3) > 0;
        List<String> words = ofHost ? OF_HOSTS : OF_ALL;
        String chosen = words.get(random.nextInt(words.size()));
        List<String> values = VALUES.getOrDefault(chosen, List.of(""));
        String value = values.get(random.nextInt(values.size()));
        if (chosen.contains("switched") && world.database().isDown()) {
            return;
        }
        if (chosen.equals("gets a new VM")) {
            newVms++;
            if (machine.manageable() && !machine.maintenance) {
                Trouble.befall(world, machine, chosen, "vm-new-" + newVms);
            }
        } else if (ofHost) {
            Trouble.befall(world, machine, chosen, value);
        } else {
            String cluster = Long.toString(machine.resource.clusterId());
            Trouble.befall(world, chosen, chosen.startsWith("a cluster") ? cluster : value);
        }
    }

    private void calm() {
        for (String words : List.of("the database is back", "the storage can be read", "VM HA works", "the cloud has room",
                "the zone is switched on")) {
            Trouble.befall(world, words, "");
        }
        Trouble.befall(world, "the database takes", "5ms");
        Trouble.befall(world, "the network takes", "100ms");
        Trouble.befall(world, "VM HA takes", "100ms");
        for (Machine machine : world.cloud().machines()) {
            Trouble.befall(world, "a cluster is switched on", Long.toString(machine.resource.clusterId()));
            Trouble.befall(world, machine, "is repaired", "");
            Trouble.befall(world, machine, "is switched on", "");
        }
        if (!world.managed()) {
            Trouble.befall(world, "a manager starts", "");
        }
    }
}
