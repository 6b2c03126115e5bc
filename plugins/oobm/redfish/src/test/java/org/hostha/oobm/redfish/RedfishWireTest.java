package org.hostha.oobm.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.redfish.FakeRedfish;
import org.hostha.testkit.redfish.Profile;
import org.hostha.testkit.redfish.TestCertificate;
import org.junit.Test;

public class RedfishWireTest extends RedfishTestBase {

    private static final TestCertificate NAMED = TestCertificate.issuedFor("ip:127.0.0.1");
    private static final TestCertificate MISNAMED = TestCertificate.issuedFor("dns:bmc.invalid");

    @Test
    public void aReadingIsRepeatedWhenTheConnectionBreaks() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        readAny(bmc.endpoint());
        bmc.faults().cutsConnections(1);
        assertThat(readAny(bmc.endpoint()).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aReadingIsRepeatedWhileTheBmcIsBusy() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().unavailableFor(2);
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void withoutRetriesNothingIsRepeated() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        settings.set(RedfishSettings.RETRIES, "0");
        bmc.faults().unavailableFor(1);
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.PROTOCOL);
    }

    @Test
    public void statusesHaveTheirKinds() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        settings.set(RedfishSettings.RETRIES, "0");
        bmc.faults().statusOfEverything(401);
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.AUTHENTICATION);
        bmc.faults().statusOfEverything(403);
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.REJECTED);
        bmc.faults().statusOfEverything(500);
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.PROTOCOL);
        assertThat(failure(driver.changePower(bmc.endpoint(), PowerOperation.OFF, PLENTY), Kind.UNREACHABLE))
                .hasMessageContaining("not sent");
    }

    @Test
    public void halfAnAnswerIsNoState() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.setOn(false);
        bmc.faults().cutsJson();
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.PROTOCOL);
    }

    @Test
    public void whatIsNotJsonIsNoState() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().contentType("text/html; charset=utf-8");
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.PROTOCOL);
    }

    @Test
    public void aSlowBmcIsWaitedForUntilTheDeadline() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().delay(Duration.ofMillis(300));
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.On);
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, Duration.ofMillis(700)), Kind.TIMEOUT);
    }

    @Test
    public void aRedirectElsewhereIsNotFollowed() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        FakeRedfish other = bmc(Profile.IDRAC);
        bmc.faults().noSessionService();
        bmc.faults().redirectsTo("http://127.0.0.1:" + other.port());
        assertThat(failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.PROTOCOL))
                .hasMessageContaining("redirects");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    public void anIpv6AddressWorksWithAndWithoutBrackets() throws Exception {
        assumeTrue("there is IPv6 on loopback",
                NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null);
        FakeRedfish bmc = closing(FakeRedfish.start(Profile.IDRAC, InetAddress.getByName("::1")));
        for (String address : List.of("::1", "[::1]", "0:0:0:0:0:0:0:1/System.Embedded.1")) {
            assertThat(read(with(bmc.endpoint(), address, Optional.empty())).state()).as(address)
                    .isEqualTo(PowerState.On);
        }
    }

    @Test
    public void anAddressThatIsNoneIsExplained() {
        for (String address : List.of("", "https://10.0.0.5", "10.0.0.5:8443", "not a host")) {
            BmcEndpoint wrong = with(bmc(Profile.IDRAC).endpoint(), address, Optional.empty());
            failure(driver.changePower(wrong, PowerOperation.OFF, PLENTY), Kind.UNREACHABLE);
        }
        BmcEndpoint bmc = bmc(Profile.IDRAC).endpoint();
        for (String port : List.of("0", "70000", "https", "-1")) {
            BmcEndpoint wrong = new BmcEndpoint("127.0.0.1", port, "admin", bmc.password(), Optional.empty());
            failure(driver.readPower(wrong, Session.FRESH, PLENTY), Kind.UNREACHABLE);
        }
    }

    @Test
    public void aCertificateThatNobodyVouchesForIsRefusedAndItsFingerprintShown() {
        FakeRedfish bmc = closing(FakeRedfish.startTls(Profile.IDRAC, NAMED));
        settings.set(RedfishSettings.USE_HTTPS, "true");
        assertThat(failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.UNREACHABLE))
                .hasMessageContaining(NAMED.fingerprint());
        assertThat(bmc.requests()).isEmpty();
    }

    @Test
    public void aCertificateOfATrustedIssuerIsAcceptedForItsOwnAddressOnly() {
        settings.set(RedfishSettings.USE_HTTPS, "true");
        FakeRedfish named = closing(FakeRedfish.startTls(Profile.IDRAC, NAMED));
        try (RedfishDriver trusting = new RedfishDriver(settings, NAMED.trustStore())) {
            assertThat(get(trusting.readPower(named.endpoint(), Session.FRESH, PLENTY)).state())
                    .isEqualTo(PowerState.On);
        }
        FakeRedfish misnamed = closing(FakeRedfish.startTls(Profile.IDRAC, MISNAMED));
        try (RedfishDriver trusting = new RedfishDriver(settings, MISNAMED.trustStore())) {
            failure(trusting.readPower(misnamed.endpoint(), Session.FRESH, PLENTY), Kind.UNREACHABLE);
        }
        assertThat(misnamed.requests()).isEmpty();
    }

    @Test
    public void aListedFingerprintIsAcceptedInAnyNotation() {
        FakeRedfish bmc = closing(FakeRedfish.startTls(Profile.IDRAC, MISNAMED));
        settings.set(RedfishSettings.USE_HTTPS, "true");
        String colons = MISNAMED.fingerprint().toUpperCase().replaceAll("(..)(?!$)", "$1:");
        for (String list : List.of(MISNAMED.fingerprint(), "ab, " + colons, "127.0.0.1=" + colons)) {
            settings.set(RedfishSettings.CERTIFICATE_FINGERPRINTS, list);
            assertThat(read(bmc.endpoint()).state()).as(list).isEqualTo(PowerState.On);
        }
    }

    @Test
    public void anAddressWithAFingerprintIsHeldToIt() {
        FakeRedfish bmc = closing(FakeRedfish.startTls(Profile.IDRAC, NAMED));
        settings.set(RedfishSettings.USE_HTTPS, "true");
        settings.set(RedfishSettings.IGNORE_SSL, "true");
        settings.set(RedfishSettings.CERTIFICATE_FINGERPRINTS,
                NAMED.fingerprint() + ",127.0.0.1=" + MISNAMED.fingerprint());
        failure(driver.readPower(bmc.endpoint(), Session.FRESH, PLENTY), Kind.UNREACHABLE);
    }

    @Test
    public void ignoringCertificatesIsASwitchThatWorksBothWaysAtOnce() {
        FakeRedfish bmc = closing(FakeRedfish.startTls(Profile.IDRAC, MISNAMED));
        settings.set(RedfishSettings.USE_HTTPS, "true");
        settings.set(RedfishSettings.IGNORE_SSL, "true");
        assertThat(readAny(bmc.endpoint()).state()).isEqualTo(PowerState.On);
        settings.set(RedfishSettings.IGNORE_SSL, "false");
        failure(driver.readPower(bmc.endpoint(), Session.ANY, PLENTY), Kind.UNREACHABLE);
        assertThat(System.getProperty("jdk.internal.httpclient.disableHostnameVerification")).isNull();
    }
}
