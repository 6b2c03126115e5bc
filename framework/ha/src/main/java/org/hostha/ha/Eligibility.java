package org.hostha.ha;

/**
 * Whether HA may look after a resource in its present condition.
 *
 * @param eligible true when it may
 * @param reason why not; or, for an eligible resource, what is missing without disqualifying it ("reduced evidence: no
 *     neighbour"); empty when there is nothing to say
 */
public record Eligibility(boolean eligible, String reason) {

    public static final Eligibility ELIGIBLE = new Eligibility(true, "");

    public static Eligibility ineligible(String reason) {
        return new Eligibility(false, reason);
    }
}
