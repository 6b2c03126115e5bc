package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.hostha.core.Partition;
import org.hostha.ha.Directive;
import org.hostha.ha.HAState;
import org.hostha.oobm.PowerState;

/** The words in which scenarios say what goes wrong, and right again, and what each does to the world. */
final class Trouble {

    /** How much of everything there is. */
    record Bounds(int hosts, int clusters, int managers) { }

    /** What happens to a host; {@code value} is empty where the words need none. */
    private interface OfHost {

        void happen(World world, Machine machine, String value);
    }

    /** What happens to everybody. */
    private interface OfAll {

        void happen(World world, String value);
    }

    private record Words<T>(Value value, T happens) { }

    /** What a live migration takes. */
    private static final Duration MIGRATION = Duration.ofMinutes(1);
    /** Words that tell nothing apart. */
    private static final Set<String> COMMON = Set.of("a", "is", "the", "has", "its", "of", "that", "it", "be", "in", "to");
    private static final Map<String, Words<OfHost>> HOST = new LinkedHashMap<>();
    private static final Map<String, Words<OfAll>> ALL = new LinkedHashMap<>();

    static {
        machines();
        bmcs();
        hostsOfOperators();
        everybody();
        operators();
        managers();
    }

    private Trouble() {
    }

    private static void machines() {
        host("hangs", (world, machine, value) -> machine.hung = machine.powered);
        host("wakes up", (world, machine, value) -> machine.hung = false);
        host("loses its power", (world, machine, value) -> machine.cut());
        host("gets its power back", (world, machine, value) -> machine.supply());
        host("loses its agent", (world, machine, value) -> machine.agentDead = machine.powered);
        host("has its agent back", (world, machine, value) -> machine.agentDead = false);
        host("flaps", Value.TIME, (world, machine, value) -> machine.flap(duration(value)));
        host("flaps no more", (world, machine, value) -> machine.flapNoMore());
        host("has idle VMs", (world, machine, value) -> machine.idle = true);
        host("is broken", (world, machine, value) -> machine.broken = true);
        host("is repaired", (world, machine, value) -> machine.repair());
        host("answers slowly", Value.TIME, (world, machine, value) -> machine.slowness = duration(value));
        host("gets a new VM", Value.VM, (world, machine, value) -> world.operator().startVm(value, machine, true));
        host("gets a new VM without HA", Value.VM, (world, machine, value) -> world.operator().startVm(value, machine, false));
        host("has a VM in migration towards it", Value.VM,
                (world, machine, value) -> world.cloud().migrate(value, machine, MIGRATION));
    }

    private static void bmcs() {
        host("has a silent BMC", (world, machine, value) -> machine.bmc.reachable = false);
        host("has its BMC back", (world, machine, value) -> machine.bmc.reachable = true);
        host("has a BMC that disobeys", (world, machine, value) -> machine.bmc.disobeys = true);
        host("has a BMC that obeys", (world, machine, value) -> machine.bmc.disobeys = false);
        host("has a BMC whose answers get lost", (world, machine, value) -> machine.bmc.answersLost = true);
        host("has a BMC that refuses", (world, machine, value) -> machine.bmc.refuses = true);
        host("has a BMC in firmware update", (world, machine, value) -> machine.bmc.updating = true);
        host("has a BMC that claims", Value.POWER,
                (world, machine, value) -> machine.bmc.claims = Optional.of(PowerState.valueOf(value)));
        host("has a BMC that flickers", (world, machine, value) -> machine.bmc.flickers = 1);
        host("has a BMC that takes its time", Value.TIME, (world, machine, value) -> machine.bmc.delay = duration(value));
        host("has its BMC swapped with that of", Value.HOST, Trouble::swap);
        host("is configured with the BMC of", Value.HOST, (world, machine, value) ->
                world.cloud().machine(value).ifPresent(other -> machine.address(other.bmc)));
        host("has its own BMC again", (world, machine, value) -> machine.address(machine.bmc));
        host("has a sound BMC", (world, machine, value) -> machine.bmc.repair());
    }

    private static void swap(World world, Machine machine, String other) {
        world.cloud().machine(other).ifPresent(second -> {
            Bmc first = machine.addressed();
            machine.address(second.addressed());
            second.address(first);
        });
    }

