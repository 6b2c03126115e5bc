package org.hostha.oobm.ipmitool.internal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * One call of the driver: at most one process at a time, killed at the deadline and on cancel. It is done only when its
 * process is gone, except when it is cancelled.
 */
final class Call<T> extends CompletableFuture<T> implements Sessions, Runnable {

    private static final Logger LOG = LogManager.getLogger(Call.class);

    private final Launcher launcher;
    private final BmcEndpoint bmc;
    private final Function<Sessions, T> work;
    private final Consumer<Call<?>> whenGone;
    private Process process;
    private OutOfBandManagementException ended;

    Call(Launcher launcher, BmcEndpoint bmc, Function<Sessions, T> work, Consumer<Call<?>> whenGone) {
        this.launcher = launcher;
        this.bmc = bmc;
        this.work = work;
        this.whenGone = whenGone;
    }

    @Override
    public void run() {
        try {
            complete(work.apply(this));
        } catch (OutOfBandManagementException e) {
            OutOfBandManagementException end = ended();
            completeExceptionally(end == null ? e : end);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the ipmitool driver failed", bmc, e);
            completeExceptionally(new OutOfBandManagementException(Kind.PROTOCOL,
                    bmc + ": the ipmitool driver failed: " + e.getClass().getSimpleName()));
        } finally {
            whenGone.accept(this);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        end(Kind.TIMEOUT, "cancelled");
        return cancelled;
    }

    /** Nothing is sent from now on. */
    void end(Kind kind, String why) {
        Process running;
        synchronized (this) {
            if (ended == null) {
                ended = new OutOfBandManagementException(kind, bmc + ": " + why);
            }
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private synchronized OutOfBandManagementException ended() {
        return ended;
    }

    @Override
    public <R> R hold(Secret password, Privilege privilege, int transmissions, Conversation<R> conversation) {
        OutOfBandManagementException refusal = null;
        for (String suite : launcher.cipherSuites(bmc)) {
            Process started = start(privilege, transmissions, suite);
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
            } catch (IOException e) {
                throw new OutOfBandManagementException(Kind.PROTOCOL, bmc + ": lost touch with ipmitool", e);
            } finally {
                reap(started);
            }
        }
        throw refusal;
    }

    private synchronized Process start(Privilege privilege, int transmissions, String suite) {
        if (ended != null) {
            throw ended;
        }
        process = launcher.start(bmc, privilege, transmissions, suite);
        return process;
    }

    /** It has a moment to end by itself, because a session that isn't closed occupies one of the BMC's few slots. */
    private void reap(Process started) {
        try {
            if (!started.waitFor(ended() == null ? 500 : 0, TimeUnit.MILLISECONDS)) {
                started.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            process = null;
        }
    }
}
