package org.hostha.ha.kvm.spi;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one look at one storage pool shows of a suspect. Contents are compared with earlier ones of the same neighbour,
 * and with nothing else: what they mean, and by whose clock, does not matter.
 *
 * @param pool the pool, by the name that {@link HostDirectory#pools} gives it
 * @param heartbeat content of the suspect's heartbeat; empty where there is none
 * @param disks for each disk that was found, of those that were asked for: something that changes whenever it is
 *     written to (size and time of modification, a generation, a write counter)
 * @param error why the pool could not be looked at; then it shows nothing
 */
public record PoolObservation(String pool, Optional<String> heartbeat, Map<String, String> disks,
        Optional<String> error) {

    public PoolObservation {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(error, "error");
        disks = Map.copyOf(disks);
        if (error.isPresent() && (heartbeat.isPresent() || !disks.isEmpty())) {
            throw new IllegalArgumentException("a pool that could not be looked at shows nothing");
        }
    }

    public static PoolObservation seen(String pool, Optional<String> heartbeat, Map<String, String> disks) {
        return new PoolObservation(pool, heartbeat, disks, Optional.empty());
    }

    public static PoolObservation failed(String pool, String error) {
        return new PoolObservation(pool, Optional.empty(), Map.of(), Optional.of(error));
    }
}