    /** What operators do to hosts. */
    private static void hostsOfOperators() {
        host("is put into maintenance", (world, machine, value) -> machine.maintenance = true);
        host("leaves maintenance", (world, machine, value) -> machine.maintenance = false);
        host("becomes ineligible", Value.WORDS, (world, machine, value) -> machine.ineligible = Optional.of(value));
        host("becomes eligible", (world, machine, value) -> machine.ineligible = Optional.empty());
        host("is configured", (world, machine, value) -> world.operator().configure(machine));
        host("loses its state in the database",
                (world, machine, value) -> world.store().overwriteState(machine.resource, Optional.empty()));
        host("is made Fenced in the database by hand",
                (world, machine, value) -> world.store().overwriteState(machine.resource, Optional.of(HAState.Fenced)));
        host("is removed", (world, machine, value) -> world.operator().remove(machine));
        host("is taken back into service", (world, machine, value) -> world.operator().takeBack(machine));
        host("is returned to service", (world, machine, value) -> world.operator().returnToService(machine));
        host("is switched off", (world, machine, value) -> world.operator().turn(machine.resource.partition(), false));
        host("is switched on", (world, machine, value) -> world.operator().turn(machine.resource.partition(), true));
        host("is confirmed off", (world, machine, value) -> world.operator().confirmOff(machine));
        host("is looked at, and confirmed off if it is", (world, machine, value) -> world.operator().lookAt(machine));
        host("is suspended", Value.TIME, (world, machine, value) -> world.operator().lay(Directive.Kind.SUSPEND,
                Optional.of(machine.resource.partition()), Optional.of(duration(value))));
        host("is suspended no more", (world, machine, value) -> world.operator().lift(Directive.Kind.SUSPEND,
                Optional.of(machine.resource.partition())));
        host("is disarmed", (world, machine, value) -> world.operator().lay(Directive.Kind.DISARM,
                Optional.of(machine.resource.partition()), Optional.empty()));
        host("is armed again", (world, machine, value) -> world.operator().lift(Directive.Kind.DISARM,
                Optional.of(machine.resource.partition())));
    }

    private static void everybody() {
        all("the database fails", (world, value) -> world.database().down(true));
        all("the database is back", (world, value) -> world.database().down(false));
        all("the database takes", Value.TIME, (world, value) -> world.database().takes(duration(value)));
        all("the answer to the next commit is lost", (world, value) -> world.database().loseNextAnswer());
        all("the clock of the database jumps", Value.JUMP, (world, value) -> world.wallClock().jump(
                value.startsWith("-") ? duration(value.substring(1)).negated() : duration(value)));
        all("a setting is changed", Value.SETTING, (world, value) -> world.change(value.split("=")[0], value.split("=")[1]));
        all("the network takes", Value.TIME, (world, value) -> world.networkTakes(duration(value)));
        all("the storage can't be read", (world, value) -> world.storageReadable(false));
        all("the storage can be read", (world, value) -> world.storageReadable(true));
        all("VM HA fails", (world, value) -> world.cloud().releasesFail(true));
        all("VM HA works", (world, value) -> world.cloud().releasesFail(false));
        all("VM HA takes", Value.TIME, (world, value) -> world.cloud().releasesTake(duration(value)));
        all("the cloud is full", (world, value) -> world.cloud().isFull(true));
        all("the cloud has room", (world, value) -> world.cloud().isFull(false));
    }

    private static void operators() {
        all("an admin takes care of everything", (world, value) -> world.operator().careForAll());
        all("the zone is switched off", (world, value) -> world.operator().turn(Partition.zone(1), false));
        all("the zone is switched on", (world, value) -> world.operator().turn(Partition.zone(1), true));
        all("a cluster is switched off", Value.CLUSTER, (world, value) -> world.operator().turn(cluster(value), false));
        all("a cluster is switched on", Value.CLUSTER, (world, value) -> world.operator().turn(cluster(value), true));
        all("the zone is switched off by another manager",
                (world, value) -> world.operator().turnUnseen(Partition.zone(1), false));
        all("observe mode begins", Value.CLUSTER, (world, value) ->
                world.operator().lay(Directive.Kind.OBSERVE, Optional.of(cluster(value)), Optional.empty()));
        all("observe mode ends", Value.CLUSTER,
                (world, value) -> world.operator().lift(Directive.Kind.OBSERVE, Optional.of(cluster(value))));
        all("a cluster is suspended", Value.CLUSTER_AND_TIME, (world, value) -> world.operator().lay(Directive.Kind.SUSPEND,
                Optional.of(cluster(value.split(" ")[0])), Optional.of(duration(value.split(" ")[2]))));
        all("a cluster is suspended no more", Value.CLUSTER,
                (world, value) -> world.operator().lift(Directive.Kind.SUSPEND, Optional.of(cluster(value))));
        disarming("everything is disarmed", "everything is armed again", Value.NOTHING, value -> Optional.empty());
        all("everything is disarmed by another manager", (world, value) -> world.operator().disarmUnseen());
        disarming("the zone is disarmed", "the zone is armed again", Value.NOTHING, value -> Optional.of(Partition.zone(1)));
        disarming("a cluster is disarmed", "a cluster is armed again", Value.CLUSTER, value -> Optional.of(cluster(value)));
        all("the storm guard of a cluster is reset", Value.CLUSTER,
                (world, value) -> world.operator().resetStormGuards(cluster(value)));
        all("the storm guards are reset", (world, value) -> world.operator().resetStormGuards(Partition.zone(1)));
    }

    private static void disarming(String disarmed, String armed, Value value,
            Function<String, Optional<Partition>> where) {
        all(disarmed, value, (world, text) -> world.operator().lay(Directive.Kind.DISARM, where.apply(text), Optional.empty()));
        all(armed, value, (world, text) -> world.operator().lift(Directive.Kind.DISARM, where.apply(text)));
    }

