package org.hostha.oobm.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.testkit.redfish.FakeRedfish;
import org.hostha.testkit.redfish.Profile;
import org.junit.Test;

public class RedfishPowerTest extends RedfishTestBase {

    @Test
    public void offIsForcedAndNeverGraceful() {
        for (Profile profile : Profile.values()) {
            FakeRedfish bmc = bmc(profile);
            get(change(bmc, PowerOperation.OFF));
            assertThat(bmc.commands()).as(profile.name()).containsExactly("ForceOff");
        }
    }

    @Test
    public void eachOperationHasItsResetType() {
        FakeRedfish bmc = bmc(Profile.SUPERMICRO);
        get(change(bmc, PowerOperation.CYCLE));
        get(change(bmc, PowerOperation.RESET));
        get(change(bmc, PowerOperation.SOFT));
        get(change(bmc, PowerOperation.ON));
        assertThat(bmc.commands()).containsExactly("PowerCycle", "ForceRestart", "GracefulShutdown", "On");
    }

    @Test
    public void onIsForcedWhereThatIsTheOnlyWay() {
        FakeRedfish bmc = bmc(Profile.SUPERMICRO);
        bmc.faults().resetTypes("ForceOn", "ForceOff");
        bmc.setOn(false);
        get(change(bmc, PowerOperation.ON));
        assertThat(bmc.commands()).containsExactly("ForceOn");
    }

