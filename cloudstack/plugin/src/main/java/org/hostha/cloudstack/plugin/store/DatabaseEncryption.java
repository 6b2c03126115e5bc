package org.hostha.cloudstack.plugin.store;

import com.cloud.utils.crypt.DBEncryptionUtil;
import org.hostha.core.Secret;
import org.hostha.core.SecretEncryption;

/** CloudStack's database encryption, as it is configured; none where it is off. */
public final class DatabaseEncryption implements SecretEncryption {

    /** Of {@code oobm.password}. */
    private static final int LONGEST = 255;

    @Override
    public String encrypt(Secret secret) {
        String encrypted = DBEncryptionUtil.encrypt(secret.revealText());
        if (encrypted.length() > LONGEST) {
            throw new IllegalArgumentException("the password is too long: encrypted, it takes " + encrypted.length()
                    + " characters of the " + LONGEST + " that CloudStack's table has");
        }
        return encrypted;
    }

    @Override
    public Secret decrypt(String encrypted) {
        try {
            return Secret.of(DBEncryptionUtil.decrypt(encrypted));
        } catch (RuntimeException e) {
            // The cause may quote what it could not read.
            throw new IllegalArgumentException("it can't be decrypted with this database's key (" + e.getClass().getSimpleName()
                    + "); configure out-of-band management of the host again");
        }
    }
}
