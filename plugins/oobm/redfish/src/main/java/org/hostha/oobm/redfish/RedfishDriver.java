package org.hostha.oobm.redfish;

import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.redfish.internal.RedfishBmcs;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;

/**
 * The driver {@code redfish}. The address is a host name or IP address; where a BMC has several systems, the one that
 * is meant follows after a slash ({@code 10.0.0.5/Node1}) or stands in {@link RedfishSettings#SYSTEM_ID}. The port is
 * that of the Redfish service; empty means 443, or 80 without HTTPS.
 *
 * <p>The system GUID is the system's {@code UUID}, with hyphens, in lower case.
 */
public final class RedfishDriver implements PowerReader, PowerChanger, Identifier, PasswordChanger {

    /** More than any BMC is known to store; what the one at hand can store is asked of its AccountService. */
    private static final int MAX_PASSWORD = 127;

    private final RedfishBmcs bmcs;

    public RedfishDriver(Settings settings) {
        this(settings, null);
    }

    RedfishDriver(Settings settings, KeyStore anchors) {
        bmcs = new RedfishBmcs(settings, anchors);
    }

    @Override
    public String name() {
        return "redfish";
    }

    @Override
    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return bmcs.readPower(bmc, session, deadline);
    }

    @Override
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        if (operation == PowerOperation.STATUS) {
            throw new IllegalArgumentException("STATUS changes no power");
        }
        return bmcs.changePower(bmc, operation, deadline);
    }

    @Override
    public CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline) {
        return bmcs.identify(bmc, deadline);
    }

    @Override
    public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
        if (newPassword.length() == 0 || newPassword.length() > MAX_PASSWORD) {
            return CompletableFuture.failedFuture(new OutOfBandManagementException(Kind.REJECTED,
                    bmc + ": a password has 1 to " + MAX_PASSWORD + " bytes"));
        }
        return bmcs.changePassword(bmc, newPassword, deadline);
    }

    @Override
    public int maxPasswordLength() {
        return MAX_PASSWORD;
    }

    @Override
    public void close() {
        bmcs.close();
    }
}
