package org.hostha.cloudstack.plugin.kvm;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.spi.HostDirectory;
import org.hostha.ha.kvm.spi.VmDisk;

/** What the KVM provider knows of CloudStack's hosts, from memory. */
public final class KvmHosts implements HostDirectory {

    private final HostTable hosts;
    private final Function<Resource, Optional<String>> trouble;

    /** @param trouble what else keeps HA's hands off a host, in words; answers from memory */
    public KvmHosts(HostTable hosts, Function<Resource, Optional<String>> trouble) {
        this.hosts = hosts;
        this.trouble = trouble;
    }

    @Override
    public List<Resource> neighbours(Resource host) {
        return hosts.around(host).stream().filter(other -> !other.resource().equals(host) && other.isKvm())
                .filter(other -> isNear(other.resource(), host) && other.mayTestify()).map(HostRow::resource).toList();
    }

    /** In the same cluster, or in the same pod and with a pool in common. */
    private boolean isNear(Resource other, Resource host) {
        return other.clusterId() == host.clusterId()
                || other.podId() == host.podId() && !Collections.disjoint(pools(other), pools(host));
    }

    /** None: they are looked up when neighbours are asked, because that may wait for the database and this may not. */
    @Override
    public List<VmDisk> disks(Resource host) {
        return List.of();
    }

    @Override
    public Set<String> pools(Resource host) {
        return hosts.pools(host);
    }

    @Override
    public Optional<String> outOfService(Resource host) {
        Optional<HostRow> row = hosts.known(host);
        if (row.isPresent() && !row.get().isKvm()) {
            return Optional.of("its hypervisor is " + row.get().hypervisor());
        }
        return row.map(HostRow::resourceState).filter(state -> !state.equals("Enabled"))
                .map(state -> "its resource state is " + state).or(() -> trouble.apply(host));
    }
}
