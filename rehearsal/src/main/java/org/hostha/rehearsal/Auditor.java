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
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.GuardRow;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HARow;
import org.hostha.ha.HASettings;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.PowerSwitch.Purpose;

/**
 * Holds every decision that was stored and every command that was sent against what is physically true and against what
 * an admin wanted. It has books of its own and believes neither engine nor store.
 */
final class Auditor {

    /** Begins what the story tells of one. */
    static final String OFFENCE = "OFFENCE: ";

    private static final Set<HAState> UNDECIDED = EnumSet.of(HAState.Suspect, HAState.Checking, HAState.Degraded);
    /** Between two looks at machines, and a round of investigation that was under way. */
    private static final Duration UP_TO_DATE = Duration.ofSeconds(60);

    /** @param at by the clock of the manager that armed it */
    private record Armed(Manager by, Order order, MonotonicTime at, MonotonicTime truly, Duration wall) { }

    /** What is known of a manager's process. */
    private static final class Process {
        private final MonotonicTime since;
        private final Set<Long> answered = new HashSet<>();
        private final Map<Long, Armed> armed = new HashMap<>();

        Process(MonotonicTime since) {
            this.since = since;
        }
    }

    private final EventLoop clock;
    private final Settings settings;
    private final Cloud cloud;
    private final Story story;
    private final Laws laws;
    private final Supplier<Duration> underWay;
    private final Storms storms;
    private final Custody custody;
    private final List<String> offences = new ArrayList<>();
    private final Map<Long, Armed> armed = new HashMap<>();
    private final Map<Long, Armed> lastArmed = new HashMap<>();
    private final Map<Long, MonotonicTime> silentAt = new HashMap<>();
    private final Map<Manager, Process> processes = new HashMap<>();
    private final Map<Long, Manager> owners = new HashMap<>();

    /** @param underWay what decisions under way at the time of a change may still take to be stored */
    Auditor(EventLoop clock, Settings settings, Cloud cloud, Story story, Laws laws, Supplier<Duration> underWay) {
        this.underWay = underWay;
        this.clock = clock;
        this.settings = settings;
        this.cloud = cloud;
        this.story = story;
        this.laws = laws;
        this.storms = new Storms(clock, settings, cloud, laws, underWay);
        this.custody = new Custody(clock, underWay, this::offence);
    }

    List<String> offences() {
        return List.copyOf(offences);
    }

    void offence(String who, String what) {
        offences.add(who + ": " + what);
        story.tell(who, OFFENCE + what);
    }

    Laws laws() {
        return laws;
    }

    Custody custody() {
        return custody;
    }

    Storms storms() {
        return storms;
    }

    void managerStarted(Manager manager) {
        processes.put(manager, new Process(manager.now()));
        storms.guardsMayDiffer();
    }

    void claimed(Manager by, HARow row) {
        owners.put(row.resourceId(), by);
    }

    void guardStored(GuardRow guard) {
        storms.guardStored(guard);
    }

    /** @param asked when the machine answered so; only now it is heard */
    void answeredAlive(Manager to, Machine machine, MonotonicTime asked) {
        processes.get(to).answered.add(machine.resource.id());
        custody.answeredAlive(machine, asked);
    }

    void started(String vm) {
        custody.started(vm);
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
        if (!matches && by.isBehind() && inTimeByItsOwnClock(by, machine)) {
            story.tell(machine.resource.name(), "that was late: the clock of " + by + " has stood still");
        } else if (!matches) {
            offence(machine.resource.name(), what + " was sent, but not armed: " + order);
        } else if (by.now().since(order.at()).compareTo(order.wall()) > 0) {
            offence(machine.resource.name(), what + " was sent " + by.now().since(order.at()).toMillis()
                    + " ms after it was armed, past its wall");
        }
    }

    /** The one lateness that nobody can help: the manager did not live meanwhile, and does not know. */
    private boolean inTimeByItsOwnClock(Manager by, Machine machine) {
        Armed own = processes.get(by).armed.get(machine.resource.id());
        return own != null && by.now().since(own.at()).compareTo(own.wall()) <= 0;
    }

    void stored(Manager by, HARow before, HAStore.Commit commit, HAPolicy policy) {
        Resource resource = commit.resource();
        Stored next = commit.next();
        judgeTransition(before, commit);
        if (owners.get(resource.id()) != by) {
            offence(resource.name(), by + " decided, but " + owners.get(resource.id()) + " owns it");
        }
        boolean off = before.stored().order().map(order -> order.step() == Order.Step.OFF).orElse(false);
        custody.judgeProof(commit, off && armed.containsKey(resource.id()) && !laws.confirmedOff(resource));
        if (arms(before.stored(), next)) {
            arm(by, commit, policy);
        } else if (!next.order().equals(before.stored().order())) {
            if (next.order().isEmpty()) {
                armed.remove(resource.id());
            }
            if (!next.state().equals(Optional.of(HAState.Disabled))) {
                // The command has come back, and with it all that could still be sent.
                lastArmed.remove(resource.id());
            }
        }
        cloud.machine(resource).ifPresent(machine -> custody.stored(before.stored(), commit, machine, cloud));
        storms.stored(resource, next);
    }

    /** Only Off and On leave, and each only under an order of its own. */
    private static boolean arms(Stored before, Stored next) {
        return next.order().isPresent() && !next.order().equals(before.order())
                && (next.order().get().step() == Order.Step.OFF || next.order().get().step() == Order.Step.ON);
    }

    private void arm(Manager by, HAStore.Commit commit, HAPolicy policy) {
        Resource resource = commit.resource();
        Order order = commit.next().order().orElseThrow();
        Armed now = new Armed(by, order, by.now(), clock.now(),
                order.kind() == Order.Kind.FENCE ? policy.fenceTimeout() : policy.recoverTimeout());
        judgeArming(resource, now);
        custody.armed(commit, order, policy);
        if (UNDECIDED.containsAll(commit.from().stream().toList())) {
            judgeVerdict(resource, policy);
        }
        armed.put(resource.id(), now);
        processes.get(by).armed.put(resource.id(), now);
        lastArmed.put(resource.id(), now);
        storms.armed(resource);
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
        laws.against(resource).ifPresent(law -> offence(resource.name(), what + "although " + law));
        Process process = processes.get(order.by());
        boolean holdOff = order.at().since(process.since).compareTo(settings.value(HASettings.HOLD_OFF)) < 0;
        boolean allAnswered = cloud.machines().stream().map(machine -> machine.resource)
                .filter(one -> laws.switchedOn(one) && owners.get(one.id()) == order.by())
                .allMatch(one -> process.answered.contains(one.id()));
        if (holdOff && !allAnswered) {
            offence(resource.name(), what + "in the manager's hold-off");
        }
        storms.against(resource).forEach(why -> offence(resource.name(), what + why));
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

    /** What becomes of a host that is no longer in the inventory is not HA's affair. */
    void removed(Resource resource) {
        storms.removed(resource);
        armed.remove(resource.id());
        lastArmed.remove(resource.id());
    }
}
