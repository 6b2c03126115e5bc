package org.hostha.ha.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.EventLoop.Cancellable;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.ha.Directive;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;
import org.hostha.ha.Order;
import org.hostha.ha.Verdict;
import org.hostha.ha.decision.Decision;
import org.hostha.ha.decision.DecisionCore;
import org.hostha.ha.decision.Effect;
import org.hostha.ha.decision.HACase;
import org.hostha.ha.decision.Input;
import org.hostha.ha.decision.Task;
import org.hostha.ha.decision.Watch;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.TransitionListener;

/**
 * One case on its shard: takes inputs one at a time, has each decision stored before its effects run, and lets inputs wait
 * while a commit is under way. Lives on the shard's loop; only {@link #current()} may be called from elsewhere.
 */
final class CaseRunner {

    /** What a runner shares with the others of its engine. */
    interface Surroundings {

        HAStore.Commit commit(CaseRunner runner, Decision decision);

        /** Why this manager must not arm or send anything to the resource now, in words. */
        Optional<String> hold(Resource resource);

        /** Why nothing may be armed for the resource now, although its case knows of no guard that is closed. */
        Optional<String> armingHold(Resource resource);

        CompletableFuture<Input> release(CaseRunner runner, Effect.ReleaseVms effect);

        void enterMaintenance(Resource resource);

        /** The row is not what this runner believed, or the store can't say: look again. */
        void reload(CaseRunner runner, Duration delay);

        void moved(CaseRunner runner, Optional<HAState> from);

        /** What an admin calls the resource's cluster. */
        String cluster(Resource resource);
    }

    private static final Logger LOG = LogManager.getLogger(CaseRunner.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);

    private final Resource resource;
    private final HAProvider provider;
    private final long epoch;
    private final OptionalLong owner;
    private final EventLoop loop;
    private final Batches<HAStore.Commit, HAStore.Answer> commits;
    private final Hands hands;
    private final Surroundings surroundings;
    private final Notifications notifications;
    private final Deque<Input> inbox = new ArrayDeque<>();
    private volatile HACase current;
    private Cancellable timer = () -> { };
    private Optional<String> heard = Optional.empty();
    private MonotonicTime heardAt = new MonotonicTime(0);
    private boolean committing;
    private volatile boolean closed;

    CaseRunner(Resource resource, HAProvider provider, HARow row, EventLoop loop,
            Batches<HAStore.Commit, HAStore.Answer> commits, Hands hands, Surroundings surroundings,
            Notifications notifications) {
        this.resource = resource;
        this.provider = provider;
        this.epoch = row.epoch();
        this.owner = row.owner();
        this.loop = loop;
        this.commits = commits;
        this.hands = hands;
        this.surroundings = surroundings;
        this.notifications = notifications;
        this.current = HACase.found(resource, row.version(), row.stored(), row.reason());
    }

    Resource resource() {
        return resource;
    }

    HAProvider provider() {
        return provider;
    }

    long epoch() {
        return epoch;
    }

    HACase current() {
        return current;
    }

    /** True when the row says something that this runner neither wrote nor is about to overwrite. */
    boolean isContradictedBy(HARow row) {
        if (committing || closed) {
            return false;
        }
        return row.version() > current.version() || row.epoch() > epoch
                || row.version() == current.version()
                        && !(row.stored().equals(current.stored()) && row.owner().equals(owner));
    }

    /** On the runner's loop: somebody's word is first heard, or heard again. */
    void hear(Directive confirmation) {
        if (!Optional.of(confirmation.words()).equals(heard)) {
            heard = Optional.of(confirmation.words());
            heardAt = loop.now();
        }
        take(new Input.OperatorConfirmed(confirmation.words()));
    }

    /** It was said to be off, was looked at since, and is at work. */
    boolean contradicts(Directive confirmation) {
        Watch.Sighting activity = current.watch().sightings().get(Task.ACTIVITY);
        return Optional.of(confirmation.words()).equals(heard) && current.stored().state().equals(Optional.of(HAState.Degraded))
                && activity != null && activity.evidence().verdict() == Verdict.ALIVE && activity.at().reached(heardAt);
    }

    void unhear() {
        heard = Optional.empty();
    }

    /** Nothing more is decided here; what is under way ends unheard. */
    void close() {
        closed = true;
        timer.cancel();
        inbox.clear();
    }

    void take(Input input) {
        if (closed) {
            return;
        }
        if (committing) {
            inbox.add(input);
            return;
        }
        decide(input);
        while (!committing && !closed && !inbox.isEmpty()) {
            decide(inbox.poll());
        }
    }

    private void decide(Input input) {
        Decision decision;
        MonotonicTime now = loop.now();
        try {
            decision = DecisionCore.decide(current, input, provider.policy(resource), now);
        } catch (RuntimeException e) {
            marked(log -> log.error("{}: no decision on {} in state {}", resource, input, current.stored().state(), e));
            surroundings.reload(this, STORE_RETRY);
            close();
            return;
        }
        if (!decision.mustBeStored(current)) {
            current = decision.next();
            act(decision, now);
            return;
        }
        Optional<String> hold = decision.arming() ? surroundings.armingHold(resource) : Optional.empty();
        if (hold.isPresent()) {
            decide(new Input.ArmingRefused(hold.get()));
            return;
        }
        committing = true;
        timer.cancel();
        commits.add(surroundings.commit(this, decision), (answer, failure) -> answered(decision, now, answer, failure));
    }

