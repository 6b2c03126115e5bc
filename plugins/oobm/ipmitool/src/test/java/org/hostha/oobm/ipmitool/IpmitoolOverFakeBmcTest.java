package org.hostha.oobm.ipmitool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.bmc.FakeBmc;
import org.hostha.testkit.bmc.FakeBmcHost;
import org.junit.After;
import org.junit.Test;

/** The real ipmitool against what ipmi_sim can't play: cipher suite 17, long passwords, privileges that count. */
public class IpmitoolOverFakeBmcTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final MutableSettings settings = new MutableSettings();
    private final IpmitoolDriver driver = new IpmitoolDriver(settings);
    private final FakeBmc bmc = FakeBmc.start();

    @After
    public void close() {
        driver.close();
        bmc.close();
    }

    private BmcEndpoint as(String user, String password) {
        return bmc.endpoint(user, password);
    }

    private PowerState read(BmcEndpoint endpoint) throws Exception {
        return driver.readPower(endpoint, Session.FRESH, DEADLINE).get(30, TimeUnit.SECONDS).state();
    }

    private BmcIdentity identify(String user, String password) throws Exception {
        return driver.identify(as(user, password), DEADLINE).get(30, TimeUnit.SECONDS);
    }

    @Test
    public void eachCipherSuiteOpensASession() throws Exception {
        for (String suite : new String[] {"17", "3"}) {
            settings.set(IpmitoolSettings.CIPHER_SUITES, suite);
            assertThat(read(as("admin", "s3cret-word"))).isEqualTo(bmc.isOn() ? PowerState.On : PowerState.Off);
        }
    }

    @Test
    public void aBmcIsReachedByIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeTrue("there is IPv6 on loopback", NetworkInterface.getByInetAddress(loopback) != null);
        try (FakeBmcHost ipv6 = new FakeBmcHost(loopback)) {
            assertThat(read(ipv6.add(0, 6).endpoint())).isEqualTo(PowerState.On);
        }
    }

    @Test
    public void passwordsOfTwentyBytesAndWithSpacesAtTheEndsLogIn() throws Exception {
        for (String password : new String[] {"12345678901234567890", " 2345678901234567 9 ",
            "#!\"'\\$ `;|&<>(){}", "\u00e4\u00f6\u00fc"}) {
            String user = "u" + Math.abs(password.hashCode() % 1000);
            bmc.user(user, password, 4);
            assertThat(read(as(user, password))).as(password).isNotEqualTo(PowerState.Unknown);
        }
    }

    @Test
    public void aPasswordOfTwentyBytesCanBeSet() throws Exception {
        driver.changePassword(as("admin", "s3cret-word"), Secret.of("abcdefghij0123456789"), DEADLINE)
                .get(30, TimeUnit.SECONDS);
        assertThat(read(as("admin", "abcdefghij0123456789"))).isNotEqualTo(PowerState.Unknown);
    }

    @Test
    public void identifyTellsWhatEachUserMayDo() throws Exception {
        assertThat(identify("admin", "s3cret-word").mayChangePassword()).isTrue();
        assertThat(identify("operator", "oper4tor-pass").mayPower()).isTrue();
        assertThat(identify("operator", "oper4tor-pass").mayChangePassword()).isFalse();
        assertThat(identify("reader", "read3r-pass").mayPower()).isFalse();
    }

    @Test
    public void aReaderReadsButMayNotPower() throws Exception {
        assertThat(read(as("reader", "read3r-pass"))).isNotEqualTo(PowerState.Unknown);
        try {
            driver.changePower(as("reader", "read3r-pass"), PowerOperation.OFF, DEADLINE).get(30, TimeUnit.SECONDS);
            throw new AssertionError("a reader changed the power");
        } catch (ExecutionException e) {
            assertThat(((OutOfBandManagementException) e.getCause()).kind()).isEqualTo(Kind.REJECTED);
        }
        assertThat(bmc.orders()).isEmpty();
    }

    @Test
    public void everySessionIsClosed() throws Exception {
        read(as("admin", "s3cret-word"));
        driver.changePower(as("operator", "oper4tor-pass"), PowerOperation.ON, DEADLINE).get(30, TimeUnit.SECONDS);
        identify("admin", "s3cret-word");
        assertThat(bmc.openSessions()).isZero();
    }
}
