package org.hostha.ha.kvm.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hostha.core.Resource;

/** What the management server knows of its hosts. Answers from memory: it is asked at every check and decision. */
public interface HostDirectory {

    /**
     * Who may testify about the host: hosts of the same cluster, and those of its pod that share one of its
     * {@linkplain #pools pools}, that are Up, not in maintenance, and, where HA looks after them, Available themselves.
     * Never the host itself.
     */
    List<Resource> neighbours(Resource host);

    /** The disks of the VMs that are placed on the host. */
    List<VmDisk> disks(Resource host);

    /** The storage pools of the host on which its agent writes a heartbeat. */
    Set<String> pools(Resource host);

    /**
     * Why HA must keep its hands off the host now ({@code in maintenance}, {@code disabled}); empty when it need not.
     */
    Optional<String> outOfService(Resource host);
}
