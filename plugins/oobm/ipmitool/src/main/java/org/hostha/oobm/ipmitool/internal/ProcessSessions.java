package org.hostha.oobm.ipmitool.internal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.spi.BlockingCalls.Turn;

/** Sessions that are processes of ipmitool: one at a time within a call, killed when the call ends early. */
final class ProcessSessions implements Sessions {

    private static final long MOMENT_MILLIS = 500;

    private final Launcher launcher;
    private final BmcEndpoint bmc;
    private final Turn turn;

    ProcessSessions(Launcher launcher, BmcEndpoint bmc, Turn turn) {
        this.launcher = launcher;
        this.bmc = bmc;
        this.turn = turn;
    }

    @Override
    public <R> R hold(Secret password, Privilege privilege, int transmissions, Conversation<R> conversation) {
        OutOfBandManagementException refusal = null;
        for (String suite : launcher.cipherSuites(bmc)) {
            Process started = turn.start(() -> launcher.start(bmc, privilege, transmissions, suite),
                    Process::destroyForcibly);
            try {
                Dialogue dialogue = new Dialogue(bmc.toString(), started);
                String printed = dialogue.login(password);
                if (printed == null) {
                    launcher.accepted(bmc, suite);
                    try {
                        return conversation.hold(dialogue);
                    } finally {
                        dialogue.exit();
                    }
                }
                refusal = Failures.noSession(bmc.toString(), printed);
                if (!Failures.cipherRefused(printed)) {
                    throw refusal;
                }
            } catch (OutOfBandManagementException e) {
                turn.throwIfEnded();
                throw e;
            } catch (IOException e) {
                turn.throwIfEnded();
                throw new OutOfBandManagementException(Kind.PROTOCOL, bmc + ": lost touch with ipmitool", e);
            } finally {
                reap(started);
            }
        }
        throw refusal;
    }

    /** It has a moment to end by itself, because a session that isn't closed occupies one of the BMC's few slots. */
    private void reap(Process started) {
        try {
            if (!started.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS)) {
                started.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        turn.stopped();
    }
}
