package org.hostha.ha;

import java.util.Objects;

/**
 * What one check found out.
 *
 * @param verdict what it says
 * @param source who was asked, for people: {@code agent}, {@code 2 neighbours over nfs-1}, {@code BMC 10.0.0.7:623}
 * @param reason what was seen, in one line, for people
 */
public record Evidence(Verdict verdict, String source, String reason) {

    public Evidence {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reason, "reason");
    }

    public static Evidence alive(String source, String reason) {
        return new Evidence(Verdict.ALIVE, source, reason);
    }

    public static Evidence dead(String source, String reason) {
        return new Evidence(Verdict.DEAD, source, reason);
    }

    public static Evidence unknown(String source, String reason) {
        return new Evidence(Verdict.UNKNOWN, source, reason);
    }

    @Override
    public String toString() {
        return verdict + " by " + source + ": " + reason;
    }
}
