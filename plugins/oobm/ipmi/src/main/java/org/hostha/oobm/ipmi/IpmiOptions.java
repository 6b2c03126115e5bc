package org.hostha.oobm.ipmi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hostha.core.Secret;

/**
 * How the driver talks.
 *
 * @param cipherSuites cipher suite ids to offer, the preferred first: 17 and 3 exist
 * @param bmcKey the key of the BMCs themselves (Kg), where one is set on them
 * @param firstRetransmission patience before a datagram is sent again; doubled each time, up to 8 times
 * @param transmissions how often a datagram is sent in all before the BMC counts as unreachable; a session kept from
 *     before counts as lost after half as many
 * @param idle how long a session without use is kept; below the 60 s after which BMCs drop it (IPMI 2.0, section
 *     6.12.15)
 * @param sharedPorts UDP source ports for all BMCs together
 */
public record IpmiOptions(List<Integer> cipherSuites, Optional<Secret> bmcKey, Duration firstRetransmission,
        int transmissions, Duration idle, int sharedPorts) {

    private static final int MOST_PATIENCE = 8;

    public IpmiOptions {
        cipherSuites = List.copyOf(cipherSuites);
        if (cipherSuites.isEmpty() || transmissions < 1 || sharedPorts < 1 || firstRetransmission.isNegative()
                || firstRetransmission.isZero()) {
            throw new IllegalArgumentException(
                    "at least one cipher suite, transmission and port, and some patience are needed");
        }
    }

    /**
     * Suites 17, then 3; no BMC key; datagrams at 0, 0.5, 1.5, 3.5 and 7.5 s, given up at 11.5 s;
     * sessions kept for 45 s; 16 ports.
     */
    public static IpmiOptions defaults() {
        return new IpmiOptions(List.of(17, 3), Optional.empty(), Duration.ofMillis(500), 5, Duration.ofSeconds(45), 16);
    }

    public IpmiOptions withCipherSuites(Integer... suites) {
        return new IpmiOptions(List.of(suites), bmcKey, firstRetransmission, transmissions, idle, sharedPorts);
    }

    public IpmiOptions withBmcKey(Secret key) {
        return new IpmiOptions(cipherSuites, Optional.of(key), firstRetransmission, transmissions, idle, sharedPorts);
    }

    public IpmiOptions withRetransmission(Duration first, int times) {
        return new IpmiOptions(cipherSuites, bmcKey, first, times, idle, sharedPorts);
    }

    public IpmiOptions withIdle(Duration time) {
        return new IpmiOptions(cipherSuites, bmcKey, firstRetransmission, transmissions, time, sharedPorts);
    }

    /** The patience after {@code patience} was not enough. */
    public Duration next(Duration patience) {
        Duration most = firstRetransmission.multipliedBy(MOST_PATIENCE);
        Duration doubled = patience.multipliedBy(2);
        return doubled.compareTo(most) > 0 ? most : doubled;
    }

    /** How long it takes until a datagram that may be repeated is given up: the patience for one that may not. */
    public Duration wholePatience() {
        Duration sum = Duration.ZERO;
        Duration patience = firstRetransmission;
        for (int i = 0; i < transmissions; i++) {
            sum = sum.plus(patience);
            patience = next(patience);
        }
        return sum;
    }
}
