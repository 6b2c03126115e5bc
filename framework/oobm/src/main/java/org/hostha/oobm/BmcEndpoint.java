package org.hostha.oobm;

import java.util.Objects;
import java.util.Optional;
import org.hostha.core.Secret;

/**
 * Where a BMC is and how to log in: CloudStack's four options, in the meaning that the driver gives them (to
 * {@code nestedcloudstack}, the address is a URL and the port a virtual machine's id).
 *
 * @param address host name, IPv4 or IPv6 address without brackets, or what the driver says instead
 * @param port text, as CloudStack keeps it
 * @param username may be empty where the driver allows it
 * @param password shared with the caller; the driver doesn't close it
 * @param systemGuid the system that this BMC is known to control, as {@link PowerReading#systemGuid()} gave it; empty
 *     before the first preflight. Every session that powers compares it, and refuses a different one.
 */
public record BmcEndpoint(String address, String port, String username, Secret password, Optional<String> systemGuid) {

    public BmcEndpoint {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(systemGuid, "systemGuid");
    }

    /** Names the BMC in messages: the address and port, nothing secret. */
    @Override
    public String toString() {
        boolean bareIpv6 = address.indexOf(':') >= 0 && address.indexOf('/') < 0;
        return bareIpv6 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
