package org.hostha.oobm.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.redfish.FakeRedfish;
import org.hostha.testkit.redfish.Profile;
import org.junit.Test;

public class RedfishSessionTest extends RedfishTestBase {

    @Test
    public void everyFreshReadingLogsInAnewAndLogsOut() {
        for (Profile profile : Profile.values()) {
            FakeRedfish bmc = bmc(profile);
            read(bmc.endpoint());
            read(bmc.endpoint());
            assertThat(bmc.sessionsEverOpened()).as(profile.name()).isEqualTo(2);
            assertThat(bmc.openSessions()).as(profile.name()).isZero();
        }
    }

    @Test
    public void aPowerCommandHasASessionOfItsOwn() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        readAny(bmc.endpoint());
        get(change(bmc, PowerOperation.RESET));
        assertThat(bmc.sessionsEverOpened()).isEqualTo(2);
        assertThat(bmc.openSessions()).isEqualTo(1);
    }

    @Test
    public void otherReadingsShareASessionAndCostOneRequest() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        readAny(bmc.endpoint());
        int before = bmc.requests().size();
        bmc.setOn(false);
        assertThat(readAny(bmc.endpoint()).state()).isEqualTo(PowerState.Off);
        assertThat(bmc.requests()).hasSize(before + 1);
        assertThat(bmc.sessionsEverOpened()).isEqualTo(1);
    }

    @Test
    public void aSessionThatTheBmcForgotIsReplaced() {
        FakeRedfish bmc = bmc(Profile.OPENBMC);
        readAny(bmc.endpoint());
        bmc.endSessions();
        assertThat(readAny(bmc.endpoint()).state()).isEqualTo(PowerState.On);
        assertThat(bmc.sessionsEverOpened()).isEqualTo(2);
    }

    @Test
    public void aKeptSessionIsEndedInTime() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        settings.set(RedfishSettings.SESSION_KEEP, "3");
        readAny(bmc.endpoint());
        assertThat(bmc.openSessions()).isEqualTo(1);
        awaitNoSession(bmc);
    }

    @Test
    public void noSessionIsKeptWhenTheSettingSaysSo() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        settings.set(RedfishSettings.SESSION_KEEP, "0");
        readAny(bmc.endpoint());
        assertThat(bmc.openSessions()).isZero();
    }

    @Test
    public void closingTheDriverEndsItsSessions() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        readAny(bmc.endpoint());
        driver.close();
        awaitNoSession(bmc);
    }

    @Test
    public void aSessionThatCouldNotBeEndedInTimeIsEndedByTheNextCall() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().hangsOnReset();
        failure(driver.changePower(bmc.endpoint(), PowerOperation.RESET, Duration.ofSeconds(5)), Kind.TIMEOUT);
        assertThat(bmc.openSessions()).isEqualTo(1);
        read(bmc.endpoint());
        assertThat(bmc.openSessions()).isZero();
    }

    @Test
    public void withoutASessionServiceEachRequestShowsThePassword() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().noSessionService();
        get(change(bmc, PowerOperation.OFF));
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.Off);
        BmcEndpoint wrong = new BmcEndpoint("127.0.0.1", bmc.endpoint().port(), "admin", Secret.of("wrong-one"),
                bmc.endpoint().systemGuid());
        failure(driver.readPower(wrong, Session.FRESH, PLENTY), Kind.AUTHENTICATION);
    }

    @Test
    public void whenAllSessionsAreTakenItGoesOnWithoutOne() {
        for (Profile profile : Profile.values()) {
            FakeRedfish bmc = bmc(profile);
            bmc.faults().sessionLimit(3);
            bmc.occupySessions(3);
            assertThat(read(bmc.endpoint()).state()).as(profile.name()).isEqualTo(PowerState.On);
            get(change(bmc, PowerOperation.OFF));
            assertThat(bmc.isOn()).as(profile.name()).isFalse();
        }
    }

    @Test
    public void aRefusedPasswordIsTriedOnce() {
        for (Profile profile : Profile.values()) {
            FakeRedfish bmc = bmc(profile);
            BmcEndpoint wrong = new BmcEndpoint("127.0.0.1", bmc.endpoint().port(), "admin", Secret.of("wrong-one"),
                    bmc.endpoint().systemGuid());
            OutOfBandManagementException failure =
                    failure(driver.readPower(wrong, Session.FRESH, PLENTY), Kind.AUTHENTICATION);
            assertThat(failure).hasMessageNotContaining("wrong-one");
            assertThat(bmc.requests()).as(profile.name()).hasSize(2);
        }
    }

    @Test
    public void aPasswordChangeReachesTheRightAccount() {
        for (Profile profile : Profile.values()) {
            FakeRedfish bmc = bmc(profile);
            readAny(bmc.endpoint());
            get(driver.changePassword(bmc.endpoint(), Secret.of("another-w0rd"), PLENTY));
            failure(driver.readPower(bmc.endpoint(), Session.ANY, PLENTY), Kind.AUTHENTICATION);
        }
    }

    @Test
    public void aPasswordThatTheBmcForgetsIsInDoubt() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().forgetsPasswords();
        assertThat(failure(driver.changePassword(bmc.endpoint(), Secret.of("another-w0rd"), PLENTY), Kind.PROTOCOL))
                .hasMessageNotContaining("another-w0rd");
    }

    @Test
    public void aPasswordOutsideTheBmcsLimitsIsRefusedUnsent() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        failure(driver.changePassword(bmc.endpoint(), Secret.of("short"), PLENTY), Kind.REJECTED);
        failure(driver.changePassword(bmc.endpoint(), Secret.of("x".repeat(41)), PLENTY), Kind.REJECTED);
        assertThat(count(bmc, "PATCH")).isZero();
    }

    @Test
    public void aPasswordIsNotChangedOnAnotherSystem() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        BmcEndpoint recorded = with(bmc.endpoint(), "127.0.0.1", read(bmc.endpoint()).systemGuid());
        bmc.machine().setUuid("11111111-2222-3333-4444-555555555555");
        failure(driver.changePassword(recorded, Secret.of("another-w0rd"), PLENTY), Kind.WRONG_SYSTEM);
        assertThat(count(bmc, "PATCH")).isZero();
    }

    @Test
    public void theIdentityTellsWhatTheUserMay() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        BmcIdentity administrator = get(driver.identify(bmc.endpoint(), PLENTY));
        assertThat(administrator.firmware()).contains("Dell").contains("2.10");
        assertThat(administrator.mayPower()).isTrue();
        assertThat(administrator.mayChangePassword()).isTrue();
        bmc.faults().role("ReadOnly");
        assertThat(get(driver.identify(bmc.endpoint(), PLENTY)).mayPower()).isFalse();
        bmc.faults().role("PowerUsers");
        assertThat(get(driver.identify(bmc.endpoint(), PLENTY)).mayPower()).isTrue();
    }

    private static void awaitNoSession(FakeRedfish bmc) {
        await(() -> bmc.openSessions() == 0);
    }
}
