package org.hostha.ha.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.oobm.PowerReading;

/**
 * The hand on a resource's power. Failures are {@link org.hostha.oobm.OutOfBandManagementException}s; whether a command
 * that failed has reached the resource is for the engine to find out by reading.
 */
public interface PowerSwitch {

    /** What a power command is part of. */
    enum Purpose { RECOVER, FENCE }

    /** Reads the power. {@code fresh} asks for a session of its own, which proof rests on. */
    CompletableFuture<PowerReading> readPower(Resource resource, boolean fresh, Duration deadline);

    /**
     * Forces the power off; success when it is off already. Nothing may leave after the deadline: it is the hard wall of
     * the order that armed this command.
     *
     * @return the answer in one line; not a proof of anything
     */
    CompletableFuture<String> forceOff(Resource resource, Purpose purpose, Duration deadline);

    /** Supplies power again; the same rules. */
    CompletableFuture<String> powerOn(Resource resource, Purpose purpose, Duration deadline);
}
