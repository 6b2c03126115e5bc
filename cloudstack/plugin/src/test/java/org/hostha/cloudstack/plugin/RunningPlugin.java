package org.hostha.cloudstack.plugin;

import java.util.ArrayList;
import java.util.List;
import org.apache.cloudstack.ha.HAResource;
import org.apache.cloudstack.ha.provider.HAProvider;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver;
import org.hostha.cloudstack.plugin.driver.IpmiOutOfBandManagementDriver;
import org.hostha.cloudstack.plugin.fake.FakeCloudStack;
import org.hostha.cloudstack.plugin.kvm.KVMHAProvider;

/** The plugin in a small CloudStack, wired as its contexts would. */
final class RunningPlugin implements AutoCloseable {

    final FakeCloudStack cloud = new FakeCloudStack();
    final HostHAManager manager = new HostHAManager();
    final HostOutOfBandManagementService outOfBand = new HostOutOfBandManagementService();
    final IpmiOutOfBandManagementDriver ipmi = new IpmiOutOfBandManagementDriver();

    @SuppressWarnings("unchecked")
    RunningPlugin(HAProvider<?>... more) {
        ipmi.setName("ipmi");
        outOfBand.alertManager = cloud.alertManager;
        outOfBand.clusterManager = cloud.cluster;
        outOfBand.setOutOfBandManagementDrivers(List.<OutOfBandManagementDriver>of(ipmi));
        manager.outOfBandManagement = outOfBand;
        manager.agentManager = cloud.agents;
        manager.highAvailabilityManager = cloud.vmHA;
        manager.resourceManager = cloud.resources;
        manager.hostDao = cloud.hosts;
        manager.volumeDao = cloud.volumes;
        manager.primaryDataStoreDao = cloud.pools;
        List<HAProvider<?>> providers = new ArrayList<>(List.of(more));
        providers.add(new KVMHAProvider());
        manager.setHaProviders((List<HAProvider<HAResource>>) (List<?>) providers);
        cloud.hurry();
    }

    String state(long hostId) {
        return cloud.database.text("SELECT ha_state FROM ha_config WHERE resource_id = ?", hostId).orElse("none");
    }

    @Override
    public void close() {
        manager.stop();
        outOfBand.stop();
        ipmi.stop();
        cloud.close();
    }
}
