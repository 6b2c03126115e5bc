package org.hostha.oobm.ipmi.internal.session;

import java.util.Optional;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.internal.wire.Commands;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;

/**
 * Who logs in: sessions are shared only between equal logins.
 *
 * @param name user name, at most 16 bytes (IPMI 2.0, section 22.29); empty for the anonymous user
 * @param password at most 20 bytes
 * @param bmcKey Kg, where the BMC has one: at most 20 bytes
 */
public record Login(String name, Secret password, Optional<Secret> bmcKey) {

    public static final int MAX_PASSWORD_LENGTH = 20;
    private static final int MAX_NAME_LENGTH = 16;

    /** @throws RefusedException AUTHENTICATION when IPMI has no room for the name or the password */
    public Login {
        if (Commands.username(name).length > MAX_NAME_LENGTH) {
            throw new RefusedException(Kind.AUTHENTICATION, "the user name is longer than IPMI's " + MAX_NAME_LENGTH
                    + " bytes");
        }
        if (password.length() > MAX_PASSWORD_LENGTH || bmcKey.map(Secret::length).orElse(0) > MAX_PASSWORD_LENGTH) {
            throw new RefusedException(Kind.AUTHENTICATION, "the password or the BMC key (Kg) is longer than IPMI's "
                    + MAX_PASSWORD_LENGTH + " bytes");
        }
    }

    byte[] username() {
        return Commands.username(name);
    }
}
