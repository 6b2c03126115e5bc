package org.hostha.oobm;

import java.util.Optional;

/**
 * What preflight learns of a BMC.
 *
 * @param systemGuid as in {@link PowerReading#systemGuid()}
 * @param firmware product and firmware revision in one line, for people
 * @param mayPower whether the user is allowed to change power (IPMI: operator)
 * @param mayChangePassword whether the user is allowed to change passwords (IPMI: administrator)
 */
public record BmcIdentity(Optional<String> systemGuid, String firmware, boolean mayPower, boolean mayChangePassword) {
}
