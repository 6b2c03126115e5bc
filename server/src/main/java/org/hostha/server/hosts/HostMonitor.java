package org.hostha.server.hosts;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Settings;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.server.inventory.HostInfo;
import org.hostha.server.inventory.Inventory;

/** Looks at every agent again and again, and remembers which have answered. It decides nothing. */
public final class HostMonitor {

    /** What an agent last said. */
    public record Contact(MonotonicTime at, Instant wallClock, String bootId, Set<String> vms) { }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final HostAgents agents;
    private final Inventory inventory;
    private final Settings settings;
    private final EventLoop loop;
    private final Map<Long, Contact> contacts = new ConcurrentHashMap<>();
    private volatile MonotonicTime started;
    /** Of the loop alone; null before the first round. */
    private MonotonicTime lastRound;

    public HostMonitor(HostAgents agents, Inventory inventory, Settings settings, EventLoop loop) {
        this.agents = agents;
        this.inventory = inventory;
        this.settings = settings;
        this.loop = loop;
    }

    public void start() {
        started = loop.now();
        loop.execute(this::round);
    }

    /** Asks for the interval each time: a long one that is corrected must not be slept out first. */
    private void round() {
        loop.schedule(TICK, this::round);
        Duration set = settings.value(HostSettings.PING_INTERVAL);
        Duration interval = set.isZero() ? TICK : set;
        if (lastRound != null && loop.now().since(lastRound).compareTo(interval) < 0) {
            return;
        }
        lastRound = loop.now();
        inventory.hosts().stream().filter(host -> host.agent().isPresent()).forEach(host -> look(host, interval));
    }

    /** Asks a host's agent now, and waits for its answer; true when it came, or there is no agent to ask. */
    public boolean ask(HostInfo host, Duration deadline) {
        if (host.agent().isEmpty()) {
            return true;
        }
        try {
            look(host, deadline).join();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private CompletableFuture<Void> look(HostInfo host, Duration deadline) {
        return agents.report(host.resource(), deadline).thenAccept(report -> contacts.put(host.resource().id(),
                new Contact(loop.now(), Instant.now(), report.bootId(), Set.copyOf(report.runningVms()))));
    }

    /** What the agent last said; empty while it never answered. */
    public Optional<Contact> lastContact(long hostId) {
        return Optional.ofNullable(contacts.get(hostId));
    }

    /** True when the agent has answered lately; a simulated host without an agent always has. */
    public boolean answers(HostInfo host) {
        return host.agent().isEmpty()
                || lastContact(host.resource().id()).filter(contact -> recent(contact.at())).isPresent();
    }

    /** True as long as an agent that never answered may just not have been asked yet. */
    public boolean tooEarlyToTell(HostInfo host) {
        return host.agent().isPresent() && lastContact(host.resource().id()).isEmpty()
                && (started == null || recent(started));
    }

    private boolean recent(MonotonicTime time) {
        double millis = settings.value(HostSettings.PING_TIMEOUT)
                * settings.value(HostSettings.PING_INTERVAL).toMillis();
        return loop.now().since(time).toMillis() <= millis;
    }
}
