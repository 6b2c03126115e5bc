package org.hostha.oobm.nestedcloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Futures;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.redfish.FakeRedfish;
import org.hostha.testkit.redfish.Profile;
import org.hostha.testkit.redfish.TestCertificate;
import org.junit.After;
import org.junit.Test;

public class NestedCloudStackDriverTest {

    private static final Duration PLENTY = Duration.ofSeconds(20);

    private final FakeOuterCloud cloud = new FakeOuterCloud();
    private final NestedCloudStackDriver driver = new NestedCloudStackDriver();

    @After
    public void close() {
        driver.close();
        cloud.close();
    }

    @Test
    public void onlyRunningAndStoppedAreStates() {
        cloud.state = "Stopped";
        assertThat(read().state()).isEqualTo(PowerState.Off);
        for (String other : List.of("Starting", "Stopping", "Migrating", "Error", "Unknown", "Destroyed", "")) {
            cloud.state = other;
            assertThat(read().state()).as(other).isEqualTo(PowerState.Unknown);
        }
        cloud.state = "Running";
        assertThat(read().state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aStopIsNeverForcedAndARebootOnlyToCutThePower() {
        for (PowerOperation operation : List.of(PowerOperation.OFF, PowerOperation.SOFT, PowerOperation.ON,
                PowerOperation.CYCLE, PowerOperation.RESET)) {
            get(change(operation));
        }
        assertThat(cloud.commands()).containsExactly("stopVirtualMachine forced=false",
                "stopVirtualMachine forced=false", "startVirtualMachine",
                "rebootVirtualMachine forced=true", "rebootVirtualMachine forced=false");
    }

    @Test
    public void aCommandIsAnsweredWhenItsJobHasEnded() {
        get(change(PowerOperation.OFF));
        assertThat(cloud.state).isEqualTo("Stopped");
        assertThat(cloud.asked).contains("queryAsyncJobResult");
    }

    @Test
    public void aLookAtTheJobThatFailsIsRepeated() {
        cloud.unreadableLooks = 2;
        get(change(PowerOperation.OFF));
        assertThat(cloud.state).isEqualTo("Stopped");
        assertThat(cloud.commands()).hasSize(1);
    }

    @Test
    public void aJobThatFailsIsAFailureOfWhichTheCloudHadHeard() {
        cloud.jobsFail = true;
        assertThat(failure(change(PowerOperation.OFF), Kind.PROTOCOL)).hasMessageContaining("host is gone");
    }

    @Test
    public void aJobThatFailsBecauseItIsDoneAlreadySucceeds() {
        cloud.jobsFail = true;
        cloud.setOn(false);
        assertThat(get(change(PowerOperation.OFF))).contains("Off already");
        cloud.setOn(true);
        assertThat(get(change(PowerOperation.ON))).contains("On already");
    }

    @Test
    public void aRefusalBecauseItIsDoneAlreadySucceeds() {
        cloud.refusal = "it is running";
        assertThat(get(change(PowerOperation.ON))).contains("On already");
        failure(change(PowerOperation.OFF), Kind.REJECTED);
        failure(change(PowerOperation.RESET), Kind.REJECTED);
    }

    @Test
    public void aJobThatDoesNotEndIsATimeout() {
        cloud.jobsNeverEnd = true;
        failure(driver.changePower(cloud.endpoint(), PowerOperation.OFF, Duration.ofSeconds(5)), Kind.TIMEOUT);
        assertThat(cloud.commands()).hasSize(1);
    }

    @Test
    public void stoppedOnAHostThatIsNotUpIsNotOff() {
        assertThat(read().state()).isEqualTo(PowerState.On);
        for (String state : List.of("Down", "Disconnected", "Alert", "Connecting")) {
            cloud.state = "Stopped";
            cloud.hostState = state;
            PowerReading reading = read();
            assertThat(reading.state()).as(state).isEqualTo(PowerState.Unknown);
            assertThat(reading.detail()).contains(state);
        }
        cloud.hostState = "Up";
        assertThat(read().state()).isEqualTo(PowerState.Off);
    }

    @Test
    public void theHostIsRememberedByAPowerCommandToo() {
        get(change(PowerOperation.OFF));
        cloud.hostState = "Down";
        assertThat(read().state()).isEqualTo(PowerState.Unknown);
    }

    @Test
    public void stoppedIsTakenAtItsWordAndExplainedWhereTheKeyDoesNotShowTheHost() {
        cloud.admin = false;
        read();
        cloud.state = "Stopped";
        cloud.hostState = "Down";
        PowerReading reading = read();
        assertThat(reading.state()).isEqualTo(PowerState.Off);
        assertThat(reading.detail()).contains("taken at its word");
        assertThat(cloud.asked).doesNotContain("listHosts");
    }

    @Test
    public void aPrivilegeThatIsMissingIsNotAWrongKey() {
        cloud.mayPower = false;
        failure(change(PowerOperation.RESET), Kind.REJECTED);
        assertThat(identity().mayPower()).isFalse();
    }

    @Test
    public void theIdentityNamesTheMachineAndTheCloud() {
        BmcIdentity identity = identity();
        assertThat(identity.systemGuid()).contains(cloud.vm);
        assertThat(identity.firmware()).isEqualTo("CloudStack 4.22.0.0");
        assertThat(identity.mayPower()).isTrue();
        assertThat(identity.mayChangePassword()).isFalse();
        assertThat(driver).isNotInstanceOf(PasswordChanger.class);
    }

    @Test
    public void aMachineThatIsNotThereIsARefusal() {
        BmcEndpoint other = endpoint("8c0ad9a5-3b1f-4a39-a7e7-4c1cbb4ba4a1", FakeOuterCloud.SECRET, Optional.empty());
        failure(driver.readPower(other, Session.FRESH, PLENTY), Kind.REJECTED);
        failure(driver.changePower(other, PowerOperation.OFF, PLENTY), Kind.REJECTED);
    }

    @Test
    public void anotherMachineThanRecordedIsRefusedBeforeAnythingIsSent() {
        BmcEndpoint other = endpoint(cloud.vm, FakeOuterCloud.SECRET,
                Optional.of("8c0ad9a5-3b1f-4a39-a7e7-4c1cbb4ba4a1"));
        failure(driver.changePower(other, PowerOperation.OFF, PLENTY), Kind.WRONG_SYSTEM);
        assertThat(get(driver.readPower(other, Session.FRESH, PLENTY)).state()).isEqualTo(PowerState.Unknown);
        assertThat(cloud.commands()).isEmpty();
    }

    @Test
    public void theRecordedMachineIsKnownInAnyCase() {
        BmcEndpoint same = endpoint(cloud.vm.toUpperCase(), FakeOuterCloud.SECRET, Optional.of(cloud.vm));
        assertThat(get(driver.readPower(same, Session.FRESH, PLENTY)).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aPageInPlaceOfTheApiIsNoState() {
        cloud.answersNonsense = true;
        failure(driver.readPower(cloud.endpoint(), Session.FRESH, PLENTY), Kind.PROTOCOL);
        assertThat(failure(change(PowerOperation.OFF), Kind.UNREACHABLE)).hasMessageContaining("not sent");
    }

    @Test
    public void nothingSecretOrSignedStandsInAUrl() {
        get(change(PowerOperation.RESET));
        assertThat(cloud.urls).containsOnly("POST /client/api");
    }

    @Test
    public void aCertificateThatNobodyVouchesForIsRefused() {
        try (FakeRedfish https = FakeRedfish.startTls(Profile.IDRAC, TestCertificate.issuedFor("ip:127.0.0.1"))) {
            BmcEndpoint self = new BmcEndpoint("https://127.0.0.1:" + https.port() + "/client/api", cloud.vm, "api-key",
                    Secret.of(FakeOuterCloud.SECRET), Optional.empty());
            failure(driver.readPower(self, Session.FRESH, PLENTY), Kind.UNREACHABLE);
            assertThat(https.requests()).isEmpty();
        }
    }

    @Test
    public void anEndpointThatCanNotBeRightIsExplained() {
        for (String address : List.of("", "10.0.0.5", "ftp://cloud/client/api", "http://user@cloud/client/api",
                "http://cloud/client/api?command=x", "no url")) {
            failure(driver.readPower(new BmcEndpoint(address, cloud.vm, "api-key", Secret.of("x"), Optional.empty()),
                    Session.FRESH, PLENTY), Kind.UNREACHABLE);
        }
        failure(driver.readPower(endpoint("", FakeOuterCloud.SECRET, Optional.empty()), Session.FRESH, PLENTY),
                Kind.UNREACHABLE);
        failure(driver.readPower(endpoint(cloud.vm, "", Optional.empty()), Session.FRESH, PLENTY), Kind.UNREACHABLE);
    }

    private BmcEndpoint endpoint(String port, String secret, Optional<String> guid) {
        return new BmcEndpoint(cloud.endpoint().address(), port, "api-key", Secret.of(secret), guid);
    }

    private PowerReading read() {
        return get(driver.readPower(cloud.endpoint(), Session.FRESH, PLENTY));
    }

    private BmcIdentity identity() {
        return get(driver.identify(cloud.endpoint(), PLENTY));
    }

    private CompletableFuture<String> change(PowerOperation operation) {
        return driver.changePower(cloud.endpoint(), operation, PLENTY);
    }

    private static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(PLENTY.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("call failed: " + e, e);
        }
    }

    private static OutOfBandManagementException failure(CompletableFuture<?> call, Kind kind) {
        Throwable thrown = Futures.cause(catchThrowable(() -> call.get(PLENTY.toSeconds() + 5, TimeUnit.SECONDS)));
        assertThat(thrown).isInstanceOf(OutOfBandManagementException.class)
                .hasMessageNotContaining(FakeOuterCloud.SECRET);
        OutOfBandManagementException failure = (OutOfBandManagementException) thrown;
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }
}
