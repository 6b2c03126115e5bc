package org.hostha.oobm.ipmi.internal.wire;

/**
 * The cipher suites that authenticate, protect and encrypt (IPMI 2.0, table 22-20). Both encrypt with AES-CBC-128; the
 * others are weaker or leave something out, and are not offered.
 */
public enum CipherSuite {
    /** RAKP-HMAC-SHA1, HMAC-SHA1-96. */
    SUITE_3(3, 0x01, 0x01, "HmacSHA1", 20, 12),
    /** RAKP-HMAC-SHA256, HMAC-SHA256-128. */
    SUITE_17(17, 0x03, 0x04, "HmacSHA256", 32, 16);

    /** AES-CBC-128, table 13-19. */
    public static final int CONFIDENTIALITY = 0x01;

    private final int id;
    private final int authentication;
    private final int integrity;
    private final String hmac;
    private final int hmacLength;
    private final int truncatedLength;

    CipherSuite(int id, int authentication, int integrity, String hmac, int hmacLength, int truncatedLength) {
        this.id = id;
        this.authentication = authentication;
        this.integrity = integrity;
        this.hmac = hmac;
        this.hmacLength = hmacLength;
        this.truncatedLength = truncatedLength;
    }

    /** @throws IllegalArgumentException naming the suites that exist here */
    public static CipherSuite of(int id) {
        for (CipherSuite suite : values()) {
            if (suite.id == id) {
                return suite;
            }
        }
        throw new IllegalArgumentException("cipher suite " + id + " is not supported: use 3 or 17");
    }

    public int id() {
        return id;
    }

    /** Authentication algorithm number, table 13-17. */
    public int authentication() {
        return authentication;
    }

    /** Integrity algorithm number, table 13-18. */
    public int integrity() {
        return integrity;
    }

    /** The JCA name of the HMAC behind authentication, integrity and key generation. */
    public String hmac() {
        return hmac;
    }

    /** Length of the key exchange's authentication codes in RAKP messages 2 and 3. */
    public int hmacLength() {
        return hmacLength;
    }

    /** Length of the check value in RAKP message 4 and of each packet's authentication code. */
    public int truncatedLength() {
        return truncatedLength;
    }

    @Override
    public String toString() {
        return "cipher suite " + id;
    }
}
