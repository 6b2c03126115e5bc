package org.hostha.cloudstack.signatures;

/** Stands where CloudStack has code. */
public final class Signature {

    private Signature() {
    }

    /** A value that the compiler can't know: what it stands for is never copied into a class that uses it. */
    public static <T> T value() {
        return null;
    }
}
