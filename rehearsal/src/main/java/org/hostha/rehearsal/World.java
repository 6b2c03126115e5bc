package org.hostha.rehearsal;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HARow;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.SharedMembership;
import org.hostha.ha.VmHAStatus;
import org.hostha.ha.kvm.KVMHASettings;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.PowerSwitch.Purpose;
import org.hostha.testkit.MemoryHAStore;
import org.hostha.testkit.MemoryMemberStore;
import org.hostha.testkit.VirtualTime;

/** Machines, a database and managers in virtual time, from one seed. */
final class World {

    static final String EVERYBODY = "-";
    private static final long FIRST_MANAGER = 4711;
    /** What a paused process still has to find out, once it goes on, that it has been replaced. */
    private static final Duration LAST_GASP = Duration.ofSeconds(2);

    private final Scenario plan;
    private final VirtualTime time;
    private final Random random;
    private final EventLoop physics;
    private final SettingsMap settings;
    private final Story story;
    private final Cloud cloud;
    private final Auditor auditor;
    private final WallClock wallClock;
    private final Laws laws;
    private final Operator operator;
    private final Database database = new Database();
    private final Map<Long, HAPolicy> policies = new HashMap<>();
    private final MemoryHAStore store;
    private final MemoryMemberStore members = new MemoryMemberStore();
    private long runs;
    private final Map<Integer, Manager> managers = new TreeMap<>();
    private final OutOfBand outOfBand;
    private Duration network = Duration.ofMillis(100);
    private boolean storageReadable = true;

    /** @param plan what it begins as */
    World(Scenario plan) {
        this.plan = plan;
        time = new VirtualTime(plan.seed());
        random = new Random(plan.seed());
        physics = time.loop();
        settings = new SettingsMap(plan.settings());
        story = new Story(physics);
        cloud = new Cloud(physics, story, vm -> auditor().started(vm));
        wallClock = new WallClock(() -> physics.now().since(new MonotonicTime(0)).plus(story.skipped()));
        laws = new Laws(wallClock, physics);
        auditor = new Auditor(physics, settings, cloud, story, laws,
                () -> Duration.ofSeconds(12).plus(database.latency().multipliedBy(8)));
        outOfBand = new OutOfBand(story);
        store = new MemoryHAStore(wallClock, cloud::vmsOn);
        operator = new Operator(this, new FaultyStore(store, database, () -> true, new Bookkeeper(null)), laws);
        cloud.targets(machine -> vmHAStatus(machine) == VmHAStatus.Up || vmHAStatus(machine) == VmHAStatus.NotOurs);
        build();
    }

