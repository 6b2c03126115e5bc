package org.hostha.oobm.ipmitool.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.spi.BlockingCalls;

/** All of the driver's processes. */
public final class Processes implements AutoCloseable {

    private final Home home = new Home();
    private final Launcher launcher;
    private final BlockingCalls calls = new BlockingCalls("ipmitool");

    public Processes(Settings settings) {
        launcher = new Launcher(settings, home);
    }

    /** Begins {@code work}; whatever it has started is killed at the deadline. */
    public <T> CompletableFuture<T> begin(BmcEndpoint bmc, Duration deadline, Function<Sessions, T> work) {
        return calls.begin(bmc.toString(), deadline,
                turn -> work.apply(new ProcessSessions(launcher, bmc, turn)));
    }

    @Override
    public void close() {
        calls.close();
        home.close();
    }
}
