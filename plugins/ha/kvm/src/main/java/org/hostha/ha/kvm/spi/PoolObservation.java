package org.hostha.ha.kvm.spi;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one look at one storage pool shows of a suspect. Contents are compared with earlier ones of the same neighbour,
 * and with nothing else: what they mean, and by whose clock, does not matter. A neighbour that shows no contents, only
 * its own opinion (CloudStack's agents answer {@code CheckOnHostCommand} with a bare boolean), is quoted.
 *
 * @param pool the pool, by the name that {@link HostDirectory#pools} gives it
 * @param heartbeat content of the suspect's heartbeat; empty where there is none
 * @param disks for each disk that was found, of those that were asked for: something that changes whenever it is
 *     written to (size and time of modification, a generation, a write counter)
 * @param opinion whether the neighbour holds the suspect's heartbeat for beating, where it shows no contents
 * @param error why the pool could not be looked at; then it shows nothing
 * @param own content of the neighbour's own heartbeat there; empty where it writes none, or does not show it
 */
public record PoolObservation(String pool, Optional<String> heartbeat, Map<String, String> disks,
        Optional<Boolean> opinion, Optional<String> error, Optional<String> own) {

    public PoolObservation {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(opinion, "opinion");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(own, "own");
        disks = Map.copyOf(disks);
        if (error.isPresent() && (heartbeat.isPresent() || opinion.isPresent() || !disks.isEmpty())) {
            throw new IllegalArgumentException("a pool that could not be looked at shows nothing");
        }
        if (opinion.isPresent() && heartbeat.isPresent()) {
            throw new IllegalArgumentException("who shows the heartbeat is not asked for an opinion of it");
        }
    }

    public static PoolObservation seen(String pool, Optional<String> heartbeat, Map<String, String> disks) {
        return new PoolObservation(pool, heartbeat, disks, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @param beating what the neighbour says of the suspect's heartbeat; weak evidence */
    public static PoolObservation opinion(String pool, boolean beating) {
        return new PoolObservation(pool, Optional.empty(), Map.of(), Optional.of(beating), Optional.empty(), Optional.empty());
    }

    public static PoolObservation failed(String pool, String error) {
        return new PoolObservation(pool, Optional.empty(), Map.of(), Optional.empty(), Optional.of(error),
                Optional.empty());
    }

    /** The same, with what the neighbour itself has written there. */
    public PoolObservation withOwn(String content) {
        return new PoolObservation(pool, heartbeat, disks, opinion, error, Optional.of(content));
    }
}
