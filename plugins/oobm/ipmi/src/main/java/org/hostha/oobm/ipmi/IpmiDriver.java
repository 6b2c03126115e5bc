package org.hostha.oobm.ipmi;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.ipmi.internal.BmcKeyFile;
import org.hostha.oobm.ipmi.internal.Resolver;
import org.hostha.oobm.ipmi.internal.call.Bmcs;
import org.hostha.oobm.ipmi.internal.call.Call;
import org.hostha.oobm.ipmi.internal.call.PasswordChange;
import org.hostha.oobm.ipmi.internal.call.Script;
import org.hostha.oobm.ipmi.internal.call.Scripts;
import org.hostha.oobm.ipmi.internal.net.UdpLoop;
import org.hostha.oobm.ipmi.internal.session.Crypto;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;

/**
 * The driver {@code ipmi}: IPMI 2.0 over LAN (RMCP+), spoken by this process itself. One thread and a few UDP ports
 * serve all BMCs; a session is kept per BMC and login.
 *
 * <p>The address is a host name or an IP address, the port a number (623 when empty). Futures complete on the driver's
 * thread: hand over what takes time.
 */
public final class IpmiDriver implements PowerReader, PowerChanger, Identifier, PasswordChanger {

    /** CloudStack's key for the driver. */
    public static final String NAME = "ipmi";

    private static final int DEFAULT_PORT = 623;

    private final Supplier<Optional<Secret>> bmcKey;
    private final Resolver resolver = new Resolver();
    private final UdpLoop loop;
    private final Bmcs bmcs;
    private volatile boolean closed;

    public IpmiDriver() {
        this(IpmiOptions.defaults());
    }

    public IpmiDriver(IpmiOptions options) {
        this(options, options::bmcKey);
    }

    /** With the default options, and the BMC key of {@link IpmiSettings}. */
    public IpmiDriver(Settings settings) {
        this(IpmiOptions.defaults(), new BmcKeyFile(settings));
    }

    private IpmiDriver(IpmiOptions options, Supplier<Optional<Secret>> bmcKey) {
        this.bmcKey = bmcKey;
        loop = new UdpLoop("hostha-ipmi", options.sharedPorts());
        bmcs = new Bmcs(loop, loop, options, new Crypto(new SecureRandom()));
        loop.start(bmcs);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return begin(bmc, deadline, login -> Scripts.readPower(login, bmc.systemGuid(), session == Session.FRESH));
    }

    @Override
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        if (operation == PowerOperation.STATUS) {
            return CompletableFuture.failedFuture(
                    new OutOfBandManagementException(Kind.UNSUPPORTED, bmc + ": STATUS does not change the power"));
        }
        return begin(bmc, deadline, login -> Scripts.changePower(login, bmc.systemGuid(), operation));
    }

    @Override
    public CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline) {
        return begin(bmc, deadline, Scripts::identify);
    }

    @Override
    public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
        if (newPassword.length() > maxPasswordLength()) {
            return CompletableFuture.failedFuture(new OutOfBandManagementException(Kind.REJECTED,
                    bmc + ": a BMC stores at most " + maxPasswordLength() + " bytes of password"));
        }
        return begin(bmc, deadline,
                login -> new PasswordChange(login, new Login(login.name(), newPassword, login.bmcKey())));
    }

    @Override
    public int maxPasswordLength() {
        return Login.MAX_PASSWORD_LENGTH;
    }

    private <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline, Function<Login, Script<T>> script) {
        Call<T> call;
        int port;
        try {
            call = new Call<>(bmc.toString(), loop.now().plus(deadline),
                    script.apply(new Login(bmc.username(), bmc.password(), bmcKey.get())));
            port = port(bmc);
        } catch (RefusedException e) {
            return CompletableFuture.failedFuture(new OutOfBandManagementException(e.kind(), bmc + ": "
                    + e.getMessage()));
        }
        loop.execute(() -> bmcs.begin(call));
        resolver.resolve(bmc.address()).whenComplete((address, failure) -> loop.execute(() -> {
            if (failure == null) {
                bmcs.submit(new InetSocketAddress(address, port), call);
            } else {
                call.fail(Kind.UNREACHABLE, "the name can't be resolved: correct the address or the name service",
                        failure);
            }
        }));
        if (closed) {
            call.fail(Kind.UNREACHABLE, "the driver has been closed", null);
        }
        return call.result();
    }

    private static int port(BmcEndpoint bmc) {
        try {
            int port = bmc.port().isBlank() ? DEFAULT_PORT : Integer.parseInt(bmc.port().trim());
            if (port > 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new RefusedException(Kind.UNREACHABLE, "'" + bmc.port() + "' is not a UDP port: correct the port");
    }

    /** Closes all sessions without waiting for BMCs. */
    @Override
    public void close() {
        closed = true;
        loop.execute(bmcs::close);
        loop.close();
        resolver.close();
    }
}
