package org.hostha.oobm.ipmitool;

import java.time.Duration;
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
import org.hostha.oobm.ipmitool.internal.Processes;
import org.hostha.oobm.ipmitool.internal.Ipmi;
import org.hostha.oobm.ipmitool.internal.Privilege;
import org.hostha.oobm.ipmitool.internal.Sessions;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;

/**
 * The driver {@code ipmitool}: every call is one run of the ipmitool binary (1.8.18 or later), in one IPMI session that
 * it opens and closes, so every reading is fresh. Requests are IPMI's raw ones, and answers are read byte by byte,
 * because what ipmitool prints for people and its exit code can't be trusted alone. The password goes through a pipe.
 */
public final class IpmitoolDriver implements PowerReader, PowerChanger, Identifier, PasswordChanger {

    /** IPMI 2.0, section 22.30: 16 bytes in IPMI 1.5, 20 since. */
    private static final int MAX_PASSWORD = 20;

    private final Settings settings;
    private final Processes processes;

    public IpmitoolDriver(Settings settings) {
        this.settings = settings;
        this.processes = new Processes(settings);
    }

    @Override
    public String name() {
        return "ipmitool";
    }

    @Override
    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return begin(bmc, deadline, sessions -> sessions.hold(bmc.password(), Privilege.USER, transmissions(),
                dialogue -> Ipmi.readPower(dialogue, bmc)));
    }

    @Override
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        if (operation == PowerOperation.STATUS) {
            throw new IllegalArgumentException("STATUS changes no power");
        }
        return begin(bmc, deadline, sessions -> changePower(sessions, bmc, operation));
    }

    /**
     * Each packet is sent once, so that the command is. Instead, a session that loses a packet before the command is
     * given up for a new one, more often than packets are repeated elsewhere, because any of a dozen packets may be the
     * lost one.
     */
    private String changePower(Sessions sessions, BmcEndpoint bmc, PowerOperation operation) {
        AtomicBoolean commandMayBeSent = new AtomicBoolean();
        for (int attempt = 1; ; attempt++) {
            try {
                return sessions.hold(bmc.password(), Privilege.OPERATOR, 1, dialogue -> {
                    Ipmi.requireRecordedSystem(dialogue, bmc);
                    commandMayBeSent.set(true);
                    return Ipmi.changePower(dialogue, bmc, operation);
                });
            } catch (OutOfBandManagementException e) {
                boolean lost = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT;
                if (!lost || commandMayBeSent.get() || attempt >= 2 * transmissions()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public CompletableFuture<BmcIdentity> identify(BmcEndpoint bmc, Duration deadline) {
        return begin(bmc, deadline, sessions -> identify(sessions, bmc, Privilege.ADMINISTRATOR));
    }

    /** A BMC may refuse a session that asks for more than the user may have: ask for less then. */
    private BmcIdentity identify(Sessions sessions, BmcEndpoint bmc, Privilege privilege) {
        try {
            return sessions.hold(bmc.password(), privilege, transmissions(),
                    dialogue -> Ipmi.identify(dialogue, bmc, privilege));
        } catch (OutOfBandManagementException e) {
            if (e.kind() != Kind.REJECTED || privilege == Privilege.USER) {
                throw e;
            }
            return identify(sessions, bmc, Privilege.values()[privilege.ordinal() - 1]);
        }
    }

    @Override
    public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
        String obstacle = obstacle(newPassword);
        if (obstacle != null) {
            return refuse(bmc, "the new password " + obstacle);
        }
        return begin(bmc, deadline, sessions -> changePassword(sessions, bmc, newPassword));
    }

    /**
     * Logs in with the new password at the end: some BMCs accept what they don't keep. What fails from there on is of a
     * kind that says that the BMC may have the new password.
     */
    private Void changePassword(Sessions sessions, BmcEndpoint bmc, Secret newPassword) {
        sessions.hold(bmc.password(), Privilege.ADMINISTRATOR, transmissions(), dialogue -> {
            Ipmi.requireRecordedSystem(dialogue, bmc);
            Ipmi.setPassword(dialogue, bmc, newPassword);
            return null;
        });
        try {
            sessions.hold(newPassword, Privilege.USER, transmissions(), dialogue -> Ipmi.readPower(dialogue, bmc));
        } catch (OutOfBandManagementException e) {
            throw new OutOfBandManagementException(e.kind() == Kind.TIMEOUT ? Kind.TIMEOUT : Kind.PROTOCOL,
                    "the BMC took the new password, but a login with it failed: " + e.getMessage(), e);
        }
        return null;
    }

    @Override
    public int maxPasswordLength() {
        return MAX_PASSWORD;
    }

    @Override
    public void close() {
        processes.close();
    }

    private <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline,
            Function<Sessions, T> work) {
        String obstacle = obstacle(bmc.password());
        return obstacle != null ? refuse(bmc, "the password " + obstacle) : processes.begin(bmc, deadline, work);
    }

    private static String obstacle(Secret password) {
        if (password.length() > MAX_PASSWORD) {
            return "is longer than IPMI's " + MAX_PASSWORD + " bytes";
        }
        return password.revealText().chars().anyMatch(Character::isISOControl) ? "holds control characters" : null;
    }

    private static <T> CompletableFuture<T> refuse(BmcEndpoint bmc, String why) {
        return CompletableFuture.failedFuture(new OutOfBandManagementException(Kind.REJECTED, bmc + ": " + why));
    }

    private int transmissions() {
        return (int) Math.max(1, Math.min(10, Long.parseLong(settings.value(IpmitoolSettings.RETRIES).trim())));
    }
}