    @Test
    public void offThatIsOnlyGracefulIsUnsupportedAndNothingIsSent() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().resetTypes("On", "GracefulShutdown", "PushPowerButton");
        assertThat(failure(change(bmc, PowerOperation.OFF), Kind.UNSUPPORTED)).hasMessageContaining("ForceOff")
                .hasMessageContaining("GracefulShutdown");
        assertThat(bmc.requests()).noneMatch(request -> request.contains("ComputerSystem.Reset"));
    }

    @Test
    public void offOfWhatIsOffSucceedsWhereForceOffIsNotOfferedMeanwhile() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.setOn(false);
        bmc.faults().resetTypes("On");
        assertThat(get(change(bmc, PowerOperation.OFF))).contains("Off already");
    }

    @Test
    public void withoutAListOfResetTypesTheUsualOneIsTried() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().noAllowableValues();
        get(change(bmc, PowerOperation.OFF));
        assertThat(bmc.isOn()).isFalse();
    }

    @Test
    public void onlyOnAndOffAreStates() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        for (String other : List.of("PoweringOff", "PoweringOn", "Paused", "off", "", "Unknown")) {
            bmc.faults().powerState(other);
            assertThat(read(bmc.endpoint()).state()).as(other).isEqualTo(PowerState.Unknown);
        }
        bmc.faults().powerState("Off");
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.Off);
    }

    @Test
    public void poweringOffIsNotOffUntilItIs() {
        FakeRedfish bmc = bmc(Profile.OPENBMC);
        bmc.faults().transition(Duration.ofHours(1));
        get(change(bmc, PowerOperation.OFF));
        PowerReading meanwhile = read(bmc.endpoint());
        assertThat(meanwhile.state()).isEqualTo(PowerState.Unknown);
        assertThat(meanwhile.detail()).contains("PoweringOff");
        bmc.setOn(false);
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.Off);
    }

    @Test
    public void aBmcThatAcceptsWithoutObeyingStillReadsOn() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().acceptsWithoutObeying();
        get(change(bmc, PowerOperation.OFF));
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aTaskIsAcceptance() {
        FakeRedfish bmc = bmc(Profile.SUPERMICRO);
        bmc.faults().answersWithTask();
        assertThat(get(change(bmc, PowerOperation.OFF))).contains("202");
    }

    @Test
    public void aRefusalOfWhatIsNotDoneAlreadyIsAFailure() {
        for (int status : List.of(400, 403, 404, 405, 409)) {
            FakeRedfish bmc = bmc(Profile.IDRAC);
            bmc.faults().statusOfReset(status);
            failure(change(bmc, PowerOperation.OFF), Kind.REJECTED);
            failure(change(bmc, PowerOperation.RESET), Kind.REJECTED);
        }
    }

    @Test
    public void anyRefusalOfOffIsSuccessWhenItIsOff() {
        for (int status : List.of(400, 409, 500)) {
            FakeRedfish bmc = bmc(Profile.IDRAC);
            bmc.setOn(false);
            bmc.faults().statusOfReset(status);
            assertThat(get(change(bmc, PowerOperation.OFF))).contains("Off already");
        }
    }

    @Test
    public void poweringOffDoesNotSettleARefusal() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().statusOfReset(409).powerState("PoweringOff");
        failure(change(bmc, PowerOperation.OFF), Kind.REJECTED);
    }

    @Test
    public void aServerErrorLeavesOpenWhetherTheCommandArrived() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().statusOfReset(500);
        failure(change(bmc, PowerOperation.OFF), Kind.PROTOCOL);
    }

    @Test
    public void aResetWhoseAnswerIsLostIsNotRepeated() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().cutsConnectionOnReset();
        failure(change(bmc, PowerOperation.RESET), Kind.PROTOCOL);
        assertThat(bmc.commands()).containsExactly("ForceRestart");
    }

    @Test
    public void aResetThatIsNotAnsweredIsATimeout() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().hangsOnReset();
        failure(driver.changePower(bmc.endpoint(), PowerOperation.RESET, Duration.ofSeconds(5)), Kind.TIMEOUT);
        assertThat(bmc.commands()).containsExactly("ForceRestart");
    }

    @Test
    public void aDeadlineBeforeTheCommandSaysThatItWasNotSent() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.freeze();
        assertThat(failure(driver.changePower(bmc.endpoint(), PowerOperation.OFF, Duration.ofMillis(500)),
                Kind.UNREACHABLE)).hasMessageContaining("not sent");
    }

    @Test
    public void nonsenseBeforeTheCommandSaysThatItWasNotSent() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().cutsJson();
        assertThat(failure(change(bmc, PowerOperation.OFF), Kind.UNREACHABLE)).hasMessageContaining("not sent");
        assertThat(bmc.commands()).isEmpty();
    }

    @Test
    public void anotherSystemBehindTheAddressIsRefusedBeforeAnythingIsSent() {
        FakeRedfish bmc = bmc(Profile.SUPERMICRO);
        BmcEndpoint recorded = with(bmc.endpoint(), "127.0.0.1", read(bmc.endpoint()).systemGuid());
        assertThat(get(driver.changePower(recorded, PowerOperation.RESET, PLENTY))).isNotBlank();
        bmc.machine().setUuid("11111111-2222-3333-4444-555555555555");
        failure(driver.changePower(recorded, PowerOperation.OFF, PLENTY), Kind.WRONG_SYSTEM);
        assertThat(bmc.commands()).containsExactly("ForceRestart");
        assertThat(read(recorded).state()).isEqualTo(PowerState.Unknown);
    }

    @Test
    public void aSystemThatHidesItsUuidIsNotTheRecordedOne() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        BmcEndpoint recorded = with(bmc.endpoint(), "127.0.0.1", read(bmc.endpoint()).systemGuid());
        bmc.machine().setUuid("");
        failure(driver.changePower(recorded, PowerOperation.OFF, PLENTY), Kind.WRONG_SYSTEM);
        assertThat(read(recorded).state()).isEqualTo(PowerState.Unknown);
        assertThat(read(bmc.endpoint()).systemGuid()).isEmpty();
    }

    @Test
    public void whatIsRunningWhenTheDriverClosesEnds() {
        FakeRedfish bmc = bmc(Profile.IDRAC);
        bmc.faults().hangsOnReset();
        CompletableFuture<String> call = driver.changePower(bmc.endpoint(), PowerOperation.RESET, PLENTY);
        await(() -> !bmc.commands().isEmpty());
        driver.close();
        failure(call, Kind.TIMEOUT);
        failure(driver.changePower(bmc.endpoint(), PowerOperation.RESET, PLENTY), Kind.UNSUPPORTED);
    }

    @Test
    public void severalSystemsAreNotGuessedAmong() {
        FakeRedfish chassis = bmc(Profile.SUPERMICRO);
        chassis.addMachine("Node2");
        assertThat(failure(driver.changePower(chassis.endpoint(), PowerOperation.OFF, PLENTY), Kind.UNREACHABLE))
                .hasMessageContaining("Node2").hasMessageContaining("/1");
        assertThat(chassis.requests()).noneMatch(request -> request.contains("ComputerSystem.Reset"));
    }

    @Test
    public void theAddressNamesTheSystem() {
        FakeRedfish chassis = bmc(Profile.ILO);
        var second = chassis.addMachine("Node2");
        for (String address : List.of("127.0.0.1/Node2", "127.0.0.1/Node2/", "127.0.0.1/redfish/v1/Systems/Node2")) {
            second.setOn(true);
            get(driver.changePower(with(chassis.endpoint(), address, Optional.empty()), PowerOperation.OFF, PLENTY));
            assertThat(second.isOn()).as(address).isFalse();
        }
        assertThat(chassis.isOn()).isTrue();
    }

    @Test
    public void theSettingNamesTheSystemForAddressesThatDoNot() {
        FakeRedfish chassis = bmc(Profile.SUPERMICRO);
        chassis.addMachine("Node2").setOn(false);
        settings.set(RedfishSettings.SYSTEM_ID, "Node2");
        assertThat(read(chassis.endpoint()).state()).isEqualTo(PowerState.Off);
        assertThat(read(with(chassis.endpoint(), "127.0.0.1/1", Optional.empty())).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aSystemThatIsNotThereIsNamedWithThoseThatAre() {
        FakeRedfish chassis = bmc(Profile.SUPERMICRO);
        BmcEndpoint wrong = with(chassis.endpoint(), "127.0.0.1/Node7", Optional.empty());
        assertThat(failure(driver.changePower(wrong, PowerOperation.OFF, PLENTY), Kind.UNREACHABLE))
                .hasMessageContaining("Node7").hasMessageContaining("[1]");
    }
}
