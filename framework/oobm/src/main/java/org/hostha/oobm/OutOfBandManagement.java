package org.hostha.oobm;

import java.time.Instant;
import java.util.Optional;
import org.hostha.core.Secret;

/**
 * A host's out-of-band management as stored, in CloudStack's terms ({@code oobm}) with what we keep beside it.
 *
 * @param hostId internal id of the host
 * @param enabled the host's own switch
 * @param powerState as last read; empty before the first reading
 * @param driver the driver's name, lower case
 * @param address as the driver understands it
 * @param port as the driver understands it
 * @param username may be empty where the driver allows it
 * @param password the one that is believed to work
 * @param pendingPassword the one that a password change was about to set when it was last heard of: works if the other
 *     one doesn't
 * @param systemGuid the system that preflight found behind the BMC
 * @param proven when it was last shown that the BMC can be reached, logged in to and read; wall clock, for display
 */
public record OutOfBandManagement(long hostId, boolean enabled, Optional<PowerState> powerState, String driver,
        String address, String port, String username, Secret password, Optional<Secret> pendingPassword,
        Optional<String> systemGuid, Optional<Instant> proven) {

    /** Where its BMC is. */
    public BmcEndpoint endpoint() {
        return new BmcEndpoint(address, port, username, password, systemGuid);
    }

    /** The same with the password that may have been set meanwhile. */
    public Optional<BmcEndpoint> pendingEndpoint() {
        return pendingPassword.map(pending -> new BmcEndpoint(address, port, username, pending, systemGuid));
    }

    /** Whether both speak of one BMC in one way; which password works is another matter. */
    public boolean hasBmcOf(OutOfBandManagement other) {
        return driver.equals(other.driver) && address.equals(other.address) && port.equals(other.port);
    }

    /** Whether both log in as one user to one BMC. */
    public boolean hasUserOf(OutOfBandManagement other) {
        return hasBmcOf(other) && username.equals(other.username);
    }

    /** Whether what was shown by logging in as {@code asked} says is shown of this one as well. */
    public boolean isProvenBy(OutOfBandManagement asked) {
        return hasUserOf(asked)
                && (password.equals(asked.password) || asked.pendingPassword.equals(Optional.of(password)));
    }

    /**
     * Whether a password that was found or set at the BMC by logging in as {@code asked} says is this one's: not when somebody
     * has stored another one since, who was told by the BMC later.
     */
    public boolean mayAdopt(Secret found, OutOfBandManagement asked) {
        return hasUserOf(asked) && (pendingPassword.equals(Optional.of(found)) || password.equals(asked.password)
                || password.equals(found));
    }
}
