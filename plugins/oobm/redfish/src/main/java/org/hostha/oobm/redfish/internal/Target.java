package org.hostha.oobm.redfish.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * Where a BMC's Redfish service is, and which of its systems is meant.
 *
 * @param name for messages
 * @param origin scheme, host and port
 * @param systemId last segment of the system's path; empty when the BMC is expected to have but one
 */
record Target(String name, URI origin, Optional<String> systemId) {

    private static final int MAX_PORT = 65535;

    /**
     * @param bmc address {@code host}, {@code host/systemId} or {@code host/redfish/v1/Systems/systemId}, where host
     *     is a name, an IPv4 address or an IPv6 address with or without brackets; port empty for the scheme's own
     * @param defaultSystem for an address that names none; may be empty
     */
    static Target of(BmcEndpoint bmc, boolean https, String defaultSystem) {
        String address = bmc.address().trim();
        int slash = address.indexOf('/');
        String host = slash < 0 ? address : address.substring(0, slash);
        String path = slash < 0 ? "" : address.substring(slash).replaceAll("/+$", "");
        String system = path.isEmpty() ? defaultSystem.trim() : path.substring(path.lastIndexOf('/') + 1);
        try {
            URI origin = new URI(https ? "https" : "http", null, bracketed(bmc, host), port(bmc, https), "/", null,
                    null);
            return new Target(bmc.toString(), origin, Optional.of(system).filter(text -> !text.isEmpty()));
        } catch (URISyntaxException e) {
            throw wrong(bmc, "is not a host name or IP address");
        }
    }

    private static String bracketed(BmcEndpoint bmc, String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        long colons = bare.chars().filter(c -> c == ':').count();
        if (bare.isEmpty() || colons == 1) {
            throw wrong(bmc, "must be a host name or IP address alone: redfish.use.https says http or https, and the "
                    + "port has a parameter of its own");
        }
        return colons == 0 ? bare : "[" + bare + "]";
    }

    private static int port(BmcEndpoint bmc, boolean https) {
        String text = bmc.port().trim();
        if (text.isEmpty()) {
            return https ? 443 : 80;
        }
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_PORT) {
            return Integer.parseInt(text);
        }
        throw new OutOfBandManagementException(Kind.UNREACHABLE,
                bmc + ": the port is not a number from 1 to " + MAX_PORT);
    }

    private static OutOfBandManagementException wrong(BmcEndpoint bmc, String what) {
        return new OutOfBandManagementException(Kind.UNREACHABLE, bmc + ": the address " + what);
    }

    /** Where a link of the BMC leads: whatever host it names, to this BMC. */
    URI resolve(String link) {
        try {
            URI parsed = new URI(link);
            String path = parsed.getRawPath() == null ? "" : parsed.getRawPath().replaceAll("/{2,}", "/");
            String query = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
            return origin.resolve((path.startsWith("/") ? path : "/" + path) + query);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new OutOfBandManagementException(Kind.PROTOCOL, name + ": a link of the BMC is no path");
        }
    }

    /** Whether a URL has this BMC's scheme, host and port. */
    boolean serves(URI url) {
        int standard = origin.getScheme().equals("https") ? 443 : 80;
        return origin.getScheme().equalsIgnoreCase(url.getScheme()) && origin.getHost().equalsIgnoreCase(url.getHost())
                && origin.getPort() == (url.getPort() < 0 ? standard : url.getPort());
    }

    OutOfBandManagementException failure(Kind kind, String message) {
        return new OutOfBandManagementException(kind, name + ": " + message);
    }

    OutOfBandManagementException failure(Kind kind, String message, Throwable cause) {
        return new OutOfBandManagementException(kind, name + ": " + message, cause);
    }
}
