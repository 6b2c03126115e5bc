package org.hostha.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HARow;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.decision.StormGuard;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.PowerSwitch.Purpose;

/**
 * Holds every decision that was stored and every command that was sent against what is physically true and against what
 * an admin wanted. It has books of its own and believes neither engine nor store.
 */
final class Auditor {

    private static final Set<HAState> UNSETTLED = EnumSet.of(HAState.Suspect, HAState.Checking, HAState.Recovering,
            HAState.Fencing);
    private static final Set<HAState> UNDECIDED = EnumSet.of(HAState.Suspect, HAState.Checking, HAState.Degraded);
    /** Between two looks at machines, and a round of investigation that was under way. */
    private static final Duration UP_TO_DATE = Duration.ofSeconds(60);
    /** Longer than a health check's answer may travel. */
    private static final Duration RECENTLY = Duration.ofSeconds(12);

    /** @param at by the clock of the manager that armed it */
    private record Armed(Manager by, Order order, MonotonicTime at, MonotonicTime truly, Duration wall) { }

    /** What is known of a manager's process. */
    private static final class Process {
        private final MonotonicTime since;
        private final Set<Long> answered = new HashSet<>();

        Process(MonotonicTime since) {
            this.since = since;
        }
    }

    private final EventLoop clock;
    private final Settings settings;
    private final Cloud cloud;
    private final Story story;
    private final Supplier<Duration> underWay;
    private final List<String> offences = new ArrayList<>();
    private final Map<Partition, Boolean> switches = new HashMap<>();
    private final Map<Long, Armed> armed = new HashMap<>();
    private final Map<Long, Armed> lastArmed = new HashMap<>();
    private final Map<Long, MonotonicTime> oursSince = new HashMap<>();
    private final Map<Long, MonotonicTime> provenOffAt = new HashMap<>();
    private final Set<Long> seenOff = new HashSet<>();
    private final Map<Long, Set<String>> owed = new HashMap<>();
    private final Map<Long, HAState> states = new HashMap<>();
    private final Map<Long, MonotonicTime> manageableAt = new HashMap<>();
    private final Map<Long, MonotonicTime> storms = new HashMap<>();
    private final Map<Long, MonotonicTime> silentAt = new HashMap<>();
    private final Set<Long> rough = new HashSet<>();
    private final Map<Long, MonotonicTime> roughAt = new HashMap<>();
    private final Map<Manager, Process> processes = new HashMap<>();
    private final Map<Long, Manager> owners = new HashMap<>();

    /** @param underWay what decisions under way at the time of a change may still take to be stored */
    Auditor(EventLoop clock, Settings settings, Cloud cloud, Story story, Supplier<Duration> underWay) {
        this.underWay = underWay;
        this.clock = clock;
        this.settings = settings;
        this.cloud = cloud;
        this.story = story;
    }

    List<String> offences() {
        return List.copyOf(offences);
    }

    void offence(String who, String what) {
        offences.add(who + ": " + what);
        story.tell(who, "OFFENCE: " + what);
    }

    void turned(Partition partition, boolean on) {
        switches.put(partition, on);
        guardsMayDiffer();
    }

    boolean switchedOn(Resource resource) {
        return switches.getOrDefault(resource.partition(), true)
                && switches.getOrDefault(Partition.cluster(resource.clusterId()), true)
                && switches.getOrDefault(Partition.zone(resource.zoneId()), true);
    }

    void managerStarted(Manager manager) {
        processes.put(manager, new Process(manager.now()));
        guardsMayDiffer();
    }

    /** Managers begin to look, or time went on without them: how long their guards stay closed is their own affair. */
    void guardsMayDiffer() {
        storms.clear();
        cloud.machines().forEach(machine -> roughAt.put(machine.resource.clusterId(), clock.now()));
    }

    void claimed(Manager by, HARow row) {
        owners.put(row.resourceId(), by);
    }

    void answeredAlive(Manager to, Machine machine) {
        processes.get(to).answered.add(machine.resource.id());
        manageableAt.put(machine.resource.id(), clock.now());
    }

    void started(String vm) {
        owed.values().forEach(vms -> vms.remove(vm));
        List<Machine> holders = cloud.holdersOf(vm);
        if (holders.size() > 1) {
            offence("-", vm + " runs on " + holders.get(0).resource + " and on " + holders.get(1).resource);
        }
    }

