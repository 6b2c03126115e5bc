package org.hostha.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord;
import org.hostha.ha.SharedMembership;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.MemberStore;
import org.hostha.ha.spi.Membership;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.ha.spi.VmHA;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** Machines in one cluster, a database, and any number of managers in virtual time that are killed, paused, cut off. */
final class ManagedCloud implements ResourceDirectory, VmHA {

    static final Duration WALL = Duration.ofSeconds(20);

    private static final Duration BMC_LATENCY = Duration.ofMillis(300);
    private static final Duration DATABASE_LATENCY = Duration.ofMillis(20);

    /** A force-off or power-on that left a manager. */
    record Command(long manager, long host, boolean on, MonotonicTime at) { }

    final VirtualTime time = new VirtualTime(42);
    final MemoryHAStore store = new MemoryHAStore(Clock.systemUTC(), this::vmsOn);
    final MemoryMemberStore members = new MemoryMemberStore();
    final List<Command> commands = new ArrayList<>();
    final List<String> alerts = new ArrayList<>();
    final HAManager admin;
    final Map<Long, Integer> released = new TreeMap<>();

    /** Done while releases end at once; they hang until it is. */
    CompletableFuture<Void> vmHA = CompletableFuture.completedFuture(null);
    private final EventLoop physics = time.loop();
    private final Map<Long, Resource> hosts = new TreeMap<>();
    private final Set<Long> dead = new TreeSet<>();
    private final Set<Long> off = new TreeSet<>();

    ManagedCloud(int hosts) {
        for (long id = 1; id <= hosts; id++) {
            Resource host = new Resource(PartitionType.Host, id, "uuid-" + id, "host-" + id, 1, 1, 1);
            this.hosts.put(id, host);
            store.configure(host, "machines");
            store.turnSwitch(host.partition(), true);
        }
        admin = new HAManager(store, cloudless(), this, List.of(), Notifications.none());
    }

    /** What an admin does reaches the managers through the database alone. */
    private HAEngine cloudless() {
        return new HAEngine(new HAEngine.World(Membership.alone(0), store, this, List.of(), this, Settings.defaults(),
                Notifications.none(), List.of(time.loop()), time.loop(), new Random(0)));
    }

    Resource host(long id) {
        return hosts.get(id);
    }

    HARow row(long host) {
        return store.row(host(host)).orElseThrow();
    }

    HAState state(long host) {
        return row(host).stored().state().orElseThrow();
    }

    /** The resources that a manager owns by the rows. */
    List<Long> ownedBy(long manager) {
        return store.rows().stream().filter(row -> row.owner().orElse(0) == manager).map(HARow::resourceId).toList();
    }

    /** Its system is gone; power and BMC work. */
    void hang(long host) {
        dead.add(host);
    }

    void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    /** Lets time pass in small steps until something is so. */
    void passUntil(String what, BooleanSupplier condition) {
        for (int i = 0; i < 10_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            time.advance(Duration.ofMillis(50));
        }
        throw new AssertionError("it never came to be that " + what);
    }

    /** A manager with a loop of its own, and a link to the database. */
    final class Manager {

        final long id;
        final Loop loop = new Loop();
        final SharedMembership membership;
        final HAEngine engine;
        private Duration databaseLatency = DATABASE_LATENCY;
        private int claimed;
        private boolean cutOff;
        private Runnable afterStoring = () -> { };

        Manager(long id, long run) {
            this.id = id;
            HAStore cases = linked(HAStore.class, store);
            MemberStore rows = linked(MemberStore.class, members);
            membership = new SharedMembership(id, run, rows, Settings.defaults(), loop,
                    task -> loop.schedule(DATABASE_LATENCY, task));
            engine = new HAEngine(new HAEngine.World(membership, cases, ManagedCloud.this, List.of(new Machines(this)),
                    ManagedCloud.this, Settings.defaults(), notifications(), List.of(loop),
                    task -> loop.schedule(databaseLatency, task), new Random(id)));
        }

        /** How long whatever is asked of the database about cases takes from now on. */
        Manager withDatabaseLatency(Duration latency) {
            databaseLatency = latency;
            return this;
        }

        /** Rows that the database was asked to make this manager's, however often. */
        int claimed() {
            return claimed;
        }

        Manager start() {
            membership.start();
            engine.start();
            return this;
        }

        /** The database can't be reached any more, or again. */
        void cutOff(boolean cut) {
            cutOff = cut;
        }

        /** Runs between what the database has done for this manager and the moment at which the manager hears of it. */
        void afterStoring(Runnable what) {
            afterStoring = what;
        }

        private <T> T linked(Class<T> type, T target) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                    (proxy, method, arguments) -> {
                if (cutOff) {
                    throw new IllegalStateException("the database can't be reached");
                }
                if (method.getName().equals("claim")) {
                    claimed += ((List<?>) arguments[0]).size();
                }
                try {
                    Object answer = method.invoke(target, arguments);
                    afterStoring.run();
                    return answer;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
        }
    }

    private Notifications notifications() {
        return new Notifications() {
            @Override
            public void publish(Event event) {
                // Alerts are all that is looked at here.
            }

            @Override
            public void send(Alert alert) {
                alerts.add(alert.subject());
            }
        };
    }

