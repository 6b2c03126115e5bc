package org.hostha.oobm.nestedcloudstack;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.nestedcloudstack.internal.NestedHosts;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;

/**
 * The driver {@code nestedcloudstack}, for a host that is a virtual machine of another CloudStack. The address is the
 * URL of the outer cloud's API, the port the virtual machine's uuid, the user name an API key and the password its
 * secret key. Requests are signed one by one, so each reading is fresh. The system GUID is the virtual machine's
 * uuid.
 *
 * <p>A command's answer comes when its job in the outer cloud has ended.
 */
public final class NestedCloudStackDriver implements PowerReader, PowerChanger, Identifier {

    private final NestedHosts hosts = new NestedHosts();

    @Override
    public String name() {
        return "nestedcloudstack";
    }

    @Override
    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return hosts.readPower(bmc, deadline);
    }

    @Override
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        if (operation == PowerOperation.STATUS) {
            throw new IllegalArgumentException("STATUS changes no power");
        }
        return hosts.changePower(bmc, operation, deadline);
    }

    @Override
    public CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline) {
        return hosts.identify(bmc, deadline);
    }

    @Override
    public void close() {
        hosts.close();
    }
}
