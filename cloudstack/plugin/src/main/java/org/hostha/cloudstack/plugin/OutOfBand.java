package org.hostha.cloudstack.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.hostha.cloudstack.plugin.driver.Drivers;
import org.hostha.cloudstack.plugin.store.DatabaseEncryption;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerStateSync;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.store.JdbcOutOfBandManagementStore;

/** Out-of-band management, running. */
final class OutOfBand implements AutoCloseable {

    private static final Duration TROUBLES = Duration.ofSeconds(10);

    final Foundation foundation;
    final OutOfBandManagementStore store;
    final OutOfBandManagementService service;
    final Troubles troubles;
    private final PowerStateSync sync;
    private final ManagedLoop loop = new ManagedLoop("oobm");

    /** @param registered CloudStack's list of drivers, complete by now */
    OutOfBand(Foundation foundation,
            List<org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver> registered) {
        this.foundation = foundation;
        troubles = new Troubles(foundation.hosts, foundation.notifications);
        store = new JdbcOutOfBandManagementStore(foundation.dataSource, new DatabaseEncryption(), foundation.clock,
                troubles::unreadable, OptionalLong.of(foundation.msid));
        List<OutOfBandManagementDriver> drivers = Drivers.of(registered, foundation.settings, foundation.calls);
        service = new OutOfBandManagementService(store, drivers, foundation.settings, foundation.notifications, loop,
                foundation.blocking);
        sync = new PowerStateSync(service, this::own, foundation.settings, loop, foundation.blocking, new Random());
        troubles.look(service.all(), service.driverNames());
        foundation.repeat(TROUBLES, () -> troubles.look(store.all(), service.driverNames()));
        sync.start();
    }

    /** Background readings are made where the host is looked after. */
    private Optional<Resource> own(long hostId) {
        return foundation.hosts.find(Partition.host(hostId)).filter(
                host -> foundation.membership.view().isOwner(foundation.msid, host.partition()));
    }

    @Override
    public void close() {
        sync.close();
        loop.close();
        foundation.close();
    }
}
