package org.hostha.oobm.spi;

import java.util.List;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.PowerState;

/** Where out-of-band management is configured. Calls block. */
public interface OutOfBandManagementStore {

    Optional<OutOfBandManagement> find(long hostId);

    /** All hosts that are configured, in one statement. */
    List<OutOfBandManagement> all();

    /**
     * Makes or changes a host's row. Its switch stays as it is; what was proven about the BMC is forgotten, and so is a
     * pending password.
     */
    void configure(long hostId, String driver, String address, String port, String username, Secret password);

    /** Turns the switch of a configured host, or of a zone or cluster. */
    void turnSwitch(Partition partition, boolean on);

    /** False only where the zone's or cluster's switch was turned off. */
    boolean switchedOn(Partition partition);

    /** Whatever the host's configuration is by now. */
    void savePowerState(long hostId, PowerState state);

    /**
     * What was read at a BMC.
     *
     * @param asked the host as it was configured then
     * @return false, and nothing is changed, when the host is switched off by now or has another BMC
     */
    boolean saveReading(OutOfBandManagement asked, PowerState state);

    /**
     * A BMC was reached, logged in to and read just now, and controls this system.
     *
     * @param asked the host as it was configured then
     * @return false, and nothing is changed, when that {@linkplain OutOfBandManagement#isProvenBy proves} nothing of how it is
     *     configured now
     */
    boolean saveProof(OutOfBandManagement asked, Optional<String> systemGuid);

    /**
     * The BMC may have this password from now on.
     *
     * @return false, and nothing is changed, while another one is pending
     */
    boolean savePendingPassword(long hostId, Secret pending);

    /**
     * A BMC has this password: it is the host's from now on, and pending no longer if it was.
     *
     * @param asked the host as it was configured when that was found
     * @return false, and nothing is changed, when the host {@linkplain OutOfBandManagement#mayAdopt may not adopt} it any more
     */
    boolean promotePassword(OutOfBandManagement asked, Secret password);

    /** The BMC certainly does not have this password, which is pending. Nothing happens when another one is. */
    void dropPendingPassword(long hostId, Secret pending);
}