    void sent(Manager by, Machine machine, boolean on, Purpose purpose) {
        Armed order = armed.remove(machine.resource.id());
        String what = on ? "power-on" : "force-off";
        boolean matches = order != null && order.by() == by && (order.order().step() == Order.Step.ON) == on
                && (order.order().kind() == Order.Kind.FENCE) == (purpose == Purpose.FENCE);
        if (!matches) {
            offence(machine.resource.name(), what + " was sent, but not armed: " + order);
        } else if (by.now().since(order.at()).compareTo(order.wall()) > 0) {
            offence(machine.resource.name(), what + " was sent " + by.now().since(order.at()).toMillis()
                    + " ms after it was armed, past its wall");
        }
    }

    void stored(Manager by, HARow before, HAStore.Commit commit, HAPolicy policy) {
        Resource resource = commit.resource();
        Stored next = commit.next();
        judgeTransition(before, commit);
        if (owners.get(resource.id()) != by) {
            offence(resource.name(), by + " decided, but " + owners.get(resource.id()) + " owns it");
        }
        judgeProof(before.stored(), commit);
        if (arms(before.stored(), next)) {
            Order order = next.order().orElseThrow();
            Armed now = new Armed(by, order, by.now(), clock.now(),
                    order.kind() == Order.Kind.FENCE ? policy.fenceTimeout() : policy.recoverTimeout());
            judgeArming(resource, now);
            judgeOrder(commit, now, policy);
            if (UNDECIDED.containsAll(commit.from().stream().toList())) {
                judgeVerdict(resource, policy);
            }
            armed.put(resource.id(), now);
            lastArmed.put(resource.id(), now);
        } else if (!next.order().equals(before.stored().order())) {
            if (next.order().isEmpty()) {
                armed.remove(resource.id());
            }
            if (!next.state().equals(Optional.of(HAState.Disabled))) {
                // The command has come back, and with it all that could still be sent.
                lastArmed.remove(resource.id());
            }
        }
        cloud.machine(resource).ifPresent(machine -> judgeCustody(before.stored(), commit, machine));
        next.state().ifPresent(state -> states.put(resource.id(), state));
        judgeStorms(resource);
    }

    /** Only Off and On leave, and each only under an order of its own. */
    private static boolean arms(Stored before, Stored next) {
        return next.order().isPresent() && !next.order().equals(before.order())
                && (next.order().get().step() == Order.Step.OFF || next.order().get().step() == Order.Step.ON);
    }

    private void judgeTransition(HARow before, HAStore.Commit commit) {
        String who = commit.resource().name();
        if (!before.stored().state().equals(commit.from())) {
            offence(who, "decided in state " + commit.from() + ", but the row says " + before.stored().state());
        }
        Optional<HAState> at = commit.from();
        for (HAEvent event : commit.events()) {
            if (!HAStateMachine.allows(at, event)) {
                offence(who, "walked an edge that does not exist: " + at + " on " + event);
                return;
            }
            at = Optional.of(HAStateMachine.next(at, event));
        }
        if (!at.equals(commit.next().state())) {
            offence(who, "the edges " + commit.events() + " don't lead to " + commit.next().state());
        }
    }

    private void judgeArming(Resource resource, Armed order) {
        String what = order.order().kind() + " " + order.order().step() + " armed ";
        Armed last = lastArmed.get(resource.id());
        if (last != null && last.by() != order.by() && clock.now().since(last.truly()).compareTo(last.wall()) < 0) {
            offence(resource.name(), what + "while what " + last.by() + " armed may still be sent");
        }
        if (!switchedOn(resource)) {
            offence(resource.name(), what + "although a kill switch is turned");
        }
        Process process = processes.get(order.by());
        boolean holdOff = order.at().since(process.since).compareTo(settings.value(HASettings.HOLD_OFF)) < 0;
        boolean allAnswered = cloud.machines().stream().map(machine -> machine.resource)
                .filter(one -> switchedOn(one) && owners.get(one.id()) == order.by())
                .allMatch(one -> process.answered.contains(one.id()));
        if (holdOff && !allAnswered) {
            offence(resource.name(), what + "in the manager's hold-off");
        }
        MonotonicTime onset = storms.get(resource.clusterId());
        if (onset != null) {
            Duration since = clock.now().since(onset);
            Duration left = settings.value(HASettings.STORM_COOL_DOWN).minus(since);
            if (since.compareTo(underWay.get()) > 0 && left.compareTo(underWay.get()) > 0) {
                offence(resource.name(), what + since.toSeconds() + " s into a storm");
            }
        }
    }

