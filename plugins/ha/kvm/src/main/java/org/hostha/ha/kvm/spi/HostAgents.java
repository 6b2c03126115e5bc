package org.hostha.ha.kvm.spi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;

/**
 * Asks hosts. A call returns at once and ends by its deadline. It fails with {@link NoAnswerException} when the host
 * was asked and gave no answer; any other failure means that it could not be asked, and says nothing about the host.
 */
public interface HostAgents {

    /** Asks the host itself. */
    CompletableFuture<AgentReport> report(Resource host, Duration deadline);

    /**
     * Asks a neighbour what the storage shows of a suspect. What it answers must have been read past every cache that
     * could hide a write of the suspect (NFS: attribute and page cache), after it was asked.
     *
     * @param neighbour who is asked
     * @param suspect whose traces are looked for
     * @param disks the disks that are looked at; one on a pool that the neighbour does not have is left out
     * @return one entry for each storage pool that the neighbour has in common with the suspect
     */
    CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, List<VmDisk> disks,
            Duration deadline);
}