    /** Their value is the manager's number, the first one where none is named. */
    private static void managers() {
        manager("the manager dies", World::kill);
        manager("a manager starts", World::startManager);
        manager("the manager is paused", (world, number) -> world.onManager(number, Manager::pause));
        manager("the manager is suspended", (world, number) -> world.onManager(number, Manager::suspend));
        manager("the manager goes on", (world, number) -> {
            world.onManager(number, Manager::goOn);
            world.auditor().storms().guardsMayDiffer();
        });
        all("the manager is paused and replaced", Value.TIME, (world, value) -> world.replacePaused(1, duration(value)));
        manager("the manager loses the database",
                (world, number) -> world.onManager(number, manager -> manager.reachesDatabase(false)));
        manager("the manager has the database back",
                (world, number) -> world.onManager(number, manager -> manager.reachesDatabase(true)));
        manager("the manager loses the hosts",
                (world, number) -> world.onManager(number, manager -> manager.reachesHosts(false)));
        manager("the manager has the hosts back",
                (world, number) -> world.onManager(number, manager -> manager.reachesHosts(true)));
    }

    private static void manager(String words, ObjIntConsumer<World> what) {
        all(words, Value.MANAGER, (world, value) -> what.accept(world, value.isEmpty() ? 1 : Integer.parseInt(value)));
    }

    private static Partition cluster(String value) {
        return Partition.cluster(Long.parseLong(value));
    }

    private static void host(String words, OfHost trouble) {
        host(words, Value.NOTHING, trouble);
    }

    private static void host(String words, Value value, OfHost trouble) {
        HOST.put(words, new Words<>(value, trouble));
    }

    private static void all(String words, OfAll trouble) {
        all(words, Value.NOTHING, trouble);
    }

    private static void all(String words, Value value, OfAll trouble) {
        ALL.put(words, new Words<>(value, trouble));
    }

    /** @throws IllegalArgumentException for words that nothing is called, naming those that come closest */
    static boolean befallsHost(String words) {
        if (!HOST.containsKey(words) && !ALL.containsKey(words)) {
            throw new IllegalArgumentException("nothing is called '" + words + "'; " + similar(words)
                    + "./hostha rehearse --words lists what there is");
        }
        return HOST.containsKey(words);
    }

    private static String similar(String words) {
        Set<String> asked = Set.of(words.toLowerCase(Locale.ROOT).split("\\W+"));
        ToLongFunction<String> shared = known -> Stream.of(known.toLowerCase(Locale.ROOT).split("\\W+"))
                .filter(word -> !COMMON.contains(word) && asked.contains(word)).count();
        List<String> close = Stream.concat(HOST.keySet().stream(), ALL.keySet().stream())
                .filter(known -> shared.applyAsLong(known) > 0)
                .sorted(Comparator.comparingLong(shared).reversed()).limit(5).toList();
        return close.isEmpty() ? "" : "did you mean one of " + close + "? ";
    }

    /** @throws IllegalArgumentException for a value that the words can't have */
    static void checkValue(String words, String value, Bounds world) {
        Value kind = value(words);
        if (!kind.fits(value, world)) {
            throw new IllegalArgumentException("'" + words + "' takes " + kind.words()
                    + (value.isEmpty() ? "" : ", not '" + value + "'"));
        }
    }

    /** What the words need besides. */
    static Value value(String words) {
        return HOST.containsKey(words) ? HOST.get(words).value() : ALL.get(words).value();
    }

    /** All words, with what each needs besides. */
    static List<String> vocabulary() {
        List<String> lines = new ArrayList<>(List.of("of hosts (host: host-1, or hosts: [host-1, host-4..host-9])", ""));
        HOST.forEach((words, trouble) -> lines.add(line(words, trouble.value())));
        lines.addAll(List.of("", "of all", ""));
        ALL.forEach((words, trouble) -> lines.add(line(words, trouble.value())));
        return lines;
    }

    private static String line(String words, Value value) {
        return value == Value.NOTHING ? "  " + words : String.format(Locale.ROOT, "  %-42s  %s", words, value.words());
    }

    static void befall(World world, Machine machine, String words, String value) {
        world.story().newChapter(machine.resource.name());
        world.story().tell(machine.resource.name(), "* " + phrase(words, value));
        HOST.get(words).happens().happen(world, machine, value);
    }

    static void befall(World world, String words, String value) {
        world.cloud().machines().forEach(machine -> world.story().newChapter(machine.resource.name()));
        world.story().newChapter(World.EVERYBODY);
        world.story().tell(World.EVERYBODY, "* " + phrase(words, value));
        ALL.get(words).happens().happen(world, value);
    }

    private static String phrase(String words, String value) {
        return value.isEmpty() ? words : words + " " + value;
    }

    /** {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}. */
    static Duration duration(String text) {
        if (!text.matches("\\d{1,9}(ms|s|m|h)")) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 500ms, 30s, 10m or 2h");
        }
        return text.endsWith("ms") ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