    /** Custody comes with the first order; power comes back only to what was seen off, its VMs released or long waited for. */
    private void judgeOrder(HAStore.Commit commit, Armed order, HAPolicy policy) {
        String who = commit.resource().name();
        if (!commit.next().custody()) {
            offence(who, "is acted upon, but not in custody");
        }
        if (order.order().step() == Order.Step.OFF) {
            provenOffAt.remove(commit.resource().id());
            return;
        }
        MonotonicTime off = provenOffAt.get(commit.resource().id());
        if (off == null) {
            offence(who, "power-on armed, but it was not seen off since force-off");
        } else if (commit.next().release().isPresent()
                && clock.now().since(off).plus(underWay.get()).compareTo(policy.releaseTimeout()) < 0) {
            offence(who, "power-on armed before its VMs are released");
        }
    }

    /** Off is proven after a command only; and what is proven is written down to be released. */
    private void judgeProof(Stored before, HAStore.Commit commit) {
        long id = commit.resource().id();
        if (commit.opensRelease()) {
            provenOffAt.put(id, clock.now());
            boolean off = before.order().map(order -> order.step() == Order.Step.OFF).orElse(false);
            if (off && armed.containsKey(id)) {
                offence(commit.resource().name(), "is released, but no force-off was sent");
            }
        }
        if (commit.events().contains(HAEvent.Fenced) && !commit.opensRelease()) {
            offence(commit.resource().name(), "is Fenced, but nothing was written down to be released");
        }
    }

    /** A host that has left signs of life for longer than anybody looks back is not dead. */
    private void judgeVerdict(Resource resource, HAPolicy policy) {
        Duration lookedAt = policy.evidenceWindow().plus(UP_TO_DATE).plus(underWay.get());
        cloud.machine(resource).filter(Machine::leavesTraces).ifPresent(machine -> {
            MonotonicTime silent = silentAt.get(resource.id());
            if (silent == null || clock.now().since(silent).compareTo(lookedAt) > 0) {
                offence(resource.name(), "is condemned, but lives");
            }
        });
    }

    /** To be called again and again. */
    void look() {
        cloud.machines().stream().filter(machine -> !machine.leavesTraces())
                .forEach(machine -> silentAt.put(machine.resource.id(), clock.now()));
    }

    /** Only what begins after a long calm, and lasts, is called a storm here: its first cool-down is beyond doubt. */
    private void judgeStorms(Resource resource) {
        long cluster = resource.clusterId();
        List<Resource> members = cloud.within(Partition.cluster(cluster)).stream().filter(this::switchedOn).toList();
        long suspects = members.stream().filter(one -> UNSETTLED.contains(states.get(one.id()))).count();
        MonotonicTime now = clock.now();
        if (rough.contains(cluster)) {
            roughAt.put(cluster, now);
        }
        if (suspects < StormGuard.limit(members.size(), settings.value(HASettings.STORM_SHARE, resource))) {
            rough.remove(cluster);
            storms.computeIfPresent(cluster, (id, onset) -> now.since(onset).compareTo(underWay.get()) < 0 ? null : onset);
        } else if (rough.add(cluster)) {
            MonotonicTime last = roughAt.put(cluster, now);
            Duration calm = settings.value(HASettings.STORM_COOL_DOWN).multipliedBy(2);
            if (last == null || now.since(last).compareTo(calm) > 0) {
                storms.put(cluster, now);
            }
        }
    }

    private void judgeCustody(Stored before, HAStore.Commit commit, Machine machine) {
        String who = machine.resource.name();
        if (commit.opensRelease() && !machine.vms.isEmpty()) {
            offence(who, "is released, but runs " + machine.vms);
        }
        boolean wasOurs = before.custody() || before.release().isPresent();
        boolean isOurs = commit.next().custody() || commit.next().release().isPresent();
        if (!wasOurs && isOurs) {
            oursSince.put(machine.resource.id(), clock.now());
            seenOff.remove(machine.resource.id());
        }
        if (commit.opensRelease()) {
            seenOff.add(machine.resource.id());
        }
        MonotonicTime alive = manageableAt.get(machine.resource.id());
        boolean returned = alive != null && clock.now().since(alive).compareTo(RECENTLY.plus(underWay.get())) < 0;
        boolean wasOff = seenOff.contains(machine.resource.id())
                || machine.cutAt().reached(oursSince.getOrDefault(machine.resource.id(), clock.now()));
        if (wasOurs && !isOurs && !returned && !wasOff && !machine.vms.isEmpty()) {
            offence(who, "is out of custody, but has not returned and holds " + machine.vms);
        }
        if (commit.opensRelease()) {
            owed.put(machine.resource.id(), new TreeSet<>(cloud.down(machine)));
        }
        Set<String> down = owed.getOrDefault(machine.resource.id(), Set.of());
        if (before.release().isPresent() && commit.next().release().isEmpty() && !down.isEmpty()) {
            offence(who, "its release is closed, but nobody started " + down);
        }
    }
}
