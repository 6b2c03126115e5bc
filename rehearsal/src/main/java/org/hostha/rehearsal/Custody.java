package org.hostha.rehearsal;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAStore;

/** Whether hosts that were condemned stay in custody until they were seen off or are back, and their VMs are released once. */
final class Custody {

    /** Longer than a health check's answer may travel. */
    private static final Duration RECENTLY = Duration.ofSeconds(12);

    private final EventLoop clock;
    private final Supplier<Duration> underWay;
    private final BiConsumer<String, String> offence;
    private final Map<Long, MonotonicTime> oursSince = new HashMap<>();
    private final Map<Long, MonotonicTime> provenOffAt = new HashMap<>();
    private final Set<Long> seenOff = new HashSet<>();
    private final Map<Long, Set<String>> owed = new HashMap<>();
    private final Map<Long, MonotonicTime> aliveAt = new HashMap<>();
    private final Map<Long, MonotonicTime> answeredAt = new HashMap<>();
    private final Map<Long, MonotonicTime> cutByUsAt = new HashMap<>();

    /**
     * @param underWay what decisions under way at the time of a change may still take to be stored
     * @param offence told of who, and what
     */
    Custody(EventLoop clock, Supplier<Duration> underWay, BiConsumer<String, String> offence) {
        this.clock = clock;
        this.underWay = underWay;
        this.offence = offence;
    }

    /** @param asked when it answered so */
    void answeredAlive(Machine machine, MonotonicTime asked) {
        aliveAt.put(machine.resource.id(), asked);
        answeredAt.put(machine.resource.id(), clock.now());
    }

    /** One of our commands has taken the power of a machine, or given it. */
    void powerChanged(Machine machine) {
        if (!machine.powered) {
            cutByUsAt.put(machine.resource.id(), clock.now());
        }
    }

    void started(String vm) {
        owed.values().forEach(vms -> vms.remove(vm));
    }

    /** Custody comes with the first order; power comes back only to what was seen off, its VMs released or long waited for. */
    void armed(HAStore.Commit commit, Order order, HAPolicy policy) {
        String who = commit.resource().name();
        if (!commit.next().custody()) {
            offence.accept(who, "is acted upon, but not in custody");
        }
        if (order.step() == Order.Step.OFF) {
            provenOffAt.remove(commit.resource().id());
            return;
        }
        MonotonicTime off = provenOffAt.get(commit.resource().id());
        if (off == null) {
            offence.accept(who, "power-on armed, but it was not seen off since force-off");
        } else if (commit.next().release().isPresent()
                && clock.now().since(off).plus(underWay.get()).compareTo(policy.releaseTimeout()) < 0) {
            offence.accept(who, "power-on armed before its VMs are released");
        }
    }

    /** Off is proven after a command only; and what is proven is written down to be released. */
    void judgeProof(HAStore.Commit commit, boolean commandUnsent) {
        Resource resource = commit.resource();
        if (commit.opensRelease()) {
            provenOffAt.put(resource.id(), clock.now());
            if (commandUnsent) {
                offence.accept(resource.name(), "is released, but no force-off was sent");
            }
        }
        if (commit.events().contains(HAEvent.Fenced) && !commit.opensRelease()) {
            offence.accept(resource.name(), "is Fenced, but nothing was written down to be released");
        }
    }

    void stored(Stored before, HAStore.Commit commit, Machine machine, Cloud cloud) {
        String who = machine.resource.name();
        long id = machine.resource.id();
        boolean wasOurs = isOurs(before);
        boolean isOurs = isOurs(commit.next());
        if (!wasOurs && isOurs) {
            oursSince.put(id, clock.now());
            seenOff.remove(id);
        }
        if (commit.opensRelease()) {
            seenOff.add(id);
            if (!machine.vms.isEmpty()) {
                offence.accept(who, "is released, but runs " + machine.vms);
            }
            owed.put(id, new TreeSet<>(cloud.down(machine)));
        }
        if (wasOurs && !isOurs) {
            judgeEnd(machine, commit);
        }
        if (before.release().isPresent() && commit.next().release().isEmpty()) {
            Set<String> down = new TreeSet<>(owed.getOrDefault(id, Set.of()));
            down.retainAll(cloud.down(machine));
            if (!down.isEmpty()) {
                offence.accept(who, "its release is closed, but nobody started " + down);
            }
        }
    }

    private static boolean isOurs(Stored stored) {
        return stored.custody() || stored.release().isPresent();
    }

    private void judgeEnd(Machine machine, HAStore.Commit commit) {
        long id = machine.resource.id();
        String who = machine.resource.name();
        MonotonicTime answered = answeredAt.get(id);
        boolean returned = answered != null && clock.now().since(answered).compareTo(RECENTLY.plus(underWay.get())) < 0;
        boolean wasOff = seenOff.contains(id)
                || machine.cutAt().reached(oursSince.getOrDefault(id, clock.now()));
        if (!returned && !wasOff && !machine.vms.isEmpty()) {
            offence.accept(who, "is out of custody, but has not returned and holds " + machine.vms);
        }
        MonotonicTime cut = cutByUsAt.get(id);
        boolean cutSinceItLived = cut != null && cut.reached(oursSince.getOrDefault(id, cut))
                && (aliveAt.get(id) == null || !aliveAt.get(id).reached(cut));
        if (cutSinceItLived && !seenOff.contains(id) && !commit.next().state().equals(Optional.of(HAState.Fenced))) {
            offence.accept(who, "is out of custody by a sign of life from before its power was cut");
        }
    }
}
