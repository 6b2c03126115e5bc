package org.hostha.ha;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.decision.StormGuard;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.ResourceDirectory;
import org.hostha.oobm.PowerState;

/**
 * What an admin can ask of HA, in the meaning of CloudStack's {@code HAConfigManager}: configure, enable and disable, list,
 * explain. Calls block on the store.
 */
public final class HAManager {

    /** A resource's HA configuration, for lists. */
    public record Config(Resource resource, boolean enabled, Optional<HAState> state, String provider) { }

    /** A release record, and whether it is still being worked off. */
    public record Release(ReleaseRecord record, boolean open) { }

    private static final Duration POWER_READ = Duration.ofSeconds(20);
    /** An unused word is not taken for true for ever. */
    private static final Duration CONFIRMATION = Duration.ofMinutes(10);

    private final HAStore store;
    private final HAEngine engine;
    private final ResourceDirectory directory;
    private final Notifications notifications;
    private final Map<String, HAProvider> providers = new TreeMap<>();

    /** @param engine told of every change at once, so that nothing waits for its next scan */
    public HAManager(HAStore store, HAEngine engine, ResourceDirectory directory, List<HAProvider> providers,
            Notifications notifications) {
        this.store = store;
        this.engine = engine;
        this.directory = directory;
        this.notifications = notifications;
        providers.forEach(provider -> this.providers.put(key(provider.name()), provider));
    }

    /**
     * Puts a resource under a provider. It stays switched off until it is enabled.
     *
     * @param provider the provider's name, in any case
     * @throws UnknownProviderException when nobody registered that name
     */
    public void configure(Resource resource, String provider) {
        HAProvider found = provider(provider).orElseThrow(() -> new UnknownProviderException(provider, providerNames()));
        store.configure(resource, key(found.name()));
        engine.refresh(resource);
        publish("HA.RESOURCE.CONFIGURE", resource.partition(), "HA of " + resource + " configured with " + found.name());
    }

    /**
     * Turns the switch of one resource.
     *
     * @throws NotConfiguredException when the resource has no provider yet
     */
    public void turn(Resource resource, boolean on) {
        if (store.row(resource).isEmpty()) {
            throw new NotConfiguredException(resource);
        }
        store.turnSwitch(resource.partition(), on);
        engine.refresh(resource);
        publishSwitch(resource.partition(), resource.name(), on);
    }

    /** Turns the kill switch of a zone or cluster; the switches of its resources stay as they are. */
    public void turn(Partition partition, String name, boolean on) {
        requireSwitch(partition);
        store.turnSwitch(partition, on);
        directory.within(partition).forEach(engine::refresh);
        publishSwitch(partition, name, on);
    }

    /** What admins have laid down and is in force now. */
    public List<Directive> directives() {
        return store.directives();
    }

    /**
     * Holds back everything destructive: {@link Directive.Kind#OBSERVE} for a cluster, {@link Directive.Kind#SUSPEND}
     * for a cluster or resource and a time, {@link Directive.Kind#DISARM} for anything or everything. What was sent
     * already is seen through: what is seen off is released, and left off.
     *
     * @param name of what it is about, for people
     */
    public void lay(Directive directive, String name) {
        requireFitting(directive);
        store.lay(directive);
        engine.refresh();
        publish("HA." + directive.kind(), directive.where().orElse(null),
                "HA of " + name + ": " + directive.words()
                        + directive.left().map(left -> " for " + left.toSeconds() + " s").orElse(""));
    }

