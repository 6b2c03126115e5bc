package org.hostha.oobm;

import java.util.Objects;
import java.util.Optional;

/**
 * What one look at a BMC showed, all of it read in one session.
 *
 * @param state {@link PowerState#On}, {@link PowerState#Off} or {@link PowerState#Unknown}. Unknown whenever the BMC
 *     says so, is in transition, is initialising, or speaks for another system than expected.
 * @param systemGuid the system that the BMC speaks for (IPMI: Get System GUID, 32 lower-case hex digits in the order of
 *     the wire; Redfish: the system's UUID), empty when it has none or would not tell
 * @param detail what the BMC answered, in one line, for people
 */
public record PowerReading(PowerState state, Optional<String> systemGuid, String detail) {

    public PowerReading {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(systemGuid, "systemGuid");
        Objects.requireNonNull(detail, "detail");
        if (state == PowerState.Disabled) {
            throw new IllegalArgumentException("a BMC can't answer Disabled");
        }
    }
}
