package org.hostha.ha.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.ha.Evidence;

/** Can tell, without asking the resource, whether its workloads are still at work. */
public interface ActivityChecker {

    /**
     * One round of investigation. {@code DEAD} only when everything that could show life was looked at and showed none;
     * nothing to look at is {@code UNKNOWN}.
     *
     * @param deadline from now; an answer that comes later is discarded and the future is cancelled
     */
    CompletableFuture<Evidence> checkActivity(Resource resource, Duration deadline);
}
