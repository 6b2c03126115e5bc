package org.hostha.oobm.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hostha.core.Futures;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.redfish.FakeRedfish;
import org.hostha.testkit.redfish.Profile;
import org.junit.After;

/** A driver over plain HTTP, and BMCs that are closed after each test. */
abstract class RedfishTestBase {

    static final Duration PLENTY = Duration.ofSeconds(20);

    final MutableSettings settings = new MutableSettings().set(RedfishSettings.USE_HTTPS, "false");
    final RedfishDriver driver = new RedfishDriver(settings);
    private final List<FakeRedfish> bmcs = new ArrayList<>();

    @After
    public void closeAll() {
        driver.close();
        bmcs.forEach(FakeRedfish::close);
    }

    FakeRedfish bmc(Profile profile) {
        return closing(FakeRedfish.start(profile));
    }

    FakeRedfish closing(FakeRedfish bmc) {
        bmcs.add(bmc);
        return bmc;
    }

    PowerReading read(BmcEndpoint bmc) {
        return get(driver.readPower(bmc, Session.FRESH, PLENTY));
    }

    PowerReading readAny(BmcEndpoint bmc) {
        return get(driver.readPower(bmc, Session.ANY, PLENTY));
    }

    CompletableFuture<String> change(FakeRedfish bmc, PowerOperation operation) {
        return driver.changePower(bmc.endpoint(), operation, PLENTY);
    }

    static BmcEndpoint with(BmcEndpoint bmc, String address, Optional<String> guid) {
        return new BmcEndpoint(address, bmc.port(), bmc.username(), bmc.password(), guid);
    }

    static long count(FakeRedfish bmc, String method) {
        return bmc.requests().stream().filter(request -> request.startsWith(method + " ")).count();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PLENTY.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(PLENTY.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("call failed: " + e, e);
        }
    }

    static OutOfBandManagementException failure(CompletableFuture<?> call, Kind kind) {
        Throwable thrown = catchThrowable(() -> call.get(PLENTY.toSeconds() + 5, TimeUnit.SECONDS));
        assertThat(Futures.cause(thrown)).isInstanceOf(OutOfBandManagementException.class);
        OutOfBandManagementException failure = (OutOfBandManagementException) Futures.cause(thrown);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }
}
