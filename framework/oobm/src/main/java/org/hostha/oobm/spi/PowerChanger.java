package org.hostha.oobm.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.PowerOperation;

/** Can change a machine's power. */
public interface PowerChanger extends OutOfBandManagementDriver {

    /**
     * Sends one power command. Where the endpoint names a system GUID, the driver compares it first, in the same
     * session, and fails with {@code WRONG_SYSTEM} without having sent the command. ON of a machine that is on, and OFF
     * of one that is off, succeed. OFF is the hardest way off that the BMC offers.
     *
     * <p>The kind of a failure tells whether the BMC may have got the command: {@code TIMEOUT} and {@code PROTOCOL}
     * mean that it may, every other kind that it certainly has not or has refused it.
     *
     * @param operation anything but {@link PowerOperation#STATUS}
     * @param deadline from now; positive
     * @return the BMC's answer in one line. It means that the BMC accepted the command, not that it has been carried
     *     out: read the power to know.
     */
    CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline);
}