    private static void requireFitting(Directive directive) {
        Optional<PartitionType> where = directive.where().map(Partition::type);
        String wrong = switch (directive.kind()) {
            case OBSERVE -> where.equals(Optional.of(PartitionType.Cluster)) ? "" : "observe mode is a cluster's";
            case SUSPEND -> directive.left().isEmpty() ? "a suspension needs an end"
                    : where.isEmpty() || where.get() == PartitionType.Zone ? "only clusters and resources are suspended"
                    : "";
            case DISARM -> "";
            case CONFIRM -> "a confirmation is about one resource: use confirmOff";
        };
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /**
     * Ends a directive before its time.
     *
     * @return false when none of that kind was in force about that
     */
    public boolean lift(Directive.Kind kind, Optional<Partition> where, String name, String by) {
        boolean lifted = store.lift(kind, where);
        engine.refresh();
        if (lifted) {
            publish("HA." + kind + ".END", where.orElse(null),
                    "HA of " + name + ": " + kind + " lifted by " + by);
        }
        return lifted;
    }

    /**
     * Takes an operator's word that a resource which is suspected, investigated, recovered or fenced is off: it is
     * fenced and its VMs are released, whatever its BMC fails to say. Returns when the word is stored; its owner acts
     * on it.
     *
     * @param by who has seen it
     * @throws RefusedException when nothing is wrong with the resource, or its BMC says On
     */
    public void confirmOff(Resource resource, String by, String reason) {
        HARow row = store.row(resource).orElseThrow(() -> new NotConfiguredException(resource));
        if (!row.stored().mayBeConfirmedOff()) {
            throw new RefusedException(resource + " is "
                    + row.stored().state().map(HAState::name).orElse("unknown") + ": there is nothing to confirm; only "
                    + "a host that is Suspect, Checking, Degraded, Recovering or Fencing, or whose fate was open when "
                    + "HA was switched off, can be confirmed off");
        }
        refuseWhileOn(resource, row);
        store.lay(new Directive(Directive.Kind.CONFIRM, Optional.of(resource.partition()), Optional.of(CONFIRMATION), by,
                reason));
        publish("HA.CONFIRM", resource.partition(),
                resource + " is confirmed off by " + by + (reason.isEmpty() ? "" : ": " + reason));
        engine.refresh(resource);
    }

    /** A BMC that is silent contradicts nobody. */
    private void refuseWhileOn(Resource resource, HARow row) {
        PowerState said = provider(row.provider())
                .map(found -> found.readPower(resource, true, POWER_READ).handle((reading, failure) ->
                        failure == null ? reading.state() : PowerState.Unknown).join()).orElse(PowerState.Unknown);
        if (said == PowerState.On) {
            throw new RefusedException("the BMC of " + resource + " says On just now: nobody can have seen it "
                    + "off. Power it off first, or correct its out-of-band management");
        }
    }

    /**
     * Opens the storm guard of a cluster before its cool-down is over; of a zone, those of its clusters and the one of
     * all clusters. Whoever is suspect now has been looked at by an admin: a guard closes again only for more. Every
     * manager knows of it after its next scan.
     *
     * @return how many guards were closed, and are opened
     */
    public int resetStormGuards(Partition partition, String name) {
        requireSwitch(partition);
        Set<Long> scopes = directory.within(partition).stream().map(Resource::clusterId).collect(Collectors.toSet());
        if (partition.type() == PartitionType.Zone) {
            scopes.add(GuardRow.ALL_CLUSTERS);
        }
        int opened = 0;
        for (GuardRow guard : store.guards()) {
            boolean open = guard.closed() && scopes.contains(guard.scope())
                    && store.saveGuard(guard.next(false, Math.max(guard.level(), suspects(guard))));
            opened += open ? 1 : 0;
        }
        publish("HA.STORM.GUARD.RESET", partition, opened + " storm guards of " + name + " were reset");
        return opened;
    }

    private int suspects(GuardRow guard) {
        return (int) store.rows().stream().filter(row -> row.enabled() && StormGuard.suspects(row.stored().state()))
                .flatMap(row -> directory.find(new Partition(row.resourceType(), row.resourceId())).stream())
                .filter(found -> guard.scope() == GuardRow.ALL_CLUSTERS || found.clusterId() == guard.scope()).count();
    }

    /** Configured resources that still exist: the given one, or all. */
    public List<Config> list(Optional<Resource> resource) {
        List<HARow> rows = resource.map(r -> store.row(r).stream().toList()).orElseGet(store::rows);
        return rows.stream().flatMap(row -> directory.find(new Partition(row.resourceType(), row.resourceId())).stream()
                .map(found -> new Config(found, row.enabled(), row.stored().state(), row.provider()))).toList();
    }

    /** Providers for a hypervisor (CloudStack's resource sub-type), by name. */
    public List<HAProvider> providers(String resourceSubType) {
        return providers.values().stream().filter(p -> p.resourceSubType().equals(resourceSubType)).toList();
    }

    /** By name, in any case. */
    public Optional<HAProvider> provider(String name) {
        return Optional.ofNullable(providers.get(key(name)));
    }

    /**
     * What is known about a resource; empty when it isn't configured. Evidence and guards are known where it is looked
     * after only; elsewhere it is what its row says.
     */
    public Optional<Explanation> explain(Resource resource) {
        return engine.explain(resource).or(() -> store.row(resource).flatMap(row -> provider(row.provider())
                .map(provider -> Explanation.of(row, provider.policy(resource)))));
    }

    /**
     * Takes a fenced resource back: everything that must be over before VMs may be placed on it again.
     *
     * @throws RefusedException saying what is missing
     */
    public void requireReturnable(Resource resource) {
        HARow row = store.row(resource).orElseThrow(() -> new NotConfiguredException(resource));
        Stored stored = row.stored();
        HAState state = stored.state().orElse(HAState.Disabled);
        switch (state) {
            case Available, Ineligible, Disabled -> {
                if (stored.custody() && stored.release().isEmpty()) {
                    throw new RefusedException(resource + " was being recovered or fenced when HA was switched "
                            + "off for it, and was not seen off or alive since");
                }
            }
            case Fenced -> throw new RefusedException(resource + " is Fenced and has not answered a health check "
                    + "since. Repair it and power it on first, then return it");
            default -> throw new RefusedException(resource + " is " + state + ": nothing was fenced that could be "
                    + "returned to service");
        }
    }

    /** Tells the managers that something about the resource was changed on purpose. */
    public void returned(Resource resource, String by) {
        engine.refresh(resource);
        publish("HA.RETURN.TO.SERVICE", resource.partition(), resource + " was returned to service by " + by);
    }

    /** Ends HA for a resource that was removed. It leaves its row, as in CloudStack, switched off and Disabled. */
    public void retire(Resource resource) {
        store.retire(resource);
        engine.refresh(resource);
    }

    /**
     * What became of the VMs of the resources that were seen off, the newest record of each.
     *
     * @param resource empty for all
     */
    public List<Release> releases(Optional<Resource> resource) {
        List<HARow> rows = resource.map(one -> store.row(one).stream().toList()).orElseGet(store::rows);
        return rows.stream().flatMap(row -> directory.find(new Partition(row.resourceType(), row.resourceId())).stream()
                .flatMap(found -> store.lastRelease(found).stream())
                .map(record -> new Release(record, row.stored().release().equals(OptionalLong.of(record.id())))))
                .toList();
    }

    /** The storm guards that were ever closed. */
    public List<GuardRow> stormGuards() {
        return store.guards();
    }

    /** What VM HA is told of a resource. */
    public VmHAStatus vmHAStatus(Resource resource) {
        return store.row(resource).map(row -> VmHAStatus.of(row.stored())).orElse(VmHAStatus.NotOurs);
    }

    /**
     * Decisions about a resource that changed something, oldest first; the newest 200 are kept.
     *
     * @param afterId only those with ids above it; 0 for all that are kept
     */
    public List<DecisionRecord> decisions(Resource resource, long afterId, int limit) {
        return store.decisions(resource, afterId, limit);
    }

    private static void requireSwitch(Partition partition) {
        if (partition.type() != PartitionType.Zone && partition.type() != PartitionType.Cluster) {
            throw new IllegalArgumentException("only zones and clusters have a kill switch and a storm guard of their "
                    + "own, not a " + partition.type());
        }
    }

    private List<String> providerNames() {
        return providers.values().stream().map(HAProvider::name).toList();
    }

    private void publishSwitch(Partition partition, String name, boolean on) {
        publish(on ? "HA.RESOURCE.ENABLE" : "HA.RESOURCE.DISABLE", partition,
                "HA of " + name + (on ? " enabled" : " disabled"));
    }

    private void publish(String type, Partition resource, String description) {
        notifications.publish(new Event(type, Event.Level.INFO, resource, description));
    }

    private static String key(String provider) {
        return provider.toLowerCase(Locale.ROOT);
    }

    /** Nobody registered a provider of that name. */
    public static final class UnknownProviderException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownProviderException(String name, List<String> known) {
            super("Given HA provider [" + name + "] does not exist. Known providers: " + known);
        }
    }

    /** What was asked for can't be done with the resource as it is. */
    public static final class RefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    /** The resource has no HA provider yet. */
    public static final class NotConfiguredException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NotConfiguredException(Resource resource) {
            super("HAProvider is not provided for the resource [" + resource.id() + "], failing configuration.");
        }
    }
}