    private void answered(Decision decision, MonotonicTime decidedAt, HAStore.Answer answer, Throwable failure) {
        committing = false;
        if (closed) {
            return;
        }
        if (failure != null) {
            marked(log -> log.error("{}: decision not stored, looking again: {}", resource, failure.toString()));
            surroundings.reload(this, STORE_RETRY);
            close();
        } else if (answer instanceof HAStore.Answer.StoredDurably) {
            Optional<HAState> from = current.stored().state();
            current = decision.next();
            unhindered(() -> publish(decision, from));
            unhindered(() -> tell(decision, from));
            surroundings.moved(this, from);
            act(decision, decidedAt);
            drain();
        } else if (answer instanceof HAStore.Answer.Refused refused) {
            decide(new Input.ArmingRefused(refused.reason()));
            drain();
        } else {
            marked(log -> log.info("{}: row was changed by someone else, looking again", resource));
            surroundings.reload(this, Duration.ZERO);
            close();
        }
    }

    private void startOver() {
        if (!closed) {
            surroundings.reload(this, STORE_RETRY);
            close();
        }
    }

    private void drain() {
        Input next = committing || closed ? null : inbox.poll();
        if (next != null) {
            take(next);
        }
    }

    private void tell(Decision decision, Optional<HAState> from) {
        if (provider instanceof TransitionListener listener) {
            Optional<HAState> at = from;
            for (HAEvent event : decision.events()) {
                HAState to = HAStateMachine.next(at, event);
                listener.walked(resource, at, event, to, current.stored());
                at = Optional.of(to);
            }
        }
    }

    private void publish(Decision decision, Optional<HAState> from) {
        HACase now = current;
        String to = now.stored().state().map(HAState::name).orElse("none");
        marked(log -> log.info("{}: {} -> {} {}: {}", resource, from.map(HAState::name).orElse("(new)"), to,
                decision.events(), now.reason()));
        for (HAEvent event : decision.events()) {
            switch (event) {
                case ActivityCheckFailureOverThresholdRatio, RecoveryOperationThresholdExceeded, Fenced ->
                    notifications.publish(new Event("HA.STATE.TRANSITION", Event.Level.INFO, resource.partition(),
                            "HA state of " + resource + " on " + event + ": " + now.reason()));
                default -> { }
            }
        }
    }

    /** Whoever is told can't stop what was decided. */
    private void unhindered(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            marked(log -> log.error("{}: somebody who is told of a decision failed", resource, e));
        }
    }

    private void act(Decision decision, MonotonicTime decidedAt) {
        timer.cancel();
        current.nextTimer().ifPresent(next -> {
            Duration delay = next.getValue().since(loop.now());
            timer = loop.schedule(delay.isNegative() ? Duration.ZERO : delay, () -> take(new Input.TimerDue()));
        });
        decision.effects().forEach(effect -> unhindered(() -> run(effect, decidedAt)));
    }

    private void run(Effect effect, MonotonicTime decidedAt) {
        if (effect instanceof Effect.CheckHealth check) {
            answerTo(hands.checkHealth(provider, resource, check));
        } else if (effect instanceof Effect.CheckActivity check) {
            answerTo(hands.checkActivity(provider, resource, check));
        } else if (effect instanceof Effect.ReadPower read) {
            answerTo(hands.readPower(provider, resource, read));
        } else if (effect instanceof Effect.ForceOff off) {
            answerTo(hands.forceOff(provider, resource, off, decidedAt, stillInForce()));
        } else if (effect instanceof Effect.PowerOn on) {
            answerTo(hands.powerOn(provider, resource, on, decidedAt, stillInForce()));
        } else if (effect instanceof Effect.ReleaseVms release) {
            answerTo(surroundings.release(this, release));
        } else if (effect instanceof Effect.EnterMaintenance) {
            surroundings.enterMaintenance(resource);
        } else if (effect instanceof Effect.SendAlert alert) {
            marked(log -> notifications.send(new Alert(Alert.Type.HA_ACTION, resource, alert.subject(), alert.body())));
        }
    }

    /** Whether the order that is in force now still is, and may be obeyed, when its command gets its turn. */
    private BooleanSupplier stillInForce() {
        Optional<Order> armed = current.stored().order();
        return () -> !closed && current.stored().order().equals(armed) && surroundings.hold(resource).isEmpty();
    }

    private void answerTo(CompletableFuture<Input> answer) {
        answer.whenComplete((input, failure) -> {
            if (failure == null) {
                loop.execute(() -> take(input));
            } else {
                marked(log -> log.error("{}: an effect ended without an answer, looking again", resource, failure));
                loop.execute(this::startOver);
            }
        });
    }

    /**
     * What is logged meanwhile is about this case, and says so in fields of its own: with the owner's epoch, and the
     * decision that is in force (its id is the version that it made).
     */
    private void marked(Consumer<Logger> saying) {
        try (CloseableThreadContext.Instance marks = CloseableThreadContext.put("host", resource.name())
                .put("hostId", resource.uuid()).put("cluster", surroundings.cluster(resource))
                .put("ownerEpoch", String.valueOf(epoch)).put("decisionId", String.valueOf(current.version()))) {
            saying.accept(LOG);
        }
    }
}
