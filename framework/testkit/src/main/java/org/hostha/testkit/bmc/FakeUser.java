package org.hostha.testkit.bmc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One of a BMC's users. */
final class FakeUser {

    /** IPMI's numbers of the privilege levels. */
    static final int USER = 2;
    static final int OPERATOR = 3;
    static final int ADMINISTRATOR = 4;

    private final String name;
    private final int privilege;
    private volatile byte[] password;

    FakeUser(String name, String password, int privilege) {
        this.name = name;
        this.privilege = privilege;
        password(password.getBytes(StandardCharsets.UTF_8));
    }

    String name() {
        return name;
    }

    int privilege() {
        return privilege;
    }

    /** 20 bytes, the unused ones zero. */
    byte[] password() {
        return password;
    }

    void password(byte[] bytes) {
        password = Arrays.copyOf(bytes, 20);
    }
}
