package org.hostha.oobm.ipmi.internal;

import java.util.Arrays;
import java.util.Random;

/** Packets as an attacker or a broken cable would change them. */
public final class Mutations {

    private Mutations() {
    }

    /** A changed copy, or bytes that have nothing to do with {@code packet}; never equal to it. */
    public static byte[] of(byte[] packet, Random random) {
        byte[] changed = change(packet, random);
        return Arrays.equals(changed, packet) ? Arrays.copyOf(packet, packet.length - 1) : changed;
    }

    private static byte[] change(byte[] packet, Random random) {
        switch (random.nextInt(6)) {
            case 0:
                return Arrays.copyOf(packet, random.nextInt(packet.length));
            case 1:
                return Arrays.copyOf(packet, packet.length + 1 + random.nextInt(1100));
            case 2:
                byte[] rubbish = new byte[random.nextInt(300)];
                random.nextBytes(rubbish);
                return rubbish;
            case 3:
                byte[] tail = packet.clone();
                int from = random.nextInt(packet.length);
                byte[] bytes = new byte[packet.length - from];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, tail, from, bytes.length);
                return tail;
            default:
                byte[] flipped = packet.clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
                }
                return flipped;
        }
    }
}
