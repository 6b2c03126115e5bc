package org.hostha.ha;

import java.util.Optional;
import org.hostha.core.Resource;

/** The shell around the decision core. */
public final class HAEngine implements AutoCloseable {

    /** Looks at the resource's row again now. */
    public void refresh(Resource resource) {
        throw new UnsupportedOperationException();
    }

    /** What is known about the resource; empty when it isn't configured or is looked after elsewhere. */
    public Optional<Explanation> explain(Resource resource) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
    }
}
