package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.hostha.core.MonotonicTime;
import org.hostha.ha.HAState;

/**
 * One random life of a small cloud, from a seed: forty minutes in which machines, BMCs, storage, network, database, switches and
 * managers fail and come back in any order, and admins lay down and lift what they like; half an hour in which everything works
 * again and an admin takes fenced hosts back; then one host more dies, and another. No rule may be broken on the way, after
 * that every host is Available, and the last two are fenced within their time budget and their VMs run elsewhere.
 */
final class Exploration {

    private static final int TROUBLED_STEPS = 240;
    private static final int VMS = 2;
    private static final Duration QUIET = Duration.ofMinutes(30);
    private static final int MOST_PLAYS_TO_SHRINK = 400;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration RESTARTED = Duration.ofSeconds(30);

    private static final List<String> OF_HOSTS = List.of("hangs", "hangs", "hangs", "hangs", "loses its power",
            "loses its power", "gets its power back", "loses its agent", "has its agent back", "wakes up", "wakes up",
            "flaps", "flaps no more", "has idle VMs", "is broken", "is repaired", "is repaired", "is put into maintenance",
            "leaves maintenance", "is taken back into service", "is taken back into service", "is returned to service",
            "becomes ineligible", "becomes eligible", "becomes eligible", "gets a new VM", "gets a new VM without HA",
            "has a VM in migration towards it", "has a VM in migration towards it", "is switched off", "is switched on",
            "is switched on", "is suspended", "is suspended no more", "is disarmed", "is armed again", "is armed again",
            "is looked at, and confirmed off if it is", "is looked at, and confirmed off if it is",
            "answers slowly", "has a silent BMC", "has its BMC back",
            "has a BMC that disobeys", "has a BMC whose answers get lost", "has a BMC that refuses",
            "has a BMC in firmware update", "has a BMC that claims", "has a BMC that flickers",
            "has a BMC that takes its time", "has its BMC swapped with that of", "is configured with the BMC of",
            "has its own BMC again", "has its own BMC again", "has its own BMC again", "has a sound BMC", "has a sound BMC",
            "has a sound BMC", "has a sound BMC");
    private static final List<String> OF_ALL = List.of("the zone is switched off", "the zone is switched on",
            "the zone is switched on", "the zone is switched off by another manager", "a cluster is switched off",
            "a cluster is switched on", "a cluster is switched on", "a manager starts", "a manager starts",
            "the manager dies", "the manager is paused and replaced", "the manager is paused", "the manager goes on",
            "the manager is suspended", "the manager goes on", "the manager loses the database",
            "the manager has the database back", "the manager loses the hosts", "the manager has the hosts back",
            "the database fails", "the database is back", "the database is back", "the database takes",
            "the answer to the next commit is lost", "the clock of the database jumps", "the network takes",
            "the storage can't be read", "the storage can be read", "the storage can be read", "VM HA fails", "VM HA works",
            "VM HA works", "VM HA takes", "the cloud is full", "the cloud has room", "the cloud has room",
            "observe mode begins", "observe mode ends", "observe mode ends", "a cluster is suspended",
            "a cluster is suspended no more", "everything is disarmed", "everything is armed again",
            "everything is armed again", "the zone is disarmed", "the zone is armed again", "the zone is armed again",
            "a cluster is disarmed", "a cluster is armed again", "a cluster is armed again",
            "the storm guard of a cluster is reset", "the storm guards are reset");
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("becomes ineligible", List.of("for a test")),
            Map.entry("flaps", List.of("3s", "15s", "40s")),
            Map.entry("is suspended", List.of("1m", "5m")),
            Map.entry("answers slowly", List.of("100ms", "1s", "4s", "10s")),
            Map.entry("has a BMC that claims", List.of("Unknown", "On")),
            Map.entry("has a BMC that takes its time", List.of("1s", "4s", "15s")),
            Map.entry("the manager is paused and replaced", List.of("1s", "20s", "90s", "5m")),
            Map.entry("the database takes", List.of("5ms", "5ms", "500ms", "8s")),
            Map.entry("the clock of the database jumps", List.of("2m", "-2m", "24h")),
            Map.entry("the network takes", List.of("10ms", "100ms", "700ms")),
            Map.entry("VM HA takes", List.of("100ms", "3s", "70s")));

    private final Random random;
    private final List<Integer> clusters;
    private final int managers;
    private final List<Scenario.Happening> events = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private Exploration(long seed) {
        random = new Random(seed * 31);
        clusters = IntStream.rangeClosed(1, 1 + random.nextInt(3)).map(i -> 1 + random.nextInt(4)).boxed().toList();
        managers = 1 + random.nextInt(3);
    }

    /** What happens in the life of that seed. */
    static Scenario life(long seed) {
        Exploration life = new Exploration(seed);
        Map<String, String> settings = life.settings();
        int shards = 1 + life.random.nextInt(2);
        life.trouble();
        Duration calm = life.now.plusSeconds(10);
        life.calm(calm);
        Duration end = calm.plus(QUIET);
        return new Scenario("A random life, seed " + seed, seed, end, life.clusters, VMS, life.managers, shards, false,
                Set.of(), settings, List.copyOf(life.events));
    }

    /** What did not hold, in words; empty when all did. */
    static List<String> wrong(Rehearsal played) {
        List<String> wrong = new ArrayList<>(played.offences());
        World world = played.world();
        for (Machine machine : world.cloud().machines()) {
            if (!world.state(machine).equals(Optional.of(HAState.Available))) {
                wrong.add(machine.resource.name() + ": ends " + world.state(machine) + ": "
                        + world.row(machine).map(row -> row.reason() + ", " + row.stored()).orElse("no row")
                        + "; the machine is " + machine);
            }
        }
        if (wrong.isEmpty()) {
            twoMoreDie(played, wrong);
        }
        return wrong;
    }

    /** All is calm: from now on every second counts. */
    private static void twoMoreDie(Rehearsal played, List<String> wrong) {
        List<Machine> machines = played.world().cloud().machines();
        if (machines.size() > 1) {
            oneDies(played, machines.get(0), List.of("loses its power"), wrong);
        }
        if (!machines.isEmpty()) {
            oneDies(played, machines.get(machines.size() / 2), List.of("hangs", "is broken"), wrong);
        }
        wrong.addAll(played.offences());
    }

    private static void oneDies(Rehearsal played, Machine machine, List<String> how, List<String> wrong) {
        World world = played.world();
        List<String> vms = machine.vms.stream().filter(world.cloud()::hasHA).toList();
        how.forEach(words -> Trouble.befall(world, machine, words, ""));
        Duration left = world.policy(machine.resource).timeBudget();
        while (!world.state(machine).equals(Optional.of(HAState.Fenced)) && !left.isNegative()) {
            world.pass(LOOK);
            left = left.minus(LOOK);
        }
        if (left.isNegative()) {
            wrong.add(machine.resource.name() + ": is not fenced within its time budget of "
                    + world.policy(machine.resource).timeBudget().toSeconds() + " s, but " + world.state(machine));
        }
        world.pass(RESTARTED);
        vms.stream().filter(vm -> world.cloud().holdersOf(vm).isEmpty() && world.cloud().canRun(vm)).forEach(vm ->
                wrong.add(machine.resource.name() + ": was fenced, but nobody has restarted " + vm));
    }

    /**
     * The same failure with less: leaves out what is not needed for the same rule to be broken.
     *
     * @param rule a part of what was found wrong
     */
    static Scenario shortest(Scenario failing, String rule) {
        Scenario best = failing;
        int plays = 0;
        int chunk = Math.max(1, best.events().size() / 2);
        best = cutShort(best, rule);
        while (plays < MOST_PLAYS_TO_SHRINK) {
            boolean shorter = false;
            for (int from = 0; from < best.events().size() && plays < MOST_PLAYS_TO_SHRINK; plays++) {
                Scenario candidate = best.without(from, Math.min(from + chunk, best.events().size()));
                if (breaks(candidate, rule)) {
                    best = candidate;
                    shorter = true;
                } else {
                    from += chunk;
                }
            }
            if (chunk == 1 && !shorter) {
                return best;
            }
            chunk = Math.max(1, chunk / 2);
        }
        return best;
    }

    /** Nobody needs to read on after the rule was broken. */
    private static Scenario cutShort(Scenario failing, String rule) {
        Duration[] broken = {failing.duration()};
        Rehearsal rehearsal = new Rehearsal(failing);
        World world = rehearsal.world();
        world.story().listen((who, what) -> {
            if (what.startsWith(Auditor.OFFENCE) && rule(who + ": " + what.substring(Auditor.OFFENCE.length())).equals(rule)
                    && broken[0].equals(failing.duration())) {
                broken[0] = world.physics().now().since(new MonotonicTime(0)).plusSeconds(1);
            }
        });
        rehearsal.play();
        return failing.until(broken[0]);
    }

    private static boolean breaks(Scenario candidate, String rule) {
        Rehearsal rehearsal = new Rehearsal(candidate);
        rehearsal.play();
        return (rehearsal.offences().isEmpty() ? wrong(rehearsal) : rehearsal.offences()).stream().anyMatch(what -> rule(what).equals(rule));
    }

    /** What of an offence stays the same when it happens to another host, at another time. */
    static String rule(String offence) {
        return offence.replaceFirst("^\\S+: ", "").replaceAll("\\[.*|\\bvm-\\S+|host-\\d+|\\d+", "#").split(": ")[0];
    }

    /** Timing that makes an hour eventful. */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of("kvm.ha.heartbeat.period", "5",
                "kvm.ha.heartbeat.slack", "2", "kvm.ha.activity.check.interval", "5",
                "kvm.ha.activity.check.timeout", "5", "kvm.ha.degraded.max.period", "60",
                "kvm.ha.recover.wait.period", "120", "kvm.ha.recover.timeout", "20", "kvm.ha.fence.timeout", "20",
                "kvm.ha.fence.retry.max.interval", "60", "kvm.ha.power.read.timeout", "5"));
        settings.put("kvm.ha.release.timeout", "30");
        settings.put("kvm.ha.recover.failure.threshold", Integer.toString(random.nextInt(3)));
        settings.put("ha.storm.guard.cool.down", "120");
        return settings;
    }

    private void trouble() {
        for (int step = 0; step < TROUBLED_STEPS; step++) {
            now = now.plusSeconds(10).plusMillis(random.nextInt(1000));
            if (random.nextInt(3) > 0) {
                continue;
            }
            int host = 1 + random.nextInt(hosts());
            if (random.nextInt(3) > 0) {
                String words = one(OF_HOSTS);
                add(List.of("host-" + host), words, value(words));
            } else {
                String words = one(OF_ALL);
                add(List.of(), words, value(words));
            }
        }
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String value(String words) {
        return switch (Trouble.value(words)) {
            case NOTHING -> "";
            case CLUSTER -> Integer.toString(1 + random.nextInt(clusters.size()));
            case CLUSTER_AND_TIME -> (1 + random.nextInt(clusters.size())) + " for 3m";
            case MANAGER -> Integer.toString(1 + random.nextInt(managers));
            case HOST -> "host-" + (1 + random.nextInt(hosts()));
            case VM -> words.contains("migration") ? "vm-" + (1 + random.nextInt(hosts())) + "-" + (1 + random.nextInt(VMS))
                    : "vm-new-" + events.size();
            default -> one(VALUES.get(words));
        };
    }

    private int hosts() {
        return clusters.stream().mapToInt(Integer::intValue).sum();
    }

    private void addAll(String... words) {
        List.of(words).forEach(one -> add(List.of(), one, ""));
    }

    private void add(List<String> hosts, String words, String value) {
        events.add(new Scenario.Happening(Optional.of(now), Optional.empty(), Duration.ZERO, hosts, words, value));
    }

    private void calm(Duration from) {
        now = from;
        addAll("the database is back", "the storage can be read", "VM HA works", "the cloud has room",
                "the zone is switched on");
        add(List.of(), "the database takes", "5ms");
        add(List.of(), "the network takes", "100ms");
        add(List.of(), "VM HA takes", "100ms");
        for (int manager = 1; manager <= managers; manager++) {
            add(List.of(), "a manager starts", Integer.toString(manager));
        }
        addAll("everything is armed again", "the zone is armed again");
        for (int cluster = 1; cluster <= clusters.size(); cluster++) {
            for (String words : List.of("a cluster is switched on", "observe mode ends", "a cluster is suspended no more",
                    "a cluster is armed again")) {
                add(List.of(), words, Integer.toString(cluster));
            }
        }
        List<String> all = IntStream.rangeClosed(1, hosts()).mapToObj(host -> "host-" + host).toList();
        for (String words : List.of("is repaired", "is switched on", "is suspended no more", "is armed again")) {
            add(all, words, "");
        }
        add(List.of(), "an admin takes care of everything", "");
    }
}
