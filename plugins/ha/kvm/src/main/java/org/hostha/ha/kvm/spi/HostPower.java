package org.hostha.ha.kvm.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.PowerReader.Session;

/** A host's power, through its out-of-band management. */
public interface HostPower {

    CompletableFuture<PowerReading> readPower(Resource host, Session session, Duration deadline);

    /** @return the BMC's answer in one line */
    CompletableFuture<String> changePower(Resource host, PowerOperation operation, Duration deadline);

    /** Why the host could not be fenced now; empty when nothing is known to be in the way. Answers from memory. */
    Optional<String> fencingObstacle(Resource host);
}
