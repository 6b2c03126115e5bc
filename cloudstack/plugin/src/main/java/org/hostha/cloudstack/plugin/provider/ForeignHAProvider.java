package org.hostha.cloudstack.plugin.provider;

import com.cloud.host.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HACheckerException;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.core.Futures;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.joda.time.DateTime;

/**
 * An HA provider written for CloudStack, as our engine needs it. What it says about health and activity is evidence like any
 * other. What it says about a fence is not proof: the host is Fenced when its {@link Power} was read Off, and stays Fencing
 * otherwise.
 *
 * <p>A recovery is a power cycle by the host's out-of-band management where it has one, with the provider's own
 * {@code recover} between off and on; where it has none it is the provider's {@code recover}, after which the host may be
 * found alive.
 */
public final class ForeignHAProvider implements HAProvider {

    private static final Duration FACTS_AGE = Duration.ofSeconds(4);
    private static final Duration FACTS_WAIT = Duration.ofSeconds(5);

    private record Facts(Eligibility eligibility, HAPolicy policy, long at) { }

    private final org.apache.cloudstack.ha.provider.HAProvider<HAResource> foreign;
    private final LongFunction<Host> hosts;
    private final Power power;
    private final ForeignCalls calls;
    private final Map<Resource, Facts> facts = new ConcurrentHashMap<>();
    private final Map<Resource, Instant> suspects = new ConcurrentHashMap<>();
    private volatile boolean slow;

    /** Hosts in which a destructive call of the provider has not returned yet. */
    private final Set<Resource> busy = ConcurrentHashMap.newKeySet();

    /** @param hosts CloudStack's object for a host, null when it was removed; may wait for the database */
    public ForeignHAProvider(org.apache.cloudstack.ha.provider.HAProvider<HAResource> foreign, LongFunction<Host> hosts,
            Power power, ForeignCalls calls) {
        this.foreign = foreign;
        this.hosts = hosts;
        this.power = power;
        this.calls = calls;
    }

    /** CloudStack's key of a provider is the simple name of its class, whatever its bean is called. */
    @Override
    public String name() {
        return foreign.getClass().getSimpleName();
    }

    @Override
    public PartitionType resourceType() {
        return PartitionType.Host;
    }

    @Override
    public String resourceSubType() {
        return foreign.resourceSubType().name();
    }

    /** The first time it is asked of the provider, and later from memory, which is renewed behind it. */
    @Override
    public Eligibility eligibility(Resource host) {
        return facts(host).eligibility();
    }

    @Override
    public HAPolicy policy(Resource host) {
        return facts(host).policy();
    }

    private Facts facts(Resource host) {
        Facts known = facts.get(host);
        if (known == null) {
            return facts.merge(host, first(host), (old, fresh) -> fresh);
        }
        if (System.nanoTime() - known.at() > FACTS_AGE.toNanos() && facts.replace(host, known,
                new Facts(known.eligibility(), known.policy(), System.nanoTime()))) {
            // What can't be asked just now is what it was: it may be asking the very host that does not answer.
            look(host).thenAccept(fresh -> facts.put(host, fresh));
        }
        return known;
    }

    /** One provider that hangs must not hold up the look at all hosts, host after host: only the first one is waited for. */
    private Facts first(Resource host) {
        CompletableFuture<Facts> answer = look(host);
        answer.thenAccept(fresh -> facts.put(host, fresh));
        try {
            return slow ? answer.getNow(unanswered("it is slow")) : answer.join();
        } catch (CompletionException e) {
            return unanswered(words(e));
        }
    }

    private CompletableFuture<Facts> look(Resource host) {
        CompletableFuture<Facts> answer = calls.call(FACTS_WAIT, () -> {
            Host subject = hosts.apply(host.id());
            Eligibility eligibility = subject == null ? Eligibility.ineligible("it was removed") : foreign.isEligible(subject)
                    ? Eligibility.ELIGIBLE : Eligibility.ineligible("its provider " + name() + " says that it is not eligible");
            return new Facts(eligibility, subject == null ? ForeignPolicy.unknown()
                    : ForeignPolicy.of(foreign, subject, power.trustsReports()), System.nanoTime());
        });
        answer.whenComplete((fresh, failure) -> slow = Futures.cause(failure) instanceof TimeoutException);
        return answer;
    }

