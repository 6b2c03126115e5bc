package org.hostha.ha;

import java.time.Duration;
import java.util.Optional;
import org.hostha.core.Partition;
import org.hostha.core.Resource;

/**
 * What an admin has laid down about HA besides its switches. It is in force until it is lifted or has expired, also
 * over restarts and for all managers.
 *
 * @param kind what it says
 * @param where what it is about; empty for everything
 * @param left how long it stays in force; empty until it is lifted
 * @param by who laid it down, for people
 * @param reason why, for people; may be empty
 */
public record Directive(Kind kind, Optional<Partition> where, Optional<Duration> left, String by, String reason) {

    /** What a directive says. */
    public enum Kind {
        /** Decide and record, but never act. */
        OBSERVE("observe mode"),
        /** Don't act for a while: somebody works on the firmware or the rack. */
        SUSPEND("suspended"),
        /** Don't act: no command that changes power is armed, nor sent when it was. */
        DISARM("disarmed"),
        /** Somebody has seen that the resource is off. */
        CONFIRM("confirmed off");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** True when it is about everything, or about the resource or its cluster, pod or zone. */
    public boolean covers(Resource resource) {
        return where.isEmpty() || where.get().equals(resource.partition())
                || where.get().equals(Partition.cluster(resource.clusterId()))
                || where.get().equals(Partition.pod(resource.podId()))
                || where.get().equals(Partition.zone(resource.zoneId()));
    }

    /** True when nothing destructive may be done to what it covers. */
    public boolean holds() {
        return kind != Kind.CONFIRM;
    }

    /** In words that don't change while it is in force. */
    public String words() {
        return kind.words + " (" + where.map(Partition::toString).orElse("everything") + ", by " + by
                + (reason.isEmpty() ? "" : ": " + reason) + ")";
    }
}
