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
import org.hostha.ha.HAState;

/**
 * One random life of a small cloud, from a seed: an hour in which machines, BMCs, storage, network, database, switches and
 * managers fail and come back in any order; an hour in which everything works again and an admin takes fenced hosts back;
 * then one more host dies. No rule may be broken on the way, after the second hour every host is Available, and the last one
 * is fenced within its time budget.
 */
final class Exploration {

    private static final int TROUBLED_STEPS = 360;
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST_PLAYS_TO_SHRINK = 400;

    private static final List<String> OF_HOSTS = List.of("hangs", "hangs", "hangs", "loses its power",
            "loses its power", "gets its power back", "loses its agent", "has its agent back", "wakes up", "wakes up",
            "has idle VMs", "is broken", "is repaired", "is repaired", "is put into maintenance", "leaves maintenance",
            "is taken back into service", "is taken back into service", "becomes ineligible", "becomes eligible",
            "becomes eligible", "gets a new VM", "is switched off", "is switched on", "is switched on",
            "answers slowly", "has a silent BMC", "has its BMC back", "has a BMC that disobeys",
            "has a BMC whose answers get lost", "has a BMC that refuses", "has a BMC that claims",
            "has a BMC that flickers", "has a BMC that takes its time", "has a sound BMC", "has a sound BMC",
            "has a sound BMC", "has a sound BMC");
    private static final List<String> OF_ALL = List.of("the zone is switched off", "the zone is switched on",
            "the zone is switched on", "the zone is switched off by another manager", "a cluster is switched off",
            "a cluster is switched on", "a cluster is switched on", "a manager starts", "a manager starts",
            "the manager dies", "the manager is paused and replaced", "the manager is paused", "the manager goes on",
            "the manager is suspended", "the manager goes on", "the manager loses the database",
            "the manager has the database back", "the manager loses the hosts", "the manager has the hosts back",
            "the database fails", "the database is back", "the database is back", "the database takes",
            "the answer to the next commit is lost", "the network takes", "the storage can't be read",
            "the storage can be read", "the storage can be read", "VM HA fails", "VM HA works", "VM HA works",
            "VM HA takes", "the cloud is full", "the cloud has room", "the cloud has room");
    private static final Map<String, List<String>> VALUES = Map.of(
            "becomes ineligible", List.of("for a test"),
            "answers slowly", List.of("100ms", "1s", "10s"),
            "has a BMC that claims", List.of("Unknown", "On"),
            "has a BMC that takes its time", List.of("1s", "4s", "15s"),
            "the manager is paused and replaced", List.of("1s", "20s", "90s"),
            "the database takes", List.of("5ms", "5ms", "500ms", "8s"),
            "the network takes", List.of("10ms", "100ms", "700ms"),
            "VM HA takes", List.of("100ms", "3s", "70s"));
    private static final List<String> OF_A_MANAGER = List.of("a manager starts", "the manager dies",
            "the manager is paused", "the manager is suspended", "the manager goes on", "the manager loses the database",
            "the manager has the database back", "the manager loses the hosts", "the manager has the hosts back");

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
        return new Scenario("A random life, seed " + seed, seed, end, life.clusters, 2, life.managers, shards, false,
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
            oneMoreDies(played, wrong);
        }
        return wrong;
    }

    private static void oneMoreDies(Rehearsal played, List<String> wrong) {
        World world = played.world();
        List<Machine> machines = world.cloud().machines();
        Machine machine = machines.get(machines.size() / 2);
        Trouble.befall(world, machine, "hangs", "");
        Trouble.befall(world, machine, "is broken", "");
        Duration budget = world.policy(machine.resource).timeBudget();
        world.pass(budget);
        wrong.addAll(played.offences());
        if (!world.state(machine).equals(Optional.of(HAState.Fenced))) {
            wrong.add(machine.resource.name() + ": is not fenced within its time budget of " + budget.toSeconds()
                    + " s, but " + world.state(machine));
        }
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

    private static boolean breaks(Scenario candidate, String rule) {
        Rehearsal rehearsal = new Rehearsal(candidate);
        rehearsal.play();
        return wrong(rehearsal).stream().anyMatch(what -> rule(what).equals(rule));
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
        int hosts = clusters.stream().mapToInt(Integer::intValue).sum();
        for (int step = 0; step < TROUBLED_STEPS; step++) {
            now = now.plusSeconds(10).plusMillis(random.nextInt(1000));
            if (random.nextInt(3) > 0) {
                continue;
            }
            int host = 1 + random.nextInt(hosts);
            if (random.nextInt(3) > 0) {
                String words = one(OF_HOSTS);
                String value = words.equals("gets a new VM") ? "vm-new-" + events.size() : value(words);
                add(List.of("host-" + host), words, value);
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
        if (words.startsWith("a cluster")) {
            return Integer.toString(1 + random.nextInt(clusters.size()));
        }
        if (OF_A_MANAGER.contains(words)) {
            return Integer.toString(1 + random.nextInt(managers));
        }
        return one(VALUES.getOrDefault(words, List.of("")));
    }

    private void add(List<String> hosts, String words, String value) {
        events.add(new Scenario.Happening(Optional.of(now), Optional.empty(), Duration.ZERO, hosts, words, value));
    }

    private void calm(Duration from) {
        now = from;
        for (String words : List.of("the database is back", "the storage can be read", "VM HA works",
                "the cloud has room", "the zone is switched on")) {
            add(List.of(), words, "");
        }
        add(List.of(), "the database takes", "5ms");
        add(List.of(), "the network takes", "100ms");
        add(List.of(), "VM HA takes", "100ms");
        for (int manager = 1; manager <= managers; manager++) {
            add(List.of(), "a manager starts", Integer.toString(manager));
        }
        for (int cluster = 1; cluster <= clusters.size(); cluster++) {
            add(List.of(), "a cluster is switched on", Integer.toString(cluster));
        }
        int hosts = clusters.stream().mapToInt(Integer::intValue).sum();
        List<String> all = IntStream.rangeClosed(1, hosts).mapToObj(host -> "host-" + host).toList();
        add(all, "is repaired", "");
        add(all, "is switched on", "");
        add(List.of(), "an admin takes care of everything", "");
    }
}
