package org.hostha.testkit;

import java.util.List;
import org.hostha.oobm.BmcEndpoint;

/**
 * A BMC with a machine behind it, for tests: reached by a driver through its endpoint, and by the test behind the
 * driver's back.
 */
public interface SimulatedBmc extends AutoCloseable {

    /** Where it is and how to log in; without an expected system GUID. */
    BmcEndpoint endpoint();

    boolean isOn();

    /** Changes the power as somebody at the machine would. */
    void setOn(boolean on);

    /** What has reached the machine through the BMC and would have changed its power or run, oldest first. */
    List<String> commands();

    /** From now on nothing is answered and nothing is carried out, until {@link #thaw()}. */
    void freeze();

    void thaw();

    /** Switches the BMC off for good. */
    @Override
    void close();
}
