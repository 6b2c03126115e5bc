package org.hostha.cloudstack.plugin.fake;

import com.cloud.agent.AgentManager;
import com.cloud.agent.api.Answer;
import com.cloud.agent.api.CheckOnHostCommand;
import com.cloud.agent.api.CheckVMActivityOnStoragePoolCommand;
import com.cloud.agent.api.Command;
import com.cloud.alert.AlertManager;
import com.cloud.cluster.ClusterManager;
import com.cloud.exception.AgentUnavailableException;
import com.cloud.ha.HighAvailabilityManager;
import com.cloud.host.Host;
import com.cloud.host.HostVO;
import com.cloud.host.Status;
import com.cloud.host.dao.HostDao;
import com.cloud.resource.ResourceManager;
import com.cloud.resource.ResourceState;
import com.cloud.storage.VolumeVO;
import com.cloud.storage.dao.VolumeDao;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.cloudstack.managed.context.ManagedContextRunnable;
import org.apache.cloudstack.storage.datastore.db.PrimaryDataStoreDao;
import org.apache.cloudstack.storage.datastore.db.StoragePoolVO;

/**
 * CloudStack's managers over its database, as far as the plugin calls them: agents that answer or don't, an agent manager that
 * takes its time, a VM HA that moves VMs when it is told to. Every call must come from a managed context.
 */
public final class FakeCloudStack implements AutoCloseable {

    /** The run of this management server. */
    public static final long RUN = 77;

    public final CloudDatabase database = new CloudDatabase();
    public final List<String> alerts = new CopyOnWriteArrayList<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final Set<Long> silent = ConcurrentHashMap.newKeySet();

    /** Hosts whose heartbeats have stopped, and whose disks are written to all the same. */
    public final Set<Long> stopped = ConcurrentHashMap.newKeySet();
    public volatile boolean disksActive;

    /** So many calls to disconnect a host go unheard, as while its agent is loading. */
    public final Map<Long, Integer> deaf = new ConcurrentHashMap<>();

    /** Done while a host is being disconnected, which may take CloudStack long. */
    public volatile Runnable whileDisconnecting = () -> { };

    /** Whether VM HA does its work at once; otherwise its work stays where it is. */
    public volatile boolean vmHAWorks = true;
    public final List<String> unmanaged = new CopyOnWriteArrayList<>();

    public final AgentManager agents = port(AgentManager.class, (self, method, arguments) -> switch (method.getName()) {
        case "send" -> answer((Long) arguments[0], (Command) arguments[1]);
        case "disconnectWithoutInvestigation" -> disconnect((Long) arguments[0]);
        default -> throw new UnsupportedOperationException(method.getName());
    });

    public final HighAvailabilityManager vmHA = port(HighAvailabilityManager.class, (self, method, arguments) -> {
        schedule((HostVO) arguments[0], (Boolean) arguments[1]);
        return null;
    });

    public final ResourceManager resources = port(ResourceManager.class, (self, method, arguments) -> switch (method.getName()) {
        case "resourceStateTransitTo" -> enter(((Host) arguments[0]).getId());
        case "cancelMaintenance" -> leave((Long) arguments[0]);
        default -> throw new UnsupportedOperationException(method.getName());
    });

    public final HostDao hosts = port(HostDao.class, (self, method, arguments) -> host((Long) arguments[0]));
    public final VolumeDao volumes = port(VolumeDao.class, (self, method, arguments) -> new VolumeVO());
    public final PrimaryDataStoreDao pools = port(PrimaryDataStoreDao.class, (self, method, arguments) -> new StoragePoolVO());
    public final ClusterManager cluster = port(ClusterManager.class, (self, method, arguments) -> RUN);
    public final AlertManager alertManager = port(AlertManager.class, (self, method, arguments) -> {
        alerts.add(arguments[0] + ": " + arguments[3] + " - " + arguments[4]);
        return null;
    });

    private <T> T port(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("toString") ? type.getSimpleName() : self == arguments[0];
            }
            if (!ManagedContextRunnable.isManaged() && Thread.currentThread().getName().startsWith("hostha")) {
                unmanaged.add(type.getSimpleName() + "." + method.getName());
            }
            return handler.invoke(self, method, arguments);
        }));
    }

    /** Settings of a cloud that can't wait. */
    public void hurry() {
        for (String second : List.of("kvm.ha.health.check.interval", "kvm.ha.health.check.timeout",
                "kvm.ha.activity.check.interval", "kvm.ha.power.proof.interval", "kvm.ha.heartbeat.period", "ha.scan.interval")) {
            database.set(second, 1);
        }
        database.set("kvm.ha.heartbeat.slack", 0);
        database.set("kvm.ha.recover.failure.threshold", 0);
        database.set("ha.manager.timeout", 5);
    }

    /** The row as it is now; null when the host is gone. */
    public HostVO host(long id) {
        return database.sql().first(row -> new FakeHost(id, row.getString("uuid"), row.getString("name"),
                Status.valueOf(row.getString("status")), ResourceState.valueOf(row.getString("resource_state"))),
                "SELECT uuid, name, status, resource_state FROM host WHERE id = ? AND removed IS NULL", id).orElse(null);
    }

    private Answer answer(long hostId, Command command) throws AgentUnavailableException {
        if (silent.contains(hostId)) {
            throw new AgentUnavailableException();
        }
        boolean dead = command instanceof CheckOnHostCommand ? !stopped.isEmpty()
                : !(command instanceof CheckVMActivityOnStoragePoolCommand) || !disksActive;
        return new Answer() {
            @Override
            public boolean getResult() {
                return dead;
            }

            @Override
            public String getDetails() {
                return "";
            }
        };
    }

    private Void disconnect(long hostId) {
        calls.add("disconnect " + hostId);
        whileDisconnecting.run();
        if (deaf.merge(hostId, -1, Integer::sum) < 0) {
            database.update("UPDATE host SET status = 'Down' WHERE id = ?", hostId);
        }
        return null;
    }

    private void schedule(HostVO host, boolean investigate) {
        calls.add("schedule " + host.getId() + (investigate ? " with investigation" : " WITHOUT INVESTIGATION")
                + (host.getStatus() == Status.Down ? "" : " WHILE " + host.getStatus()));
        database.sql().list(row -> row.getLong("id"), "SELECT id FROM vm_instance WHERE host_id = ?", host.getId()).forEach(vm -> {
            database.update("INSERT INTO op_ha_work (instance_id, type, step, host_id) VALUES (?, 'HA', ?, ?)", vm,
                    vmHAWorks ? "Done" : "Investigating", host.getId());
            if (vmHAWorks) {
                database.update("UPDATE vm_instance SET host_id = CASE WHEN ha_enabled = 1 THEN 2 ELSE NULL END,"
                        + " state = CASE WHEN ha_enabled = 1 THEN 'Running' ELSE 'Stopped' END WHERE id = ?", vm);
            }
        });
    }

    private boolean enter(long hostId) {
        calls.add("maintenance " + hostId);
        database.update("UPDATE host SET resource_state = 'Maintenance' WHERE id = ?", hostId);
        return true;
    }

    private boolean leave(long hostId) {
        database.update("UPDATE host SET resource_state = 'Enabled' WHERE id = ?", hostId);
        return true;
    }

    @Override
    public void close() {
        database.close();
    }
}
