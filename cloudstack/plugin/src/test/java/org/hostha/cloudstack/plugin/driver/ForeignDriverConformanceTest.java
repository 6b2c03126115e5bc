package org.hostha.cloudstack.plugin.driver;

import java.time.Duration;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.core.Settings;
import org.hostha.oobm.ipmi.IpmiDriver;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;

/** There and back: a driver of ours as CloudStack's, and that one as ours again, before a real BMC's protocol. */
public class ForeignDriverConformanceTest extends DriverConformanceKit {

    private static final class QuickIpmi extends NativeDriver {
        @Override
        protected OutOfBandManagementDriver make(Settings settings) {
            return new IpmiDriver(IpmiOptions.defaults().withRetransmission(Duration.ofMillis(200), 5));
        }
    }

    private final ManagedLoop timers = new ManagedLoop("test-timers");
    private final ForeignCalls calls = new ForeignCalls("test-calls", 50, timers);
    private final QuickIpmi bean = new QuickIpmi();

    @Override
    protected OutOfBandManagementDriver newDriver() {
        bean.setName("IPMI");
        return new ForeignDriver(bean, calls);
    }

    @Override
    protected SimulatedBmc newBmc() {
        return FakeBmc.start();
    }

    @After
    public void stop() {
        bean.stop();
        calls.close();
        timers.close();
    }
}
