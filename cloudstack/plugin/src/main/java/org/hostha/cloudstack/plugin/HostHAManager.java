package org.hostha.cloudstack.plugin;

import com.cloud.agent.AgentManager;
import com.cloud.dc.DataCenter;
import com.cloud.ha.HighAvailabilityManager;
import com.cloud.ha.Investigator;
import com.cloud.host.Host;
import com.cloud.host.Status;
import com.cloud.host.dao.HostDao;
import com.cloud.org.Cluster;
import com.cloud.resource.ResourceManager;
import com.cloud.storage.dao.VolumeDao;
import com.cloud.utils.component.ManagerBase;
import com.cloud.utils.component.PluggableService;
import com.cloud.utils.exception.CloudRuntimeException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.cloudstack.api.ApiErrorCode;
import org.apache.cloudstack.api.ServerApiException;
import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;
import org.apache.cloudstack.ha.HAConfig;
import org.apache.cloudstack.ha.HAManager;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.HAResourceCounter;
import org.apache.cloudstack.ha.provider.HAProvider;
import org.apache.cloudstack.storage.datastore.db.PrimaryDataStoreDao;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.cloudstack.plugin.api.ApiCommands;
import org.hostha.cloudstack.plugin.api.Operations;
import org.hostha.cloudstack.plugin.api.OperationsSource;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.provider.HACounters;
import org.hostha.cloudstack.plugin.provider.HostHAConfig;
import org.hostha.cloudstack.plugin.release.Comeback;
import org.hostha.cloudstack.plugin.settings.ConfigKeys;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.cloudstack.plugin.store.CloudStackDataSource;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.HARow;
import org.hostha.ha.VmHAStatus;
import org.hostha.store.StoreException;

/**
 * CloudStack's HA manager, by our engine: the bean {@code haManagerImpl}. It begins with CloudStack's start, because the
 * providers of child contexts are known only then.
 */
public class HostHAManager extends ManagerBase implements HAManager, PluggableService, Configurable, OperationsSource {

    private static final Logger LOG = LogManager.getLogger(HostHAManager.class);

    @Inject
    HostOutOfBandManagementService outOfBandManagement;
    @Inject
    AgentManager agentManager;
    @Inject
    HighAvailabilityManager highAvailabilityManager;
    @Inject
    ResourceManager resourceManager;
    @Inject
    HostDao hostDao;
    @Inject
    VolumeDao volumeDao;
    @Inject
    PrimaryDataStoreDao primaryDataStoreDao;

    private volatile List<HAProvider<HAResource>> providers = List.of();
    private final HACounters counters = new HACounters();
    private final Startup<HostHA> running = new Startup<>("Host HA", this::begin,
            (subject, body) -> outOfBandManagement.alertUnlessToldAlready(subject, body));

    /** CloudStack's list of the providers that are registered, which fills while it starts. */
    public void setHaProviders(List<HAProvider<HAResource>> providers) {
        this.providers = providers;
    }

    @Override
    public boolean start() {
        running.start();
        return true;
    }

    @Override
    public boolean stop() {
        running.stop();
        return true;
    }

    private HostHA begin() {
        outOfBandManagement.startUnlessStopped();
        return new HostHA(outOfBandManagement.running(), new HostHA.CloudStack(agentManager, highAvailabilityManager,
                resourceManager, hostDao, volumeDao, primaryDataStoreDao), providers, counters);
    }

    /** What runs. */
    HostHA running() {
        return running.get();
    }

    @Override
    public Operations operations() {
        HostHA now = running.get();
        Foundation base = now.outOfBand.foundation;
        return new Operations(now.manager, now.engine, now.store, now.outOfBand.service, base.hosts, resourceManager, base.sql);
    }

    @Override
    public boolean configureHA(Long resourceId, HAResource.ResourceType type, String provider) {
        HostHA now = running.get();
        Resource host = host(now, resourceId, type);
        HAProvider<?> found = getHAProvider(provider);
        String hypervisor = now.outOfBand.foundation.hosts.host(resourceId).map(HostRow::hypervisor).orElse("");
        if (found != null && !found.resourceSubType().name().equals(hypervisor)) {
            throw wrong("Incompatible haprovider provided [" + found.resourceSubType() + "] for the resource [" + host.uuid()
                    + "] of hypervisor type: [" + hypervisor + "].");
        }
        return translated(() -> {
            now.manager.configure(host, provider);
            return true;
        });
    }

    @Override
    public boolean enableHA(Long resourceId, HAResource.ResourceType type) {
        return turn(resourceId, type, true);
    }

    @Override
    public boolean disableHA(Long resourceId, HAResource.ResourceType type) {
        return turn(resourceId, type, false);
    }

    private boolean turn(Long resourceId, HAResource.ResourceType type, boolean on) {
        HostHA now = running.get();
        Resource host = host(now, resourceId, type);
        try {
            now.manager.turn(host, on);
        } catch (org.hostha.ha.HAManager.NotConfiguredException e) {
            throw wrong(e.getMessage());
        }
        return true;
    }

    @Override
    public boolean enableHA(Cluster cluster) {
        return turn(Partition.cluster(cluster.getId()), cluster.getName(), true);
    }

    @Override
    public boolean disableHA(Cluster cluster) {
        return turn(Partition.cluster(cluster.getId()), cluster.getName(), false);
    }

    @Override
    public boolean enableHA(DataCenter zone) {
        return turn(Partition.zone(zone.getId()), zone.getName(), true);
    }

    @Override
    public boolean disableHA(DataCenter zone) {
        return turn(Partition.zone(zone.getId()), zone.getName(), false);
    }

