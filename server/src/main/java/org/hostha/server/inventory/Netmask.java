package org.hostha.server.inventory;

/** The two ways to write how long a network's prefix is. */
public final class Netmask {

    private Netmask() {
    }

    /**
     * The length of the prefix.
     *
     * @param mask such as {@code 255.255.255.0}
     * @throws IllegalArgumentException when it is none
     */
    public static int bits(String mask) {
        long value = 0;
        String[] parts = mask.split("\\.", -1);
        for (String part : parts) {
            if (parts.length != 4 || !part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
                throw wrong(mask);
            }
            value = value << 8 | Integer.parseInt(part);
        }
        int bits = Long.bitCount(value);
        if (value != (0xFFFFFFFFL << (32 - bits) & 0xFFFFFFFFL)) {
            throw wrong(mask);
        }
        return bits;
    }

    /** The mask of a prefix of 0 to 32 bits. */
    public static String of(int bits) {
        long value = 0xFFFFFFFFL << (32 - bits) & 0xFFFFFFFFL;
        return (value >> 24) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }

    private static IllegalArgumentException wrong(String mask) {
        return new IllegalArgumentException("netmask " + mask + " is none; write it as 255.255.255.0");
    }
}
