package org.hostha.oobm.redfish.internal;

import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.BlockingCalls;
import org.hostha.oobm.spi.PowerReader.Session;

/** What the driver asks of BMCs, each as one call with its deadline. */
public final class RedfishBmcs implements AutoCloseable {

    private final BlockingCalls calls = new BlockingCalls("redfish");
    private final Visits visits;

    /** @param anchors which certificates to trust; null for the platform's own */
    public RedfishBmcs(Settings settings, KeyStore anchors) {
        visits = new Visits(calls, new Clients(settings, anchors), settings);
    }

    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return begin(bmc, deadline, exchange -> session == Session.FRESH
                ? visits.fresh(exchange, bmc, visit -> visit.system().reading(bmc))
                : visits.any(exchange, bmc, visit -> visit.system().reading(bmc)));
    }

    /** What fails before the command has left is of a kind that says so. */
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        return begin(bmc, deadline, exchange -> {
            AtomicBoolean mayBeSent = new AtomicBoolean();
            try {
                return visits.fresh(exchange, bmc, visit -> Resets.change(visit, operation, () -> mayBeSent.set(true)));
            } catch (OutOfBandManagementException e) {
                if (!mayBeSent.get() && (e.kind() == Kind.TIMEOUT || e.kind() == Kind.PROTOCOL)) {
                    throw new OutOfBandManagementException(Kind.UNREACHABLE, e.getMessage() + "; " + operation
                            + " was not sent", e);
                }
                throw e;
            }
        });
    }

    /** Where the user's privileges are not to be found out, it is taken to have them. */
    public CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline) {
        return begin(bmc, deadline, exchange -> visits.fresh(exchange, bmc, visit -> {
            ComputerSystem system = visit.system();
            String firmware = system.firmware(visit.talk(), visit.login().root());
            Optional<Account> account = account(visit);
            return new BmcIdentity(system.uuid(), firmware,
                    account.map(found -> found.mayAny(visit.talk(), "ConfigureComponents")).orElse(true),
                    account.map(found -> found.mayAny(visit.talk(), "ConfigureUsers", "ConfigureSelf")).orElse(false));
        }));
    }

    private static Optional<Account> account(Visit visit) {
        try {
            return Account.find(visit.talk(), visit.login().root(), visit.bmc().username());
        } catch (OutOfBandManagementException e) {
            if (e.kind() == Kind.REJECTED || e.kind() == Kind.PROTOCOL) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Logs in with the new password at the end: some BMCs accept what they don't keep. What fails from there on is of
     * a kind that says that the BMC may have the new password.
     */
    public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
        return begin(bmc, deadline, exchange -> {
            visits.forget(bmc);
            visits.fresh(exchange, bmc, visit -> {
                visit.system().requireRecorded(visit.talk().target(), bmc);
                Account account = Account.find(visit.talk(), visit.login().root(), bmc.username())
                        .orElseThrow(() -> visit.talk().target().failure(Kind.REJECTED,
                                "the BMC's AccountService doesn't list the user name"));
                account.setPassword(visit.talk(), newPassword);
                return null;
            });
            requireLogin(exchange,
                    new BmcEndpoint(bmc.address(), bmc.port(), bmc.username(), newPassword, bmc.systemGuid()));
            return null;
        });
    }

    private <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline, Function<Exchange, T> work) {
        return calls.begin(bmc.toString(), deadline, turn -> work.apply(new Exchange(turn)));
    }

    private void requireLogin(Exchange exchange, BmcEndpoint bmc) {
        try {
            visits.fresh(exchange, bmc, Visit::system);
        } catch (OutOfBandManagementException e) {
            throw new OutOfBandManagementException(e.kind() == Kind.TIMEOUT ? Kind.TIMEOUT : Kind.PROTOCOL,
                    "the BMC took the new password, but a login with it failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        visits.close();
        calls.close();
    }
}
