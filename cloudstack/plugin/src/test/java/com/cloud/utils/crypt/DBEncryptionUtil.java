package com.cloud.utils.crypt;

import com.cloud.utils.exception.CloudRuntimeException;

/** CloudStack's, as far as the plugin feels it. */
public class DBEncryptionUtil {

    private static final String MARK = "encrypted:";

    public static String encrypt(String text) {
        return text == null || text.isEmpty() ? text : MARK + new StringBuilder(text).reverse();
    }

    public static String decrypt(String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        if (!text.startsWith(MARK)) {
            throw new CloudRuntimeException("can't decrypt " + text);
        }
        return new StringBuilder(text.substring(MARK.length())).reverse().toString();
    }
}