    private Facts unanswered(String why) {
        return new Facts(Eligibility.ineligible("its provider " + name() + " could not be asked: " + why),
                ForeignPolicy.unknown(), System.nanoTime());
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource host, Duration deadline) {
        return handled(calls.call(deadline, () -> foreign.isHealthy(subject(host))), (healthy, failure) -> {
            if (failure != null && !saysNo(failure)) {
                return Evidence.unknown(name(), "could not be asked: " + words(failure));
            }
            if (failure == null && healthy) {
                suspects.remove(host);
                power.seenHealthy(host);
                return Evidence.alive(name(), "healthy");
            }
            suspects.putIfAbsent(host, Instant.now());
            return Evidence.dead(name(), failure == null ? "not healthy" : words(failure));
        });
    }

    /** CloudStack counts a check that fails or is late as one that failed. */
    private static boolean saysNo(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        return cause instanceof HACheckerException || cause instanceof TimeoutException;
    }

    @Override
    public CompletableFuture<Evidence> checkActivity(Resource host, Duration deadline) {
        DateTime since = new DateTime(suspects.computeIfAbsent(host, one -> Instant.now()).toEpochMilli());
        return handled(calls.call(deadline, () -> foreign.hasActivity(subject(host), since)), (active, failure) ->
                failure != null ? Evidence.unknown(name(), words(failure)) : active ? Evidence.alive(name(), "active")
                        : Evidence.dead(name(), "no activity"));
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource host, boolean fresh, Duration deadline) {
        return power.read(host, fresh, deadline);
    }

    @Override
    public CompletableFuture<String> forceOff(Resource host, Purpose purpose, Duration deadline) {
        if (purpose == Purpose.FENCE) {
            return reported(host, order(host, deadline, "fence", foreign::fence));
        }
        return Futures.then(power.cutsItself(host), cuts -> cuts ? power.off(host, deadline)
                : reported(host, order(host, deadline, "recover", foreign::recover)));
    }

    /** Its word, which may be enough. */
    private CompletableFuture<String> reported(Resource host, CompletableFuture<String> order) {
        return Futures.then(order, done -> {
            power.reported(host, false);
            return CompletableFuture.completedFuture(done);
        });
    }

    @Override
    public CompletableFuture<String> powerOn(Resource host, Purpose purpose, Duration deadline) {
        return Futures.then(power.cutsItself(host), cuts -> {
            if (!cuts) {
                power.reported(host, true);
                return CompletableFuture.completedFuture("left to " + name());
            }
            CompletableFuture<String> own = handled(order(host, deadline.dividedBy(2), "recover", foreign::recover),
                    (done, failure) -> failure == null ? done : words(failure));
            return Futures.then(own, said -> power.on(host, deadline.dividedBy(2)));
        });
    }

    /** Something destructive. What can't be stopped at its deadline keeps the host from a second order until it returns. */
    private CompletableFuture<String> order(Resource host, Duration deadline, String what, Destructive action) {
        CompletableFuture<Boolean> call = calls.call(deadline, () -> {
            if (!busy.add(host)) {
                throw new OutOfBandManagementException(Kind.REJECTED, host + ": " + name()
                        + " has not returned from an earlier call yet");
            }
            try {
                return action.on(subject(host));
            } finally {
                busy.remove(host);
            }
        });
        return handled(call, (done, failure) -> {
            if (failure != null) {
                throw failed(host, what, Futures.cause(failure));
            }
            if (!done) {
                throw new OutOfBandManagementException(power.trustsReports() ? Kind.REJECTED : Kind.PROTOCOL,
                        host + ": " + name() + " could not " + what + " it");
            }
            return name() + " says that it did " + what + " it";
        });
    }

    private OutOfBandManagementException failed(Resource host, String what, Throwable failure) {
        if (failure instanceof OutOfBandManagementException typed) {
            return typed;
        }
        if (failure instanceof RejectedExecutionException) {
            return new OutOfBandManagementException(Kind.REJECTED, host + ": " + words(failure));
        }
        return new OutOfBandManagementException(failure instanceof TimeoutException ? Kind.TIMEOUT : Kind.PROTOCOL,
                host + ": " + name() + " could not " + what + " it: " + words(failure));
    }

    private Host subject(Resource host) {
        return Optional.ofNullable(hosts.apply(host.id()))
                .orElseThrow(() -> new IllegalStateException(host + " was removed"));
    }

    /** As {@link CompletableFuture#handle}, except that cancelling the result cancels the call. */
    private static <A, B> CompletableFuture<B> handled(CompletableFuture<A> call,
            BiFunction<? super A, Throwable, ? extends B> meaning) {
        CompletableFuture<B> result = call.handle(meaning);
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                call.cancel(true);
            }
        });
        return result;
    }

    private static String words(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** What a provider does to a host. */
    @FunctionalInterface
    private interface Destructive {
        boolean on(HAResource host) throws Exception;
    }
}
