package com.cloud.utils.crypt;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class DBEncryptionUtil {
    public static String encrypt(String text) {
        return Signature.value();
    }
    public static String decrypt(String text) {
        return Signature.value();
    }
}
