package org.hostha.testkit;

import java.time.Duration;
import java.util.List;
import org.hostha.core.EventLoop;
import org.hostha.core.Resource;
import org.hostha.ha.spi.HAProvider;

/**
 * A few resources of one kind, the provider that looks after them, and everything through which it sees and touches them,
 * for {@link ProviderConformanceKit}. At first all live, have power and are in service.
 */
public interface SimulatedCloud extends AutoCloseable {

    /** The provider under test; always the same. */
    HAProvider provider();

    /** At least two. */
    List<Resource> resources();

    /** A loop of the time by which the provider lives: virtual or real. */
    EventLoop loop();

    /** Lets time pass, or waits for it. */
    void pass(Duration time);

    /** The resource and its workloads are gone; its power is on. */
    void die(Resource resource);

    /** The resource does not answer any more, its workloads go on. */
    void loseManagement(Resource resource);

    /**
     * From now on nothing can be looked at that could show activity.
     *
     * @return false where that can't be
     */
    boolean blind();

    /**
     * From now on nothing answers, and nothing is carried out: resources, witnesses, BMCs.
     *
     * @return false where nothing can hang
     */
    boolean freeze();

    void thaw();

    boolean isOn(Resource resource);

    /** Changes the power as somebody at the machine would. */
    void setOn(Resource resource, boolean on);

    /** What has reached the resource and would have changed its power, oldest first. */
    List<String> commands(Resource resource);

    @Override
    void close();
}
