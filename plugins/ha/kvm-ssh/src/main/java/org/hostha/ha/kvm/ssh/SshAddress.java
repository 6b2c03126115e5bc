package org.hostha.ha.kvm.ssh;

import java.net.URI;
import java.util.Objects;

/**
 * Where a host's sshd listens, and as whom we log in.
 *
 * @param host address or name; a name is looked up by whoever asks, which may take its time: prefer addresses
 */
public record SshAddress(String user, String host, int port) {

    private static final String DEFAULT_USER = "root";
    private static final int DEFAULT_PORT = 22;

    public SshAddress {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /**
     * Reads {@code ssh://[USER@]HOST[:PORT]}; root and 22 unless it says otherwise.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static SshAddress of(URI uri) {
        if (!"ssh".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("'" + uri + "' is no address of the kind ssh://USER@HOST:PORT");
        }
        return new SshAddress(uri.getUserInfo() == null ? DEFAULT_USER : uri.getUserInfo(),
                uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort());
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
