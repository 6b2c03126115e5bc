package org.hostha.ha;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a resource is in its state.
 *
 * @param stored where it stands: state, counters, custody, order, release
 * @param reason why
 * @param owner the manager that looks after it
 * @param evidence what was last found out, by kind; only its owner knows
 * @param guards everything that can hold back destructive work, open or closed; only its owner knows
 * @param nextDeadline when something will happen unless something else happens first, and what; empty when nothing is
 *     due
 * @param policy the settings in force, and the time budgets that follow from them
 */
public record Explanation(Stored stored, String reason, OptionalLong owner, List<Finding> evidence, List<Guard> guards,
        Optional<String> nextDeadline, HAPolicy policy) {

    /**
     * @param kind {@code health}, {@code activity} or {@code power}
     * @param age since it was found out
     */
    public record Finding(String kind, Evidence evidence, Duration age) { }

    /**
     * @param name what it is
     * @param closed true when it holds the resource back
     * @param words why it is closed, or what it would close for
     */
    public record Guard(String name, boolean closed, String words) { }

    /** Where it stands in the state machine. */
    public Optional<HAState> state() {
        return stored.state();
    }

    /** The guards that are closed, in words. */
    public List<String> holds() {
        return guards.stream().filter(Guard::closed).map(Guard::words).toList();
    }

    /** What VM HA is told. */
    public VmHAStatus vmHAStatus() {
        return VmHAStatus.of(stored);
    }

    /** What a row alone says, for those who don't own the resource. */
    static Explanation of(HARow row, HAPolicy policy) {
        String elsewhere = row.owner().isPresent() ? "looked after by manager " + row.owner().getAsLong()
                + ", which knows the evidence" : "not looked after by any manager yet";
        return new Explanation(row.stored(), row.reason().isEmpty() ? elsewhere : row.reason() + " (" + elsewhere + ")",
                row.owner(), List.of(), List.of(), Optional.empty(), policy);
    }
}
