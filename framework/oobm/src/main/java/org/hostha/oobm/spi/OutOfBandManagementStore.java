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

    void savePowerState(long hostId, PowerState state);

    /** The BMC was reached, logged in to and read just now, and controls this system. */
    void saveProof(long hostId, Optional<String> systemGuid);

    /** The BMC may have this password from now on. */
    void savePendingPassword(long hostId, Secret pending);

    /** The pending password has become the password. Nothing happens when there is none. */
    void promotePendingPassword(long hostId);

    /** The BMC certainly does not have the pending password. */
    void dropPendingPassword(long hostId);
}
