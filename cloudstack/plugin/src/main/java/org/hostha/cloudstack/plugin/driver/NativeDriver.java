package org.hostha.cloudstack.plugin.driver;

import com.cloud.utils.component.AdapterBase;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.PowerState;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverChangePasswordCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverPowerCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverResponse;
import org.hostha.core.Futures;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.oobm.spi.PowerReader.Session;

/**
 * The bean of a driver of ours: what CloudStack registers. Our service takes the driver itself; whoever else has CloudStack's
 * interface in hand gets the same BMC through it, and waits.
 */
public abstract class NativeDriver extends AdapterBase
        implements org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver {

    private static final Duration UNTIMED = Duration.ofSeconds(60);
    private static final long SLACK_SECONDS = 5;

    private volatile Settings settings = Settings.defaults();
    private OutOfBandManagementDriver driver;

    /** Makes the driver, once. */
    protected abstract OutOfBandManagementDriver make(Settings settings);

    /**
     * The driver itself.
     *
     * @param inForce the settings that it reads from now on
     */
    public final OutOfBandManagementDriver driver(Settings inForce) {
        settings = inForce;
        return driver();
    }

    private synchronized OutOfBandManagementDriver driver() {
        if (driver == null) {
            driver = make(new Settings() {
                @Override
                public <T> T value(Setting<T> setting) {
                    return settings.value(setting);
                }

                @Override
                public <T> T value(Setting<T> setting, Resource resource) {
                    return settings.value(setting, resource);
                }
            });
        }
        return driver;
    }

    @Override
    public final OutOfBandManagementDriverResponse execute(OutOfBandManagementDriverCommand command) {
        BmcEndpoint bmc = endpoint(command.getOptions());
        Duration asked = Duration.ofMillis(command.getTimeout().getMillis());
        Duration deadline = asked.isZero() ? UNTIMED : asked;
        OutOfBandManagementDriver own = driver();
        if (command instanceof OutOfBandManagementDriverPowerCommand power) {
            PowerOperation operation = PowerOperation.valueOf(power.getPowerOperation().name());
            return operation == PowerOperation.STATUS
                    ? answer(((PowerReader) own).readPower(bmc, Session.FRESH, deadline), deadline)
                    : answer(((PowerChanger) own).changePower(bmc, operation, deadline), deadline);
        }
        if (command instanceof OutOfBandManagementDriverChangePasswordCommand change && own instanceof PasswordChanger changer) {
            return answer(changer.changePassword(bmc, Secret.of(change.getNewPassword()), deadline)
                    .thenApply(done -> "password changed"), deadline);
        }
        return new OutOfBandManagementDriverResponse("", "driver " + own.name() + " does not support this operation", false);
    }

    private static BmcEndpoint endpoint(ImmutableMap<Option, String> options) {
        return new BmcEndpoint(options.getOrDefault(Option.ADDRESS, ""), options.getOrDefault(Option.PORT, ""),
                options.getOrDefault(Option.USERNAME, ""), Secret.of(options.getOrDefault(Option.PASSWORD, "")),
                Optional.empty());
    }

    private static OutOfBandManagementDriverResponse answer(CompletableFuture<?> call, Duration deadline) {
        try {
            Object value = call.get(deadline.toSeconds() + SLACK_SECONDS, TimeUnit.SECONDS);
            OutOfBandManagementDriverResponse response = new OutOfBandManagementDriverResponse(
                    value instanceof PowerReading reading ? reading.detail() : String.valueOf(value), "", true);
            if (value instanceof PowerReading reading) {
                response.setPowerState(PowerState.valueOf(reading.state().name()));
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(call, "interrupted");
        } catch (TimeoutException e) {
            return failed(call, "no answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = Futures.cause(e);
            OutOfBandManagementDriverResponse response = failed(call, cause.getMessage());
            response.setAuthFailure(cause instanceof OutOfBandManagementException typed && typed.kind() == Kind.AUTHENTICATION);
            return response;
        }
    }

    private static OutOfBandManagementDriverResponse failed(CompletableFuture<?> call, String why) {
        call.cancel(true);
        return new OutOfBandManagementDriverResponse("", why, false);
    }

    @Override
    public boolean stop() {
        synchronized (this) {
            if (driver != null) {
                driver.close();
                driver = null;
            }
        }
        return true;
    }
}
