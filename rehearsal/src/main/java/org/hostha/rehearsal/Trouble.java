package org.hostha.rehearsal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hostha.core.Partition;
import org.hostha.oobm.PowerState;

/** The words in which scenarios say what goes wrong, and right again, and what each does to the world. */
final class Trouble {

    /** What happens to a host; {@code value} is empty where the words need none. */
    private interface OfHost {

        void happen(World world, Machine machine, String value);
    }

    /** What happens to everybody. */
    private interface OfAll {

        void happen(World world, String value);
    }

    private static final Map<String, OfHost> HOST = new TreeMap<>();
    private static final Map<String, OfAll> ALL = new TreeMap<>();

    static {
        host("hangs", (world, machine, value) -> machine.hung = machine.powered);
        host("wakes up", (world, machine, value) -> machine.hung = false);
        host("loses its power", (world, machine, value) -> machine.cut());
        host("gets its power back", (world, machine, value) -> machine.supply());
        host("loses its agent", (world, machine, value) -> machine.agentDead = machine.powered);
        host("has its agent back", (world, machine, value) -> machine.agentDead = false);
        host("has idle VMs", (world, machine, value) -> machine.idle = true);
        host("is broken", (world, machine, value) -> machine.broken = true);
        host("is repaired", (world, machine, value) -> machine.repair());
        host("answers slowly", (world, machine, value) -> machine.slowness = duration(value));
        host("is put into maintenance", (world, machine, value) -> machine.maintenance = true);
        host("leaves maintenance", (world, machine, value) -> machine.maintenance = false);
        host("becomes ineligible", (world, machine, value) -> machine.ineligible = Optional.of(value));
        host("becomes eligible", (world, machine, value) -> machine.ineligible = Optional.empty());
        host("is removed", (world, machine, value) -> world.cloud().remove(machine));
        host("is taken back into service", (world, machine, value) -> world.takeBack(machine));
        host("gets a new VM", (world, machine, value) -> world.startVm(value, machine));
        host("is switched off", (world, machine, value) -> world.turn(machine.resource.partition(), false));
        host("is switched on", (world, machine, value) -> world.turn(machine.resource.partition(), true));
        bmcs();
        everybody();
        managers();
    }

    private Trouble() {
    }

    private static void bmcs() {
        host("has a silent BMC", (world, machine, value) -> machine.bmc.reachable = false);
        host("has its BMC back", (world, machine, value) -> machine.bmc.reachable = true);
        host("has a BMC that disobeys", (world, machine, value) -> machine.bmc.disobeys = true);
        host("has a BMC that obeys", (world, machine, value) -> machine.bmc.disobeys = false);
        host("has a BMC whose answers get lost", (world, machine, value) -> machine.bmc.answersLost = true);
        host("has a BMC that refuses", (world, machine, value) -> machine.bmc.refuses = true);
        host("has a BMC that claims", (world, machine, value) -> machine.bmc.claims = Optional.of(PowerState.valueOf(value)));
        host("has a BMC that flickers", (world, machine, value) -> machine.bmc.flickers = 1);
        host("has a BMC that takes its time", (world, machine, value) -> machine.bmc.delay = duration(value));
        host("has a sound BMC", (world, machine, value) -> machine.bmc.repair());
    }

    private static void everybody() {
        all("the zone is switched off", (world, value) -> world.turn(Partition.zone(1), false));
        all("the zone is switched on", (world, value) -> world.turn(Partition.zone(1), true));
        all("a cluster is switched off", (world, value) -> world.turn(Partition.cluster(Long.parseLong(value)), false));
        all("a cluster is switched on", (world, value) -> world.turn(Partition.cluster(Long.parseLong(value)), true));
        all("the zone is switched off by another manager", (world, value) -> world.turnUnseen(Partition.zone(1), false));
        all("the database fails", (world, value) -> world.database().down(true));
        all("the database is back", (world, value) -> world.database().down(false));
        all("the database takes", (world, value) -> world.database().takes(duration(value)));
        all("the answer to the next commit is lost", (world, value) -> world.database().loseNextAnswer());
        all("the network takes", (world, value) -> world.networkTakes(duration(value)));
        all("the storage can't be read", (world, value) -> world.storageReadable(false));
        all("the storage can be read", (world, value) -> world.storageReadable(true));
        all("VM HA fails", (world, value) -> world.cloud().releasesFail(true));
        all("VM HA works", (world, value) -> world.cloud().releasesFail(false));
        all("VM HA takes", (world, value) -> world.cloud().releasesTake(duration(value)));
        all("the cloud is full", (world, value) -> world.cloud().isFull(true));
        all("an admin takes care of everything", (world, value) -> world.beCaredFor());
        all("the cloud has room", (world, value) -> world.cloud().isFull(false));
    }

    /** Their value is the manager's number, the first one where none is named. */
    private static void managers() {
        all("the manager dies", (world, value) -> world.kill(manager(value)));
        all("a manager starts", (world, value) -> world.startManager(manager(value)));
        all("the manager is paused", (world, value) -> world.onManager(manager(value), Manager::pause));
        all("the manager is suspended", (world, value) -> world.onManager(manager(value), Manager::suspend));
        all("the manager goes on", (world, value) -> {
            world.onManager(manager(value), Manager::goOn);
            world.auditor().guardsMayDiffer();
        });
        all("the manager is paused and replaced", (world, value) -> world.replacePaused(1, duration(value)));
        all("the manager loses the database",
                (world, value) -> world.onManager(manager(value), manager -> manager.reachesDatabase(false)));
        all("the manager has the database back",
                (world, value) -> world.onManager(manager(value), manager -> manager.reachesDatabase(true)));
        all("the manager loses the hosts",
                (world, value) -> world.onManager(manager(value), manager -> manager.reachesHosts(false)));
        all("the manager has the hosts back",
                (world, value) -> world.onManager(manager(value), manager -> manager.reachesHosts(true)));
    }

    private static int manager(String value) {
        return value.isEmpty() ? 1 : Integer.parseInt(value);
    }

    private static void host(String words, OfHost trouble) {
        HOST.put(words, trouble);
    }

    private static void all(String words, OfAll trouble) {
        ALL.put(words, trouble);
    }

    static boolean befallsHost(String words) {
        if (!HOST.containsKey(words) && !ALL.containsKey(words)) {
            throw new IllegalArgumentException("nothing is called '" + words + "'. A host " + HOST.keySet()
                    + "; or else: " + ALL.keySet());
        }
        return HOST.containsKey(words);
    }

    static void befall(World world, Machine machine, String words, String value) {
        world.story().newChapter(machine.resource.name());
        world.story().tell(machine.resource.name(), "* " + phrase(words, value));
        HOST.get(words).happen(world, machine, value);
    }

    static void befall(World world, String words, String value) {
        world.cloud().machines().forEach(machine -> world.story().newChapter(machine.resource.name()));
        world.story().newChapter(World.EVERYBODY);
        world.story().tell(World.EVERYBODY, "* " + phrase(words, value));
        ALL.get(words).happen(world, value);
    }

    private static String phrase(String words, String value) {
        return value.isEmpty() ? words : words + " " + value;
    }

    /** {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}. */
    static Duration duration(String text) {
        if (!text.matches("\\d+(ms|s|m|h)")) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 500ms, 30s, 10m or 2h");
        }
        return text.endsWith("ms") ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    }
}