    private boolean turn(Partition partition, String name, boolean on) {
        HostHA now = running.get();
        return translated(() -> {
            now.manager.turn(partition, name, on);
            return true;
        });
    }

    @Override
    public List<HAConfig> listHAResources(Long resourceId, HAResource.ResourceType type) {
        if (type != HAResource.ResourceType.Host) {
            return List.of();
        }
        HostHA now = running.get();
        List<HARow> rows = resourceId == null ? now.store.rows() : now.outOfBand.foundation.hosts.find(
                Partition.host(resourceId)).flatMap(now.store::row).stream().toList();
        return rows.stream().filter(HostHAConfig::isOfHost)
                .filter(row -> now.outOfBand.foundation.hosts.find(Partition.host(row.resourceId())).isPresent())
                .<HAConfig>map(HostHAConfig::of).toList();
    }

    @Override
    public List<String> listHAProviders(HAResource.ResourceType type, HAResource.ResourceSubType subType) {
        return providers.stream().filter(one -> one.resourceType() == type && one.resourceSubType() == subType)
                .map(one -> one.getClass().getSimpleName()).toList();
    }

    /** The engine alone decides: whoever wants a transition is told no. */
    @Override
    public boolean transitionHAState(HAConfig.Event event, HAConfig config) {
        LOG.warn("somebody outside the engine wants event {} for host {}: refused", event,
                config == null ? null : config.getResourceId());
        return false;
    }

    /** The registered object itself, null when there is none of that name. */
    @Override
    public HAProvider<?> getHAProvider(String name) {
        return name == null ? null : providers.stream().filter(one ->
                one.getClass().getSimpleName().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst().orElse(null);
    }

    @Override
    public HAResourceCounter getHACounter(Long resourceId, HAResource.ResourceType type) {
        return counters.of(resourceId);
    }

    @Override
    public void purgeHACounter(Long resourceId, HAResource.ResourceType type) {
        counters.purge(resourceId);
    }

    /** Whether VM HA gets our answer. */
    @Override
    public boolean isHAEligible(HAResource resource) {
        return resource != null && resource.resourceType() == HAResource.ResourceType.Host
                && answer(resource.getId()).filter(answer -> answer != VmHAStatus.NotOurs).isPresent();
    }

    @Override
    public Boolean isVMAliveOnHost(Host host) throws Investigator.UnknownVM {
        VmHAStatus answer = answer(host.getId()).orElse(VmHAStatus.NotOurs);
        if (answer == VmHAStatus.NotOurs) {
            throw new Investigator.UnknownVM();
        }
        return answer != VmHAStatus.Down;
    }

    @Override
    public Status getHostStatus(Host host) {
        return switch (answer(host.getId()).orElse(VmHAStatus.NotOurs)) {
            case Up -> Status.Up;
            case Alert -> Status.Alert;
            case Disconnected -> Status.Disconnected;
            case Down -> Status.Down;
            case NotOurs -> Status.Unknown;
        };
    }

    /**
     * What VM HA is told of the host. While Host HA can't start, what was stored is not known: then nothing that HA is enabled
     * for may be taken for dead, whatever else is thought of it.
     */
    private Optional<VmHAStatus> answer(long hostId) {
        Optional<HostHA> now = running.now();
        if (now.isEmpty()) {
            return isLookedAfter(hostId) ? Optional.of(VmHAStatus.Disconnected) : Optional.empty();
        }
        return now.get().store.row(new Resource(PartitionType.Host, hostId, "", "host " + hostId, 0, 0, 0))
                .map(row -> Comeback.told(row.stored()));
    }

    /** By its state, or by what has begun for it and is not over: custody outlasts switches and eligibility. */
    private static boolean isLookedAfter(long hostId) {
        Sql sql = new Sql(new CloudStackDataSource());
        String byState = "SELECT c.id FROM ha_config c WHERE c.resource_id = ? AND c.resource_type = 'Host'"
                + " AND (c.ha_state NOT IN ('Disabled', 'Ineligible')";
        try {
            return sql.first(row -> row.getLong("id"), byState + " OR EXISTS (SELECT 1 FROM hostha_case k"
                    + " WHERE k.ha_config_id = c.id AND (k.custody = 1 OR k.order_id IS NOT NULL OR k.release_id IS NOT NULL)))",
                    hostId).isPresent();
        } catch (StoreException e) {
            LOG.debug("what has begun for host {} can't be read, its state is asked for alone", hostId, e);
            return sql.first(row -> row.getLong("id"), byState + ")", hostId).isPresent();
        }
    }

    private static Resource host(HostHA now, Long resourceId, HAResource.ResourceType type) {
        if (type != HAResource.ResourceType.Host) {
            throw wrong("HA looks after hosts, not after a " + type);
        }
        return now.outOfBand.foundation.hosts.find(Partition.host(resourceId))
                .orElseThrow(() -> wrong("Unable to find host by ID: " + resourceId));
    }

    private static ServerApiException wrong(String message) {
        return new ServerApiException(ApiErrorCode.PARAM_ERROR, message);
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (CloudRuntimeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CloudRuntimeException(e.getMessage());
        }
    }

    /** CloudStack's own commands of HA, and ours. */
    @Override
    public List<Class<?>> getCommands() {
        return ApiCommands.all();
    }

    /** CloudStack's own component of these settings: registered under another one, they would clash. */
    @Override
    public String getConfigComponentName() {
        return "HAManager";
    }

    @Override
    public ConfigKey<?>[] getConfigKeys() {
        return ConfigKeys.of(PluginSettings.ofHA());
    }
}
