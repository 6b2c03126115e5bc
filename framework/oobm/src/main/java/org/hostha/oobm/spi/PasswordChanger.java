package org.hostha.oobm.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;

/** Can change the password of the user that it logs in as. */
public interface PasswordChanger extends OutOfBandManagementDriver {

    /**
     * Changes the password. Once it has succeeded, the old password no longer works and the new one does; setting the
     * password that is already set succeeds.
     *
     * <p>The kind of a failure tells whether the BMC may have got the new password: {@code AUTHENTICATION},
     * {@code WRONG_SYSTEM}, {@code REJECTED} and {@code UNSUPPORTED} mean that it certainly has not, every other kind
     * that it may.
     *
     * @param deadline from now; positive
     */
    CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline);

    /** The longest password that the BMC can store, in bytes; longer ones are refused before anything is sent. */
    int maxPasswordLength();
}
