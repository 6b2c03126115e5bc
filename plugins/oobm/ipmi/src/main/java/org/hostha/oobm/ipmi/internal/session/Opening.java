package org.hostha.oobm.ipmi.internal.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmi.internal.wire.CipherSuite;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange.OpenSessionResponse;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange.Rakp2;
import org.hostha.oobm.ipmi.internal.wire.KeyExchange.Rakp4;
import org.hostha.oobm.ipmi.internal.wire.Privilege;
import org.hostha.oobm.ipmi.internal.wire.RakpStatus;
import org.hostha.oobm.ipmi.internal.wire.RefusedException;

/**
 * The console's side of the authenticated key exchange, up to the open {@link Session} (IPMI 2.0, sections 13.15 to
 * 13.32). It computes and checks messages; sending them is another's business. Each message is computed once, so that a
 * retransmission repeats it byte for byte.
 */
public final class Opening {

    private static final int INVALID_CHECK_VALUE = 0x0f;

    private final Crypto crypto;
    private final CipherSuite suite;
    private final Login login;
    private final Privilege privilege;
    private final int tag;
    private final int consoleId;
    private final byte[] consoleRandom;
    private int bmcId;
    private SecretKey sik;
    private byte[] expectedCheckValue;

    /** A new attempt, with a tag, a session id and a random number of its own. */
    public Opening(Crypto crypto, CipherSuite suite, Login login, Privilege privilege) {
        this.crypto = crypto;
        this.suite = suite;
        this.login = login;
        this.privilege = privilege;
        this.tag = crypto.random(1)[0] & 0xff;
        this.consoleId = crypto.randomSessionId();
        this.consoleRandom = crypto.random(16);
    }

    /** True when an answer carries the tag and the session id of this attempt; others are strays. */
    public boolean isFor(KeyExchange.Answer answer) {
        boolean leftOut = answer.status() != RakpStatus.OK && answer.consoleId() == 0;
        return answer.tag() == tag && (answer.consoleId() == consoleId || leftOut);
    }

    public CipherSuite suite() {
        return suite;
    }

    public byte[] openSession() {
        return KeyExchange.openSession(tag, privilege, consoleId, suite);
    }

    /** False when the BMC may still agree to another cipher suite. */
    public boolean agrees(OpenSessionResponse answer) {
        return answer.status() == RakpStatus.OK ? isOfThisSuite(answer) : !RakpStatus.isAboutTheSuite(answer.status());
    }

    private boolean isOfThisSuite(OpenSessionResponse answer) {
        return answer.authentication() == suite.authentication() && answer.integrity() == suite.integrity()
                && answer.confidentiality() == CipherSuite.CONFIDENTIALITY;
    }

    /** @return RAKP message 1 */
    public byte[] rakp1(OpenSessionResponse answer) {
        if (answer.status() != RakpStatus.OK) {
            throw refusal("Open Session", answer.status());
        }
        if (!isOfThisSuite(answer)) {
            throw new RefusedException(Kind.UNSUPPORTED, "the BMC chose other algorithms than those of " + suite
                    + ": enable suite 17 or 3 on its LAN channel");
        }
        bmcId = answer.bmcId();
        return KeyExchange.rakp1(tag, bmcId, consoleRandom, role(), login.username());
    }

    /**
     * @return RAKP message 3
     * @throws RefusedException AUTHENTICATION when the BMC's proof does not fit our password
     */
    public byte[] rakp3(Rakp2 answer) {
        if (answer.status() != RakpStatus.OK) {
            throw refusal("RAKP message 2", answer.status());
        }
        byte[] user = userPart();
        SecretKey userKey = key(login.password());
        byte[] expected = crypto.hmac(suite, userKey, id(consoleId), id(bmcId), consoleRandom, answer.bmcRandom(),
                answer.bmcGuid(), user);
        if (!MessageDigest.isEqual(expected, answer.authCode())) {
            throw new RefusedException(Kind.AUTHENTICATION, "the password of the user '" + login.name()
                    + "' is wrong (RAKP message 2 is not signed with it): correct the password");
        }
        SecretKey bmcKey = login.bmcKey().map(this::key).orElse(userKey);
        sik = new SecretKeySpec(crypto.hmac(suite, bmcKey, consoleRandom, answer.bmcRandom(), user), suite.hmac());
        expectedCheckValue = Arrays.copyOf(crypto.hmac(suite, sik, consoleRandom, id(bmcId), answer.bmcGuid()),
                suite.truncatedLength());
        return KeyExchange.rakp3(tag, RakpStatus.OK, bmcId,
                crypto.hmac(suite, userKey, answer.bmcRandom(), id(consoleId), user));
    }

    /** What tells the BMC, after RAKP message 2 did not convince us, that it may forget the session (section 13.22). */
    public byte[] renounce() {
        return KeyExchange.rakp3(tag, INVALID_CHECK_VALUE, bmcId, new byte[0]);
    }

    /** @throws RefusedException AUTHENTICATION when the BMC's proof does not fit the BMC key (Kg) */
    public Session session(Rakp4 answer) {
        if (answer.status() != RakpStatus.OK) {
            throw refusal("RAKP message 4", answer.status());
        }
        if (!MessageDigest.isEqual(expectedCheckValue, answer.checkValue())) {
            throw new RefusedException(Kind.AUTHENTICATION, "the password fits, but the BMC key (Kg) does not"
                    + " (RAKP message 4): configure the BMC key that is set on the BMC, or clear it there");
        }
        return new Session(crypto, suite, consoleId, bmcId, privilege, sik);
    }

    private RefusedException refusal(String message, int status) {
        return RakpStatus.refusal(message, status, login.name(), privilege);
    }

    private int role() {
        return KeyExchange.role(privilege);
    }

    /** Role, length of the user name, user name: the tail of every signed text. */
    private byte[] userPart() {
        byte[] username = login.username();
        return ByteBuffer.allocate(2 + username.length).put((byte) role()).put((byte) username.length).put(username)
                .array();
    }

    /** A password or BMC key, padded with zeros to 20 bytes (which HMAC does to any key). */
    private SecretKey key(Secret secret) {
        byte[] revealed = secret.reveal();
        byte[] padded = Arrays.copyOf(revealed, Login.MAX_PASSWORD_LENGTH);
        Arrays.fill(revealed, (byte) 0);
        SecretKey key = new SecretKeySpec(padded, suite.hmac());
        Arrays.fill(padded, (byte) 0);
        return key;
    }

    private static byte[] id(int sessionId) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(sessionId).array();
    }
}
