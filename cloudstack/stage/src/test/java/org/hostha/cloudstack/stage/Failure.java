package org.hostha.cloudstack.stage;

import com.cloud.host.Host;
import com.cloud.host.Status;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.cloudstack.ha.HAManager;
import org.apache.cloudstack.ha.HAResource.ResourceType;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.PowerOperation;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagementService;
import org.hostha.cloudstack.plugin.fake.FakeCloudStack;

/** A host's failure, played within a management server's class loader through CloudStack's interfaces alone. */
public final class Failure {

    private static final long PLENTY_SECONDS = 240;

    private final FakeCloudStack cloud;
    private final HAManager ha;
    private final OutOfBandManagementService power;
    private long host;

    /** @param server with managers */
    public Failure(ManagementServer server) {
        cloud = server.cloud();
        ha = (HAManager) server.bean("core", "haManagerImpl");
        power = (OutOfBandManagementService) server.bean("core", "outOfBandManagementServiceImpl");
    }

    /** A host with a VM is put under Host HA, with the BMC that is given; returns when it is Available. */
    public void prepare(String address, String port, String username, String password) throws InterruptedException {
        host = cloud.database.addHost("1", "KVM");
        cloud.database.addHost("2", "KVM");
        cloud.database.addVm("web", host, true, 1);
        power.configure(row(), ImmutableMap.of(Option.DRIVER, "ipmi", Option.ADDRESS, address, Option.PORT, port, Option.USERNAME,
                username, Option.PASSWORD, password));
        power.enableOutOfBandManagement(row());
        await("the BMC is read", () -> power.executePowerOperation(row(), PowerOperation.STATUS, null) != null);
        ha.configureHA(host, ResourceType.Host, "kvmhaprovider");
        ha.enableHA(host, ResourceType.Host);
        await("Available", () -> ha.isHAEligible(row()) && ha.getHostStatus(row()) == Status.Up);
    }

    /** The host hangs; returns when VM HA is told that it is down and the VM runs elsewhere. */
    public void hang() throws InterruptedException {
        cloud.stopped.add(host);
        cloud.silent.add(host);
        await("Down", () -> ha.getHostStatus(row()) == Status.Down);
        await("the VM runs elsewhere", () -> cloud.database.text("SELECT host_id FROM vm_instance WHERE name = 'web'")
                .filter(id -> !id.equals(Long.toString(host))).isPresent());
        await("Fenced", () -> state().equals("Fenced"));
    }

    /** As CloudStack's table has it. */
    public String state() {
        return cloud.database.text("SELECT ha_state FROM ha_config WHERE resource_id = ?", host).orElse("none");
    }

    /** What CloudStack's managers were told to do. */
    public List<String> calls() {
        return List.copyOf(cloud.calls);
    }

    private Host row() {
        return cloud.host(host);
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PLENTY_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + PLENTY_SECONDS + " s: " + what + "; the host is " + state()
                        + ", asked for were " + calls());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
