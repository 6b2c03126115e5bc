package org.hostha.cloudstack.plugin.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloud.utils.component.AdapterBase;
import com.cloud.utils.exception.CloudRuntimeException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.PowerState;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverPowerCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverResponse;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.cloudstack.plugin.threads.ManagedLoop;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.spi.PowerReader.Session;
import org.junit.After;
import org.junit.Test;

public class ForeignDriverTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);
    private static final BmcEndpoint BMC =
            new BmcEndpoint("10.0.0.9", "623", "admin", Secret.of("hunter2"), Optional.empty());

    private final ManagedLoop timers = new ManagedLoop("test-timers");
    private final ForeignCalls calls = new ForeignCalls("test-calls", 10, timers);

    @After
    public void stop() {
        calls.close();
        timers.close();
    }

    private ForeignDriver driver(Function<OutOfBandManagementDriverCommand, OutOfBandManagementDriverResponse> answers) {
        final class Lab extends AdapterBase implements org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver {
            @Override
            public OutOfBandManagementDriverResponse execute(OutOfBandManagementDriverCommand command) {
                return answers.apply(command);
            }
        }
        Lab lab = new Lab();
        lab.setName("LAB");
        return new ForeignDriver(lab, calls);
    }

    private static OutOfBandManagementDriverResponse answer(boolean success, PowerState state) {
        OutOfBandManagementDriverResponse response = new OutOfBandManagementDriverResponse("done", "refused", success);
        response.setPowerState(state);
        return response;
    }

    @Test
    public void aPasswordThatADriverQuotesIsNotPassedOn() {
        ForeignDriver quoting = driver(command -> {
            throw new CloudRuntimeException("ipmitool -P hunter2 failed");
        });
        assertThatThrownBy(() -> quoting.readPower(BMC, Session.FRESH, PLENTY).join()).satisfies(failure -> {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).contains("ipmitool -P **** failed").doesNotContain("hunter2");
        });
    }

    @Test
    public void aPasswordInASuccessfulAnswerIsNotPassedOn() {
        ForeignDriver talkative = driver(command -> {
            OutOfBandManagementDriverResponse response =
                    new OutOfBandManagementDriverResponse("ran: ipmitool -P hunter2", "", true);
            response.setPowerState(PowerState.On);
            return response;
        });
        assertThat(talkative.readPower(BMC, Session.FRESH, PLENTY).join().detail()).isEqualTo("ran: ipmitool -P ****");
        assertThat(talkative.changePower(BMC, PowerOperation.CYCLE, PLENTY).join()).isEqualTo("ran: ipmitool -P ****");
    }

    @Test
    public void offOfWhatIsOffSucceedsAlthoughTheDriverCallsItAFailure() {
        ForeignDriver strict = driver(command -> ((OutOfBandManagementDriverPowerCommand) command).getPowerOperation().name()
                .equals("STATUS") ? answer(true, PowerState.Off) : answer(false, null));
        assertThat(strict.changePower(BMC, PowerOperation.OFF, PLENTY).join()).isEqualTo("is Off already");
        assertThatThrownBy(() -> strict.changePower(BMC, PowerOperation.ON, PLENTY).join()).hasMessageContaining("refused");
    }

    @Test
    public void aSuccessWithoutAStateIsUnknown() {
        assertThat(driver(command -> answer(true, null)).readPower(BMC, Session.FRESH, PLENTY).join().state())
                .isEqualTo(org.hostha.oobm.PowerState.Unknown);
    }

    @Test
    public void callsThatFindNoThreadAreRefusedAndNotSent() {
        ForeignDriver stuck = driver(command -> {
            try {
                Thread.sleep(PLENTY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer(true, PowerState.On);
        });
        for (int i = 0; i < 10; i++) {
            stuck.readPower(BMC, Session.FRESH, PLENTY);
        }
        assertThatThrownBy(() -> stuck.changePower(BMC, PowerOperation.CYCLE, PLENTY).join())
                .hasMessageContaining("no thread is free");
        stuck.close();
    }
}
