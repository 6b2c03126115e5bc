package org.hostha.cloudstack.plugin;

import com.cloud.alert.AlertManager;
import com.cloud.cluster.ClusterManager;
import com.cloud.dc.DataCenter;
import com.cloud.host.Host;
import com.cloud.org.Cluster;
import com.cloud.resource.ResourceState;
import com.cloud.utils.component.Manager;
import com.cloud.utils.component.ManagerBase;
import com.cloud.utils.exception.CloudRuntimeException;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.inject.Inject;
import org.apache.cloudstack.alert.AlertService.AlertType;
import org.apache.cloudstack.api.response.OutOfBandManagementResponse;
import org.apache.cloudstack.framework.config.ConfigKey;
import org.apache.cloudstack.framework.config.Configurable;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.PowerOperation;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagementService;
import org.apache.cloudstack.utils.identity.ManagementServerNode;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.settings.ConfigKeys;
import org.hostha.cloudstack.plugin.settings.PluginSettings;
import org.hostha.core.Futures;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * CloudStack's out-of-band management service, by our framework: the bean {@code outOfBandManagementServiceImpl}. It begins with
 * CloudStack's start, because the drivers of child contexts are known only then; whoever calls earlier hears so.
 */
public class HostOutOfBandManagementService extends ManagerBase implements OutOfBandManagementService, Manager, Configurable {

    private static final Logger LOG = LogManager.getLogger(HostOutOfBandManagementService.class);
    private static final Duration POWER_READ = Duration.ofSeconds(20);
    /** CloudStack's zone and pod of what is about management servers. */
    private static final long NO_ZONE = 0;

    @Inject
    AlertManager alertManager;
    @Inject
    ClusterManager clusterManager;

    private volatile List<OutOfBandManagementDriver> drivers = List.of();
    private final Startup<OutOfBand> running = new Startup<>("Out-of-band management", this::begin, this::alert);

    /** CloudStack's list of the drivers that are registered, which fills while it starts. */
    public void setOutOfBandManagementDrivers(List<OutOfBandManagementDriver> drivers) {
        this.drivers = drivers;
    }

    public List<OutOfBandManagementDriver> getOutOfBandManagementDrivers() {
        return drivers;
    }

    @Override
    public boolean start() {
        running.start();
        return true;
    }

    /** For the HA manager, which begins when CloudStack starts it, and must not begin anew what CloudStack has stopped. */
    void startUnlessStopped() {
        running.startUnlessStopped();
    }

    @Override
    public boolean stop() {
        running.stop();
        return true;
    }

    private OutOfBand begin() {
        Foundation foundation = Foundation.lay(alertManager, getId(), clusterManager.getCurrentRunId());
        try {
            return new OutOfBand(foundation, drivers);
        } catch (Throwable t) {
            foundation.close();
            throw t;
        }
    }

    private void alert(String subject, String body) {
        alertManager.sendAlert(AlertType.ALERT_TYPE_MANAGEMENT_NODE, NO_ZONE, NO_ZONE, subject, body);
    }

    /** What can't start because this could not is no news. */
    void alertUnlessToldAlready(String subject, String body) {
        if (running.now().isPresent()) {
            alert(subject, body);
        }
    }

    /** What runs; for the HA manager, which stands on it. */
    OutOfBand running() {
        return running.get();
    }

    @Override
    public long getId() {
        return ManagementServerNode.getManagementServerId();
    }

    @Override
    public boolean isOutOfBandManagementEnabled(Host host) {
        return host != null && host.getResourceState() != ResourceState.Degraded && running.now()
                .filter(now -> now.foundation.hosts.host(host.getId()).isPresent())
                .filter(now -> now.service.switchedOff(resource(host)).isEmpty()).isPresent();
    }

    /** Reads it at once. */
    @Override
    public void submitBackgroundPowerSyncTask(Host host) {
        running.now().ifPresent(now -> now.service.readPower(resource(host), Session.ANY, POWER_READ).whenComplete(
                (reading, failure) -> LOG.debug("{}: {}", host.getName(), failure == null ? reading : failure.toString())));
    }

    @Override
    public boolean transitionPowerStateToDisabled(List<Long> hostIds) {
        OutOfBand now = running.get();
        hostIds.forEach(id -> now.store.savePowerState(id, PowerState.Disabled));
        return true;
    }

    @Override
    public OutOfBandManagementResponse enableOutOfBandManagement(DataCenter zone) {
        return turn(Partition.zone(zone.getId()), zone.getName(), true);
    }

    @Override
    public OutOfBandManagementResponse enableOutOfBandManagement(Cluster cluster) {
        return turn(Partition.cluster(cluster.getId()), cluster.getName(), true);
    }