    /** A process's thread: while the process is paused nothing runs, and then all that has come due. */
    final class Loop implements EventLoop {

        private final EventLoop real = time.loop();
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean paused;
        private boolean killed;

        void pause() {
            paused = true;
        }

        void resume() {
            paused = false;
            while (!waiting.isEmpty() && !paused) {
                waiting.poll().run();
            }
        }

        void kill() {
            killed = true;
        }

        @Override
        public MonotonicTime now() {
            return real.now();
        }

        @Override
        public void execute(Runnable task) {
            schedule(Duration.ZERO, task);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            boolean[] cancelled = {false};
            Runnable mortal = () -> {
                if (!killed && !cancelled[0]) {
                    task.run();
                }
            };
            Cancellable timer = real.schedule(delay, () -> {
                if (paused) {
                    waiting.add(mortal);
                } else {
                    mortal.run();
                }
            });
            return () -> {
                cancelled[0] = true;
                timer.cancel();
            };
        }
    }

    @Override
    public Optional<Resource> find(Partition resource) {
        return Optional.ofNullable(hosts.get(resource.id()));
    }

    @Override
    public List<Resource> within(Partition partition) {
        return hosts.values().stream().filter(host -> partition.equals(Partition.zone(host.zoneId()))
                || partition.equals(Partition.cluster(host.clusterId()))).toList();
    }

    @Override
    public List<ReleaseRecord.Vm> vmsOn(Resource resource) {
        return List.of(new ReleaseRecord.Vm("vm-" + resource.id(), "vm-" + resource.id(),
                ReleaseRecord.Outcome.PENDING, ""));
    }

    @Override
    public CompletableFuture<ReleaseRecord> release(ReleaseRecord record) {
        List<ReleaseRecord.Vm> done = new ArrayList<>();
        for (ReleaseRecord.Vm vm : record.vms()) {
            if (vm.outcome() == ReleaseRecord.Outcome.PENDING) {
                released.merge(record.resource().id(), 1, Integer::sum);
            }
            done.add(new ReleaseRecord.Vm(vm.uuid(), vm.name(), ReleaseRecord.Outcome.QUEUED, ""));
        }
        return vmHA.thenApply(works -> new ReleaseRecord(record.resource(), record.id(), done));
    }

    @Override
    public CompletableFuture<Void> enterMaintenance(Resource resource) {
        return CompletableFuture.completedFuture(null);
    }

    /** One manager's hands. */
    private final class Machines implements HAProvider {

        private final Manager manager;

        Machines(Manager manager) {
            this.manager = manager;
        }

        @Override
        public String name() {
            return "Machines";
        }

        @Override
        public PartitionType resourceType() {
            return PartitionType.Host;
        }

        @Override
        public String resourceSubType() {
            return "Test";
        }

        @Override
        public Eligibility eligibility(Resource resource) {
            return Eligibility.ELIGIBLE;
        }

        @Override
        public HAPolicy policy(Resource resource) {
            Duration two = Duration.ofSeconds(2);
            Duration five = Duration.ofSeconds(5);
            return new HAPolicy(five, two, five, two, Duration.ZERO, 2, 0.5, Duration.ofMinutes(1), 0, WALL,
                    Duration.ofMinutes(1), WALL, five, Duration.ofMinutes(1), 3, five, two, WALL, Optional.empty(),
                    false);
        }

        @Override
        public CompletableFuture<Evidence> checkHealth(Resource resource, Duration deadline) {
            return later(() -> isDown(resource) ? Evidence.dead("agent", "silent")
                    : Evidence.alive("agent", "answers"));
        }

        @Override
        public CompletableFuture<Evidence> checkActivity(Resource resource, Duration deadline) {
            return later(() -> isDown(resource) ? Evidence.dead("pool", "still") : Evidence.alive("pool", "beats"));
        }

        @Override
        public CompletableFuture<PowerReading> readPower(Resource resource, boolean fresh, Duration deadline) {
            return later(() -> new PowerReading(off.contains(resource.id()) ? PowerState.Off : PowerState.On,
                    Optional.empty(), "read"));
        }

        @Override
        public CompletableFuture<String> forceOff(Resource resource, Purpose purpose, Duration deadline) {
            commands.add(new Command(manager.id, resource.id(), false, time.now()));
            return later(() -> {
                off.add(resource.id());
                return "off";
            });
        }

        @Override
        public CompletableFuture<String> powerOn(Resource resource, Purpose purpose, Duration deadline) {
            commands.add(new Command(manager.id, resource.id(), true, time.now()));
            return later(() -> "on");
        }

        private boolean isDown(Resource resource) {
            return dead.contains(resource.id()) || off.contains(resource.id());
        }

        private <T> CompletableFuture<T> later(Supplier<T> answer) {
            CompletableFuture<T> future = new CompletableFuture<>();
            physics.schedule(BMC_LATENCY, () -> {
                T value = answer.get();
                manager.loop.execute(() -> future.complete(value));
            });
            return future;
        }
    }
}
