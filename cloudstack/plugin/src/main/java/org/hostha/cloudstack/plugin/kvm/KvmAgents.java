package org.hostha.cloudstack.plugin.kvm;

import com.cloud.agent.AgentManager;
import com.cloud.host.dao.HostDao;
import com.cloud.storage.dao.VolumeDao;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.cloudstack.storage.datastore.db.PrimaryDataStoreDao;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.cloudstack.plugin.store.Sql;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.core.Resource;
import org.hostha.core.Settings;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;

/**
 * The KVM provider's way to CloudStack's hosts. Whether a host is well, its agent says, by which CloudStack manages it; what the
 * storage shows, neighbours say through their agents, or over SSH where that is switched on.
 */
public final class KvmAgents implements HostAgents, AutoCloseable {

    private final AgentLink agents;
    private final SshLink ssh;
    private final Settings settings;

    public KvmAgents(AgentManager agents, HostDao hosts, VolumeDao volumes, PrimaryDataStoreDao pools, HostTable table, Sql sql,
            Settings settings, ForeignCalls calls) {
        Disks disks = new Disks(sql);
        this.agents = new AgentLink(agents, hosts, volumes, pools, table, disks, calls);
        this.ssh = new SshLink(table, disks, settings, calls);
        this.settings = settings;
    }

    @Override
    public CompletableFuture<AgentReport> report(Resource host, Duration deadline) {
        return agents.report(host, deadline);
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, List<VmDisk> disks,
            Duration deadline) {
        return settings.value(PluginSettings.SSH, neighbour) ? ssh.observe(neighbour, suspect, deadline)
                : agents.observe(neighbour, suspect, disks, deadline);
    }

    @Override
    public void close() {
        ssh.close();
    }
}
