package org.hostha.oobm.ipmi.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hostha.oobm.ipmi.internal.Mutations;
import org.hostha.oobm.ipmi.internal.wire.CipherSuite;
import org.hostha.oobm.ipmi.internal.wire.Commands;
import org.hostha.oobm.ipmi.internal.wire.Datagram;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange;
import org.hostha.oobm.ipmi.internal.wire.MalformedPacketException;
import org.hostha.oobm.ipmi.internal.wire.Privilege;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;
import org.hostha.oobm.ipmi.internal.wire.Response;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;
import org.junit.Test;

/**
 * Packets that nobody honest sends. {@code -Dhostha.fuzz.cases=N} tries more of them, {@code -Dhostha.fuzz.seed=N}
 * others.
 */
public class HostilePacketsTest {

    private static final int CASES = Integer.getInteger("hostha.fuzz.cases", 200_000);
    private static final long SEED = Long.getLong("hostha.fuzz.seed", 1);

    private final FakeBmc bmc = FakeBmc.start();

    @After
    public void close() {
        bmc.close();
    }

    @Test
    public void whateverArrivesIsReadOrRefusedAndNothingForgedIsOpened() throws MalformedPacketException {
        Random random = new Random(SEED);
        for (CipherSuite suite : CipherSuite.values()) {
            OpenedSession opened = new OpenedSession(bmc, suite);
            for (int i = 0; i < 20; i++) {
                opened.ask(List.of(Commands.getSystemGuid(), Commands.getDeviceId(), Commands.getChassisStatus())
                        .get(i % 3));
            }
            List<byte[]> honest = opened.received();
            for (int i = 0; i < CASES / 2; i++) {
                byte[] original = honest.get(random.nextInt(honest.size()));
                byte[] packet = Mutations.of(original, random);
                try {
                    decode(packet, original, opened.session());
                } catch (RuntimeException e) {
                    fail("seed " + SEED + ", " + suite + ", case " + i + ": " + Arrays.toString(packet), e);
                }
            }
        }
    }

    /** The RMCP header is the one part that is not signed. */
    private static boolean isSigned(byte[] packet, byte[] original) {
        return packet.length == original.length
                && Arrays.equals(packet, Datagram.RMCP_LENGTH, packet.length, original, Datagram.RMCP_LENGTH,
                        packet.length);
    }

    private static void decode(byte[] packet, byte[] original, Session session) {
        try {
            Datagram datagram = Datagram.decode(packet);
            if (datagram instanceof Datagram.Protected sealed) {
                assertThat(session.open(sealed).isPresent() && !isSigned(packet, original)).isFalse();
            } else if (datagram instanceof Datagram.Unprotected message) {
                decodeKeyExchange(message.payload());
            } else if (datagram instanceof Datagram.Sessionless message) {
                use(Response.decode(message.message()));
            }
        } catch (MalformedPacketException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static void decodeKeyExchange(byte[] payload) throws MalformedPacketException {
        KeyExchange.decodeOpenSession(payload);
        for (CipherSuite suite : CipherSuite.values()) {
            KeyExchange.decodeRakp2(payload, suite);
            KeyExchange.decodeRakp4(payload, suite);
        }
    }

    @Test
    public void anAnswerOfAnyLengthIsUsedOrRefused() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[random.nextInt(24)];
            random.nextBytes(data);
            use(new Response(7, 1, 0, 0, data));
        }
    }

    private static void use(Response response) {
        List<Runnable> readers = List.of(
                () -> Commands.channelCapabilities(response), () -> Commands.deviceId(response),
                () -> Commands.systemGuid(response), () -> Commands.chassisStatus(response),
                () -> Commands.userCount(response), () -> Commands.userName(response));
        for (Runnable reader : readers) {
            try {
                reader.run();
            } catch (RefusedException e) {
                assertThat(e.getMessage()).contains("too few");
            }
        }
    }

    @Test
    public void aReplayedPacketIsNotOpenedTwice() throws MalformedPacketException {
        OpenedSession opened = new OpenedSession(bmc, CipherSuite.SUITE_17);
        byte[] first = opened.ask(Commands.getChassisStatus());
        byte[] second = opened.ask(Commands.getChassisStatus());
        assertThat(open(opened, second)).isPresent();
        assertThat(open(opened, first)).as("late, but new").isPresent();
        assertThat(open(opened, first)).isEmpty();
        assertThat(open(opened, second)).isEmpty();
    }

    @Test
    public void aPacketFromFarBehindOrAheadIsNotOpened() throws MalformedPacketException {
        OpenedSession opened = new OpenedSession(bmc, CipherSuite.SUITE_3);
        List<byte[]> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(opened.ask(Commands.getChassisStatus()));
        }
        assertThat(open(opened, answers.get(20))).as("21 ahead of nothing").isEmpty();
        for (int i = 0; i < 40; i += 10) {
            assertThat(open(opened, answers.get(i))).isPresent();
        }
        assertThat(open(opened, answers.get(12))).as("18 behind").isEmpty();
        assertThat(open(opened, answers.get(20))).as("seen").isEmpty();
        assertThat(open(opened, answers.get(21))).as("9 behind, unseen").isPresent();
    }

    @Test
    public void aPacketOfAnotherSessionIsNotOpened() throws MalformedPacketException {
        OpenedSession one = new OpenedSession(bmc, CipherSuite.SUITE_17);
        OpenedSession other = new OpenedSession(bmc, CipherSuite.SUITE_17);
        assertThat(open(one, other.ask(Commands.getChassisStatus()))).isEmpty();
    }

    private static Optional<byte[]> open(OpenedSession opened, byte[] packet) throws MalformedPacketException {
        return opened.session().open((Datagram.Protected) Datagram.decode(packet));
    }

    @Test
    public void aSessionNamesItselfWithoutItsKeys() throws MalformedPacketException {
        assertThat(new OpenedSession(bmc, CipherSuite.SUITE_17).session().toString())
                .matches("session [0-9a-f]{8} \\(cipher suite 17, " + Privilege.OPERATOR.text() + "\\)");
    }
}
