package org.hostha.ha.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.ha.Evidence;

/** Can tell whether a resource can be managed. */
public interface HealthChecker {

    /**
     * Asks the resource itself. A resource that does not answer is {@code DEAD} to this check, which only begins an
     * investigation; {@code UNKNOWN} means that the question could not be asked.
     *
     * @param deadline from now; an answer that comes later is discarded and the future is cancelled
     */
    CompletableFuture<Evidence> checkHealth(Resource resource, Duration deadline);
}
