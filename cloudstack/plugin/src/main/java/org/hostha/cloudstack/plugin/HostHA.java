package org.hostha.cloudstack.plugin;

import com.cloud.agent.AgentManager;
import com.cloud.ha.HighAvailabilityManager;
import com.cloud.host.dao.HostDao;
import com.cloud.resource.ResourceManager;
import com.cloud.storage.dao.VolumeDao;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.storage.datastore.db.PrimaryDataStoreDao;
import org.hostha.cloudstack.plugin.kvm.KvmAgents;
import org.hostha.cloudstack.plugin.kvm.KvmHosts;
import org.hostha.cloudstack.plugin.provider.HACounters;
import org.hostha.cloudstack.plugin.provider.Providers;
import org.hostha.cloudstack.plugin.provider.SharedStateMachine;
import org.hostha.cloudstack.plugin.release.VmRelease;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.core.EventLoop;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.HAEngine;
import org.hostha.ha.HAManager;
import org.hostha.ha.HARow;
import org.hostha.ha.Stored;
import org.hostha.ha.kvm.KVMHAProvider;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.store.JdbcHAStore;

/** Host HA, running. */
final class HostHA implements AutoCloseable {

    private static final Duration RETIRE = Duration.ofSeconds(30);

    /** What of CloudStack's own it works with. */
    record CloudStack(AgentManager agents, HighAvailabilityManager vmHA, ResourceManager resources, HostDao hosts,
            VolumeDao volumes, PrimaryDataStoreDao pools) { }

    final OutOfBand outOfBand;
    final HAStore store;
    final HAEngine engine;
    final HAManager manager;
    private final KvmAgents agents;
    private final List<ManagedLoop> shards = IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(number -> new ManagedLoop("ha-" + number)).toList();

    /** @param registered CloudStack's list of providers, complete by now */
    HostHA(OutOfBand outOfBand, CloudStack cloudStack, List<org.apache.cloudstack.ha.provider.HAProvider<HAResource>> registered,
            HACounters counters) {
        this.outOfBand = outOfBand;
        Foundation base = outOfBand.foundation;
        VmRelease release = new VmRelease(cloudStack.agents(), cloudStack.vmHA(), cloudStack.resources(), cloudStack.hosts(),
                base.sql, this::stored, base.settings, base.notifications, base.timers, base.releases, base.msid);
        store = new JdbcHAStore(base.dataSource, base.clock, release::vmsOn);
        agents = new KvmAgents(cloudStack.agents(), cloudStack.hosts(), cloudStack.volumes(), cloudStack.pools(), base.hosts,
                base.sql, base.settings, base.calls);
        HAProvider kvm = new KVMHAProvider(agents, new KvmHosts(base.hosts, outOfBand.troubles::of), outOfBand.service,
                base.settings, base.timers);
        List<HAProvider> providers = new Providers(cloudStack.hosts()::findById, outOfBand.service, base.blocking, base.calls,
                new SharedStateMachine(counters, base.msid)).of(registered, kvm);
        engine = new HAEngine(new HAEngine.World(base.membership, store, base.hosts, providers, release, base.settings,
                base.notifications, List.<EventLoop>copyOf(shards), base.blocking, new Random()));
        manager = new HAManager(store, engine, base.hosts, providers, base.notifications);
        engine.start();
        base.repeat(RETIRE, this::retireRemoved);
    }

    private Optional<Stored> stored(Resource host) {
        return store.row(host).map(HARow::stored);
    }

    /** A host that was removed leaves its row, as CloudStack does, switched off and Disabled. */
    private void retireRemoved() {
        outOfBand.foundation.sql.list(row -> new Resource(PartitionType.Host, row.getLong("id"),
                Optional.ofNullable(row.getString("uuid")).orElse(""), Optional.ofNullable(row.getString("name")).orElse(""),
                row.getLong("data_center_id"), row.getLong("pod_id"), row.getLong("cluster_id")),
                "SELECT h.id, h.uuid, h.name, h.data_center_id, h.pod_id, h.cluster_id FROM host h JOIN ha_config c"
                + " ON c.resource_id = h.id AND c.resource_type = 'Host' WHERE h.removed IS NOT NULL"
                + " AND (c.enabled = 1 OR c.ha_state <> 'Disabled')").forEach(manager::retire);
    }

    /** Stops deciding. What was armed stays an intent in the store. */
    @Override
    public void close() {
        engine.close();
        shards.forEach(ManagedLoop::close);
        agents.close();
    }
}