    @Override
    public OutOfBandManagementResponse enableOutOfBandManagement(Host host) {
        return turnHost(host, true);
    }

    @Override
    public OutOfBandManagementResponse disableOutOfBandManagement(DataCenter zone) {
        return turn(Partition.zone(zone.getId()), zone.getName(), false);
    }

    @Override
    public OutOfBandManagementResponse disableOutOfBandManagement(Cluster cluster) {
        return turn(Partition.cluster(cluster.getId()), cluster.getName(), false);
    }

    @Override
    public OutOfBandManagementResponse disableOutOfBandManagement(Host host) {
        return turnHost(host, false);
    }

    private OutOfBandManagementResponse turn(Partition partition, String name, boolean on) {
        translated(() -> running.get().service.turn(partition, name, on));
        OutOfBandManagementResponse response = new OutOfBandManagementResponse();
        response.setSuccess(true);
        response.setEnabled(on);
        return response;
    }

    private OutOfBandManagementResponse turnHost(Host host, boolean on) {
        OutOfBandManagementResponse response = turn(Partition.host(host.getId()), host.getName(), on);
        response.setId(host.getUuid());
        return response;
    }

    @Override
    public OutOfBandManagementResponse configure(Host host, ImmutableMap<Option, String> options) {
        translated(() -> running.get().service.configure(resource(host), option(options, Option.DRIVER),
                option(options, Option.ADDRESS), option(options, Option.PORT), option(options, Option.USERNAME),
                Secret.of(option(options, Option.PASSWORD))));
        OutOfBandManagementResponse response = shown(host);
        response.setResultDescription("Out-of-band management successfully configured for the host");
        return response;
    }

    private static String option(ImmutableMap<Option, String> options, Option option) {
        return Optional.ofNullable(options.get(option)).orElse("");
    }

    @Override
    public OutOfBandManagementResponse executePowerOperation(Host host, PowerOperation operation, Long timeout) {
        Optional<Duration> deadline = Optional.ofNullable(timeout).filter(seconds -> seconds > 0).map(Duration::ofSeconds);
        String what = "Out-of-band Management action [" + operation + "] on " + host.getUuid();
        org.hostha.oobm.OutOfBandManagementService.Result result = outcome(what, running.get().service.execute(resource(host),
                org.hostha.oobm.PowerOperation.valueOf(operation.name()), deadline));
        OutOfBandManagementResponse response = shown(host);
        response.setOutOfBandManagementAction(operation.toString());
        response.setResultDescription(result.description());
        return response;
    }

    @Override
    public OutOfBandManagementResponse changePassword(Host host, String password) {
        outcome("Changing the password of the out-of-band management of " + host.getUuid(), running.get().service.changePassword(
                resource(host), Optional.ofNullable(password).filter(text -> !text.isEmpty()).map(Secret::of)));
        OutOfBandManagementResponse response = new OutOfBandManagementResponse();
        response.setSuccess(true);
        response.setId(host.getUuid());
        return response;
    }

    /** The host's configuration as CloudStack shows it, with the power as last read. */
    private OutOfBandManagementResponse shown(Host host) {
        OutOfBandManagementResponse response = new OutOfBandManagementResponse();
        response.setId(host.getUuid());
        response.setSuccess(true);
        running.get().service.find(resource(host)).ifPresent(row -> show(response, row));
        return response;
    }

    private static void show(OutOfBandManagementResponse response, OutOfBandManagement row) {
        response.setEnabled(row.enabled());
        response.setPowerState(org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.PowerState.valueOf(
                row.powerState().orElse(PowerState.Unknown).name()));
        response.setDriver(row.driver());
        response.setIpAddress(row.address());
        response.setPort(row.port());
        response.setUsername(row.username());
        response.setPassword(row.password().masked());
    }

    private static void translated(Runnable work) {
        try {
            work.run();
        } catch (CloudRuntimeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CloudRuntimeException(e.getMessage());
        }
    }

    /** Waits; every call of the service ends by its own deadline. */
    private static <T> T outcome(String what, CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            throw new CloudRuntimeException(what + " failed with error: " + Futures.cause(e).getMessage());
        }
    }

    private static Resource resource(Host host) {
        return HostRow.resource(host);
    }

    /** CloudStack's own component of these settings: registered under another one, they would clash. */
    @Override
    public String getConfigComponentName() {
        return "OutOfBandManagementServiceImpl";
    }

    @Override
    public ConfigKey<?>[] getConfigKeys() {
        return ConfigKeys.of(PluginSettings.ofOutOfBandManagement());
    }
}
