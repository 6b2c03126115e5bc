package org.hostha.cloudstack.plugin.kvm;

import com.cloud.agent.AgentManager;
import com.cloud.agent.api.Answer;
import com.cloud.agent.api.CheckHealthCommand;
import com.cloud.agent.api.CheckOnHostCommand;
import com.cloud.agent.api.CheckVMActivityOnStoragePoolCommand;
import com.cloud.agent.api.Command;
import com.cloud.exception.AgentUnavailableException;
import com.cloud.exception.OperationTimedoutException;
import com.cloud.host.HostVO;
import com.cloud.host.dao.HostDao;
import com.cloud.storage.VolumeVO;
import com.cloud.storage.dao.VolumeDao;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.cloudstack.storage.datastore.db.PrimaryDataStoreDao;
import org.apache.cloudstack.storage.datastore.db.StoragePoolVO;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.core.Resource;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.HostAgents;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.joda.time.DateTime;

/**
 * Hosts reached through CloudStack's agents. An agent shows no contents: it tells by its own clock whether a heartbeat has
 * stopped, and by the storage's whether a disk was written to. That is an opinion, and weak evidence.
 *
 * <p>Three of its answers are not taken for what they say. An agent without pools for heartbeats calls every host dead: only
 * pools that it has in common with the suspect are asked for. It counts what it can't find out as life, and so do we. And it
 * has one answer for all pools, so each of them gets it.
 */
public final class AgentLink implements HostAgents {

    private final AgentManager agents;
    private final HostDao hosts;
    private final VolumeDao volumes;
    private final PrimaryDataStoreDao pools;
    private final HostTable table;
    private final Disks disks;
    private final ForeignCalls calls;
    /** Since when hosts are silent, by this manager's clock, which agents compare with the storage's. */
    private final Map<Resource, Instant> silent = new ConcurrentHashMap<>();

    AgentLink(AgentManager agents, HostDao hosts, VolumeDao volumes, PrimaryDataStoreDao pools, HostTable table, Disks disks,
            ForeignCalls calls) {
        this.agents = agents;
        this.hosts = hosts;
        this.volumes = volumes;
        this.pools = pools;
        this.table = table;
        this.disks = disks;
        this.calls = calls;
    }

    @Override
    public CompletableFuture<AgentReport> report(Resource host, Duration deadline) {
        return calls.call(deadline, () -> {
            Answer answer = ask(host, new CheckHealthCommand(), deadline);
            if (answer == null || !answer.getResult()) {
                throw new NoAnswerException("says that it is not well" + (answer == null ? "" : ": " + answer.getDetails()));
            }
            silent.remove(host);
            return new AgentReport("", List.of(), Optional.empty());
        });
    }

    @Override
    public CompletableFuture<List<PoolObservation>> observe(Resource neighbour, Resource suspect, List<VmDisk> ignored,
            Duration deadline) {
        Set<String> common = new TreeSet<>(table.pools(suspect));
        common.retainAll(table.pools(neighbour));
        if (common.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Instant since = silent.computeIfAbsent(suspect, host -> Instant.now());
        return calls.call(deadline, () -> {
            HostVO asked = Objects.requireNonNull(hosts.findById(suspect.id()), suspect + " was removed");
            boolean stopped = ask(neighbour, new CheckOnHostCommand(asked), deadline).getResult();
            Map<Long, List<Disks.Disk>> byPool = stopped ? disks.on(suspect, common).stream()
                    .collect(Collectors.groupingBy(Disks.Disk::poolId)) : Map.of();
            List<PoolObservation> seen = new ArrayList<>();
            common.forEach(pool -> seen.add(PoolObservation.opinion(pool, !stopped)));
            for (List<Disks.Disk> onOne : byPool.values()) {
                if (isActive(neighbour, asked, onOne, since, deadline)) {
                    seen.removeIf(one -> one.pool().equals(onOne.get(0).poolUuid()));
                    seen.add(PoolObservation.opinion(onOne.get(0).poolUuid(), true));
                }
            }
            return seen;
        });
    }

    private boolean isActive(Resource neighbour, HostVO suspect, List<Disks.Disk> disks, Instant since, Duration deadline)
            throws AgentUnavailableException, OperationTimedoutException {
        StoragePoolVO pool = pools.findById(disks.get(0).poolId());
        List<VolumeVO> found = disks.stream().map(disk -> volumes.findById(disk.volumeId())).filter(Objects::nonNull).toList();
        if (pool == null || found.isEmpty()) {
            return false;
        }
        return !ask(neighbour, new CheckVMActivityOnStoragePoolCommand(suspect, pool, found,
                new DateTime(since.toEpochMilli())), deadline).getResult();
    }

    private Answer ask(Resource host, Command command, Duration deadline)
            throws AgentUnavailableException, OperationTimedoutException {
        command.setWait((int) Math.max(1, deadline.toSeconds()));
        try {
            Answer answer = agents.send(host.id(), command);
            if (answer == null) {
                throw new NoAnswerException("gave no answer");
            }
            return answer;
        } catch (AgentUnavailableException e) {
            throw new NoAnswerException("is not connected", e);
        } catch (OperationTimedoutException e) {
            throw new NoAnswerException("did not answer within " + deadline.toSeconds() + " s", e);
        }
    }
}