    private void build() {
        int id = 0;
        for (int cluster = 1; cluster <= plan.clusters().size(); cluster++) {
            for (int i = 0; i < plan.clusters().get(cluster - 1); i++) {
                id++;
                Machine machine = new Machine(
                        new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, cluster, cluster), physics);
                cloud.add(machine);
                for (int vm = 1; vm <= plan.vms(); vm++) {
                    cloud.place("vm-" + id + "-" + vm, machine);
                }
                if (!plan.unconfigured().contains(machine.resource.name())) {
                    store.configure(machine.resource, MachineProvider.NAME.toLowerCase(Locale.ROOT));
                    operator.turn(machine.resource.partition(), true);
                }
            }
        }
    }

    private Duration jittered(Duration usual) {
        return plan.steady() ? usual : Duration.ofNanos((long) (usual.toNanos() * (0.1 + 3 * random.nextDouble())));
    }

    private Machine machine(Resource resource) {
        return cloud.machine(resource).orElseThrow(() -> new IllegalStateException(resource + " has been removed"));
    }

    Random random() {
        return random;
    }

    Cloud cloud() {
        return cloud;
    }

    Auditor auditor() {
        return auditor;
    }

    MemoryHAStore store() {
        return store;
    }

    Laws laws() {
        return laws;
    }

    Operator operator() {
        return operator;
    }

    WallClock wallClock() {
        return wallClock;
    }

    Story story() {
        return story;
    }

    Database database() {
        return database;
    }

    SettingsMap settings() {
        return settings;
    }

    EventLoop physics() {
        return physics;
    }

    HAPolicy policy(Resource resource) {
        return policies.computeIfAbsent(resource.clusterId(), cluster -> KVMHASettings.policy(settings, resource, Optional.empty()));
    }

    /** As an admin does at run time: nothing is restarted. */
    void change(String setting, String value) {
        settings.change(setting, value);
        policies.clear();
    }

    /** Longer than any pause, period or deadline in which nothing is told. */
    Duration longestWait() {
        return cloud.machines().stream().limit(1).map(machine -> policy(machine.resource))
                .flatMap(policy -> Stream.of(policy.recoverWait(), policy.fenceRetryMax(), policy.degradedPeriod(),
                        policy.releaseTimeout(), policy.evidenceWindow(), policy.fenceUnknownAfter().orElse(Duration.ZERO),
                        settings.value(HASettings.STORM_COOL_DOWN), settings.value(HASettings.HOLD_OFF)))
                .max(Duration::compareTo).orElse(Duration.ZERO).plusMinutes(2);
    }

    /** Some manager runs, and none is only half there: what it owns would wait for it. */
    boolean managed() {
        List<Manager> alive = managers.values().stream().filter(manager -> !manager.isDead()).toList();
        return !alive.isEmpty() && alive.stream().allMatch(Manager::works);
    }

    /** The processes that run now, one of each manager at most. */
    Map<Integer, Manager> managers() {
        return Collections.unmodifiableMap(managers);
    }

    void startManagers() {
        for (int number = 1; number <= plan.managers(); number++) {
            startManager(number);
        }
    }

    /** A new process; the one that there was ends. */
    void startManager(int number) {
        kill(number);
        Manager started = new Manager(number, physics, time::loop, () -> jittered(database.latency()), this::engine);
        auditor.managerStarted(started);
        managers.put(number, started);
        started.engine().start();
    }

    private HAEngine engine(Manager manager) {
        List<EventLoop> shards = IntStream.range(0, plan.shards()).mapToObj(i -> manager.loop()).toList();
        HAStore way = new FaultyStore(store, database, manager::reachesDatabase, new Bookkeeper(manager));
        HAProvider provider = new MachineProvider(this::machine, physics, () -> jittered(network), this::policy,
                new Way(manager), new Observer(manager));
        return new HAEngine(new HAEngine.World(membership(manager), way, cloud,
                List.of(provider), cloud, settings, new Teller(), shards,
                manager::block, random));
    }

    private Membership membership(Manager manager) {
        long id = FIRST_MANAGER + manager.number() - 1;
        if (plan.managers() == 1) {
            return Membership.alone(id);
        }
        SharedMembership shared = new SharedMembership(id, ++runs,
                new FaultyMemberStore(members, database, manager::reachesDatabase), settings, manager.loop(),
                manager::block);
        shared.start();
        return shared;
    }

    void kill(int number) {
        Optional.ofNullable(managers.get(number)).ifPresent(Manager::die);
    }

    void onManager(int number, Consumer<Manager> what) {
        Optional.ofNullable(managers.get(number)).ifPresent(what);
    }

    /** The manager is paused, another process takes its place at once; the first one wakes up later, and soon ends. */
    void replacePaused(int number, Duration pause) {
        Manager asleep = managers.remove(number);
        if (asleep != null) {
            asleep.pause();
            physics.schedule(pause, asleep::goOn);
            physics.schedule(pause.plus(LAST_GASP), asleep::die);
        }
        startManager(number);
    }

    void storageReadable(boolean readable) {
        storageReadable = readable;
    }

    boolean storageReadable() {
        return storageReadable;
    }

    void networkTakes(Duration latency) {
        network = latency;
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    Optional<HAState> state(Machine machine) {
        return row(machine).flatMap(row -> row.stored().state());
    }

    VmHAStatus vmHAStatus(Machine machine) {
        return row(machine).map(row -> VmHAStatus.of(row.stored())).orElse(VmHAStatus.NotOurs);
    }

    Optional<HARow> row(Machine machine) {
        return store.row(machine.resource);
    }

    private final class Bookkeeper implements FaultyStore.Witness {

        private final Manager manager;

        Bookkeeper(Manager manager) {
            this.manager = manager;
        }

        @Override
        public void claimed(HARow row) {
            auditor.claimed(manager, row);
        }

        @Override
        public void guardStored(GuardRow guard) {
            auditor.guardStored(guard);
        }

        @Override
        public void stored(HARow before, HAStore.Commit commit) {
            String who = commit.resource().name();
            try {
                auditor.stored(manager, before, commit, policy(commit.resource()));
                if (Telling.opensChapter(before, commit)) {
                    story.newChapter(who);
                }
                Telling.of(before, commit).ifPresent(what -> story.tell(who, what));
                if (commit.next().state().equals(Optional.of(HAState.Available)) && commit.next().release().isEmpty()) {
                    cloud.machine(commit.resource()).ifPresent(cloud::reports);
                }
            } catch (RuntimeException e) {
                // The engine would take it for a failure of the database, and go on.
                auditor.offence(who, "can't be audited: " + e);
            }
        }
    }

    private final class Way implements MachineProvider.Network {

        private final Manager manager;

        Way(Manager manager) {
            this.manager = manager;
        }

        @Override
        public Optional<String> obstacle(Machine machine) {
            return outOfBand.obstacle(machine);
        }

        @Override
        public boolean reachesHosts() {
            return manager.reachesHosts();
        }

        @Override
        public boolean storageReadable() {
            return storageReadable;
        }
    }

    private final class Observer implements MachineProvider.Witness {

        private final Manager manager;

        Observer(Manager manager) {
            this.manager = manager;
        }

        @Override
        public void answeredAlive(Machine machine, MonotonicTime asked) {
            auditor.answeredAlive(manager, machine, asked);
        }

        @Override
        public void sent(Machine machine, boolean on, Purpose purpose) {
            story.tell(machine.resource.name(), (on ? "power-on" : "force-off") + " is sent ("
                    + purpose.name().toLowerCase(Locale.ROOT) + ")");
            auditor.sent(manager, machine, on, purpose);
        }

        @Override
        public void foundAnother(Machine machine) {
            outOfBand.foundAnother(machine);
        }

        @Override
        public void powerChanged(Machine machine) {
            auditor.custody().powerChanged(machine);
            story.tell(machine.resource.name(), "power is " + (machine.powered ? "on" : "off"));
        }
    }

    private final class Teller implements Notifications {

        @Override
        public void publish(Event event) {
        }

        @Override
        public void send(Alert alert) {
            story.tell(alert.resource().name(), "ALERT " + alert.subject());
        }
    }
}
