package org.hostha.cloudstack.plugin.driver;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.Option;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverChangePasswordCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverPowerCommand;
import org.apache.cloudstack.outofbandmanagement.driver.OutOfBandManagementDriverResponse;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.core.Futures;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;

/**
 * An out-of-band management driver written for CloudStack, as our service needs it. CloudStack's interface has no deadline that a
 * driver must keep, and no word for what went wrong but a refused login: what fails otherwise may have arrived.
 */
public final class ForeignDriver implements PowerReader, PowerChanger, PasswordChanger {

    private static final int ANY_LENGTH = Integer.MAX_VALUE;

    private final org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver driver;
    private final ForeignCalls calls;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

    public ForeignDriver(org.apache.cloudstack.outofbandmanagement.OutOfBandManagementDriver driver, ForeignCalls calls) {
        this.driver = driver;
        this.calls = calls;
    }

    /** CloudStack's key of a driver is the name of its bean, in lower case. */
    @Override
    public String name() {
        return driver.getName().toLowerCase(Locale.ROOT);
    }

    /** Every command of CloudStack's is a session of its own. */
    @Override
    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return told(execute(bmc, deadline, power(bmc, deadline, PowerOperation.STATUS), Kind.UNREACHABLE),
                response -> new PowerReading(state(response), Optional.empty(), clean(response.getResult(), bmc)));
    }

    /** What a response says; cancelling it cancels the command. */
    private static <T> CompletableFuture<T> told(CompletableFuture<OutOfBandManagementDriverResponse> command,
            Function<OutOfBandManagementDriverResponse, T> meaning) {
        return Futures.then(command, response -> CompletableFuture.completedFuture(meaning.apply(response)));
    }

    private static PowerState state(OutOfBandManagementDriverResponse response) {
        if (response.getPowerState() == null) {
            return PowerState.Unknown;
        }
        return switch (response.getPowerState()) {
            case On -> PowerState.On;
            case Off -> PowerState.Off;
            default -> PowerState.Unknown;
        };
    }

    /** Some drivers call it a failure when the machine is on or off already; then that is read. */
    @Override
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        CompletableFuture<String> changed = told(execute(bmc, deadline, power(bmc, deadline, operation), Kind.TIMEOUT),
                response -> clean(response.getResult(), bmc));
        if (operation != PowerOperation.ON && operation != PowerOperation.OFF) {
            return changed;
        }
        PowerState wanted = operation == PowerOperation.ON ? PowerState.On : PowerState.Off;
        CompletableFuture<CompletableFuture<String>> settled = changed.handle((answer, failure) ->
                failure == null || isFinal(failure) ? changed : alreadyThere(bmc, wanted, deadline, changed));
        CompletableFuture<String> result = Futures.then(settled, next -> next);
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                changed.cancel(true);
            }
        });
        return result;
    }

    private static boolean isFinal(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        return !(cause instanceof OutOfBandManagementException typed) || typed.kind() == Kind.AUTHENTICATION
                || typed.kind() == Kind.REJECTED || typed.getCause() instanceof TimeoutException;
    }

    private CompletableFuture<String> alreadyThere(BmcEndpoint bmc, PowerState wanted, Duration deadline,
            CompletableFuture<String> failed) {
        return Futures.then(readPower(bmc, Session.FRESH, deadline).exceptionally(
                failure -> new PowerReading(PowerState.Unknown, Optional.empty(), "")), reading ->
                reading.state() == wanted ? CompletableFuture.completedFuture("is " + wanted + " already") : failed);
    }

    @Override
    public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
        return told(execute(bmc, deadline, new OutOfBandManagementDriverChangePasswordCommand(options(bmc), seconds(deadline),
                newPassword.revealText()), Kind.TIMEOUT, newPassword), response -> null);
    }

    @Override
    public int maxPasswordLength() {
        return ANY_LENGTH;
    }

    private OutOfBandManagementDriverCommand power(BmcEndpoint bmc, Duration deadline, PowerOperation operation) {
        return new OutOfBandManagementDriverPowerCommand(options(bmc), seconds(deadline),
                org.apache.cloudstack.outofbandmanagement.OutOfBandManagement.PowerOperation.valueOf(operation.name()));
    }

    private static long seconds(Duration deadline) {
        return Math.max(1, deadline.toSeconds());
    }

    private ImmutableMap<Option, String> options(BmcEndpoint bmc) {
        return ImmutableMap.of(Option.DRIVER, name(), Option.ADDRESS, bmc.address(), Option.PORT, bmc.port(), Option.USERNAME,
                bmc.username(), Option.PASSWORD, bmc.password().revealText());
    }

    private CompletableFuture<OutOfBandManagementDriverResponse> execute(BmcEndpoint bmc, Duration deadline,
            OutOfBandManagementDriverCommand command, Kind otherwise, Secret... more) {
        CompletableFuture<OutOfBandManagementDriverResponse> call = calls.call(deadline, () -> driver.execute(command));
        underWay.add(call);
        call.whenComplete((response, failure) -> underWay.remove(call));
        CompletableFuture<OutOfBandManagementDriverResponse> answer = call.handle((response, failure) -> {
            if (failure != null) {
                throw failed(bmc, Futures.cause(failure), otherwise, more);
            }
            if (response == null || !response.isSuccess()) {
                String error = response == null ? "no response" : response.getError();
                throw new OutOfBandManagementException(response != null && response.hasAuthFailure() ? Kind.AUTHENTICATION
                        : otherwise, bmc + ": " + name() + ": " + clean(error, bmc, more));
            }
            return response;
        });
        answer.whenComplete((response, failure) -> {
            if (answer.isCancelled()) {
                call.cancel(true);
            }
        });
        return answer;
    }

    /** Its cause is left away: CloudStack's drivers quote passwords. */
    private OutOfBandManagementException failed(BmcEndpoint bmc, Throwable failure, Kind otherwise, Secret... more) {
        if (failure instanceof RejectedExecutionException) {
            return new OutOfBandManagementException(Kind.REJECTED, bmc + ": " + failure.getMessage());
        }
        if (failure instanceof TimeoutException) {
            return new OutOfBandManagementException(Kind.TIMEOUT, bmc + ": " + failure.getMessage(), failure);
        }
        return new OutOfBandManagementException(otherwise, bmc + ": the " + name() + " driver failed: "
                + clean(String.valueOf(failure.getMessage()), bmc, more));
    }

    /** Calls under way fail; the driver itself is CloudStack's, and stays. */
    @Override
    public void close() {
        underWay.forEach(call -> call.completeExceptionally(new TimeoutException("the driver was closed before the answer")));
    }

    private static String clean(String text, BmcEndpoint bmc, Secret... more) {
        String clean = without(oneLine(text), bmc.password());
        for (Secret secret : more) {
            clean = without(clean, secret);
        }
        return clean;
    }

    private static String without(String text, Secret secret) {
        return secret.length() == 0 ? text : text.replace(secret.revealText(), secret.toString());
    }

    private static String oneLine(String text) {
        String line = text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return line.isEmpty() ? "no word from the driver" : line;
    }
}
