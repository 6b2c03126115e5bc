package org.hostha.server;

import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.kvm.KVMHAProvider;
import org.hostha.ha.simulator.SimulatorHAProvider;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.oobm.ipmitool.IpmitoolDriver;
import org.hostha.oobm.nestedcloudstack.NestedCloudStackDriver;
import org.hostha.oobm.redfish.RedfishDriver;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.server.hosts.KvmHostAgents;
import org.hostha.server.hosts.KvmHostDirectory;
import org.hostha.server.settings.DatabaseSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The plugins: drivers that talk to BMCs, and HA providers. */
@Configuration(proxyBeanMethods = false)
class DriverConfiguration {

    @Bean
    OutOfBandManagementDriver ipmitool(DatabaseSettings settings) {
        return new IpmitoolDriver(settings);
    }

    @Bean
    OutOfBandManagementDriver ipmi(DatabaseSettings settings) {
        return new IpmiDriver(settings);
    }

    @Bean
    OutOfBandManagementDriver redfish(DatabaseSettings settings) {
        return new RedfishDriver(settings);
    }

    @Bean
    OutOfBandManagementDriver nestedCloudStack() {
        return new NestedCloudStackDriver();
    }

    /** Keeps the deadlines of checks; nothing on it ever waits. */
    @Bean
    ThreadEventLoop kvmLoop() {
        return new ThreadEventLoop("kvm-ha");
    }

    @Bean
    HAProvider kvmHAProvider(KvmHostAgents agents, KvmHostDirectory directory, OutOfBandManagementService oobm,
            DatabaseSettings settings, ThreadEventLoop kvmLoop) {
        return new KVMHAProvider(agents, directory, oobm, settings, kvmLoop);
    }

    @Bean
    SimulatorHAProvider simulatorHAProvider(KvmHostDirectory directory) {
        return new SimulatorHAProvider(directory::outOfService);
    }
}
