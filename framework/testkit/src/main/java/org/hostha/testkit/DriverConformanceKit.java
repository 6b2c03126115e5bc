package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hostha.core.Futures;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.Identifier;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.hostha.oobm.spi.PowerReader.Session;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * What every out-of-band management driver must do, whoever wrote it. Extend it, say how to make the driver and a BMC
 * that it can talk to, and run it with JUnit 4. What a driver has no capability for is skipped.
 */
public abstract class DriverConformanceKit {

    /** Long enough for any answer that comes at all. */
    protected static final Duration PLENTY = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** How late an answer may be after its deadline before the deadline counts as missed. */
    private static final Duration SLACK = Duration.ofSeconds(3);
    private static final String OTHER_GUID = "ffeeddccbbaa99887766554433221100";
    private static final String WRONG_PASSWORD = "w7Q-not-it";

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Set<ProcessHandle> processesBefore = new HashSet<>();
    private OutOfBandManagementDriver driver;
    private SimulatedBmc bmc;

    /** The driver under test; the kit closes it. */
    protected abstract OutOfBandManagementDriver newDriver();

    /** A BMC of its own, whose machine is on; the kit closes it. */
    protected abstract SimulatedBmc newBmc();

    /** The endpoint of something else than a BMC, on this port of 127.0.0.1. */
    protected BmcEndpoint endpointOn(int port) {
        return new BmcEndpoint("127.0.0.1", Integer.toString(port), "admin", Secret.of("s3cret-word"),
                Optional.empty());
    }

    @Before
    public final void setUpKit() {
        ProcessHandle.current().descendants().forEach(processesBefore::add);
        driver = newDriver();
        toClose.add(driver);
        bmc = addBmc();
    }

    @After
    public final void tearDownKit() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    @Test
    public void itsNameIsLowerCase() {
        assertThat(driver.name()).isNotBlank().matches("[a-z0-9-]+");
    }

    @Test
    public void itReadsOn() {
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void itSeesPowerThatWasChangedBehindItsBack() {
        read(bmc.endpoint());
        bmc.setOn(false);
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.Off);
        bmc.setOn(true);
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void offCutsThePower() {
        change(bmc.endpoint(), PowerOperation.OFF);
        await(() -> !bmc.isOn());
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.Off);
    }

    @Test
    public void offOfAMachineThatIsOffSucceeds() {
        bmc.setOn(false);
        change(bmc.endpoint(), PowerOperation.OFF);
        assertThat(bmc.isOn()).isFalse();
    }

    @Test
    public void onSuppliesPower() {
        bmc.setOn(false);
        change(bmc.endpoint(), PowerOperation.ON);
        await(bmc::isOn);
    }

    @Test
    public void onOfAMachineThatIsOnSucceeds() {
        change(bmc.endpoint(), PowerOperation.ON);
        assertThat(bmc.isOn()).isTrue();
    }

    @Test
    public void cycleEndsWithPowerOn() {
        changeWhereSupported(PowerOperation.CYCLE);
        await(() -> bmc.isOn() && !bmc.commands().isEmpty());
    }

    @Test
    public void resetLeavesThePowerOn() {
        changeWhereSupported(PowerOperation.RESET);
        await(() -> !bmc.commands().isEmpty());
        assertThat(bmc.isOn()).isTrue();
    }

    @Test
    public void everyReadingNamesTheSameSystem() {
        PowerReading first = read(bmc.endpoint());
        PowerReading second = read(bmc.endpoint());
        assertThat(second.systemGuid()).isEqualTo(first.systemGuid());
        if (driver instanceof Identifier identifier) {
            BmcIdentity identity = get(identifier.identify(bmc.endpoint(), PLENTY));
            assertThat(identity.systemGuid()).isEqualTo(first.systemGuid());
            assertThat(identity.firmware()).isNotBlank().doesNotContain("\n");
            assertThat(identity.mayPower()).isTrue();
        }
    }

    @Test
    public void aPowerCommandReachesTheSystemThatWasRecorded() {
        BmcEndpoint recorded = expecting(read(bmc.endpoint()).systemGuid());
        change(recorded, PowerOperation.OFF);
        await(() -> !bmc.isOn());
    }

    @Test
    public void aPowerCommandForAnotherSystemIsRefusedBeforeAnythingIsSent() {
        assumeTrue("the BMC names its system", read(bmc.endpoint()).systemGuid().isPresent());
        for (PowerOperation operation : PowerOperation.values()) {
            if (operation != PowerOperation.STATUS) {
                assertFails(changer().changePower(expecting(Optional.of(OTHER_GUID)), operation, PLENTY),
                        Kind.WRONG_SYSTEM);
            }
        }
        assertThat(bmc.commands()).isEmpty();
        assertThat(bmc.isOn()).isTrue();
    }

    @Test
    public void powerOfAnotherSystemIsUnknown() {
        assumeTrue("the BMC names its system", read(bmc.endpoint()).systemGuid().isPresent());
        bmc.setOn(false);
        PowerReading reading = read(expecting(Optional.of(OTHER_GUID)));
        assertThat(reading.state()).isEqualTo(PowerState.Unknown);
        assertThat(reading.detail()).isNotBlank();
    }

    @Test
    public void aWrongPasswordIsToldApart() {
        BmcEndpoint wrong = withPassword(bmc.endpoint(), WRONG_PASSWORD);
        assertFails(reader().readPower(wrong, Session.FRESH, PLENTY), Kind.AUTHENTICATION);
        assertFails(changer().changePower(wrong, PowerOperation.OFF, PLENTY), Kind.AUTHENTICATION);
        assertThat(bmc.isOn()).isTrue();
    }

    @Test
    public void anUnknownUserIsToldApart() {
        BmcEndpoint right = bmc.endpoint();
        BmcEndpoint wrong = new BmcEndpoint(right.address(), right.port(), "nobody", right.password(),
                Optional.empty());
        assertFails(reader().readPower(wrong, Session.FRESH, PLENTY), Kind.AUTHENTICATION);
    }

    @Test
    public void whereNothingListensIsUnreachable() throws Exception {
        int port;
        try (NonsenseServer server = new NonsenseServer()) {
            port = server.port();
        }
        assertFails(reader().readPower(endpointOn(port), Session.FRESH, PLENTY), Kind.UNREACHABLE, Kind.TIMEOUT);
        assertFails(changer().changePower(endpointOn(port), PowerOperation.OFF, PLENTY),
                Kind.UNREACHABLE, Kind.TIMEOUT);
    }

    @Test
    public void nonsenseIsAFailureAndNeverAState() throws Exception {
        try (NonsenseServer server = new NonsenseServer()) {
            assertFails(reader().readPower(endpointOn(server.port()), Session.FRESH, PLENTY),
                    Kind.UNREACHABLE, Kind.TIMEOUT, Kind.PROTOCOL);
        }
    }

    @Test
    public void aSilentBmcIsGivenUpAtTheDeadline() {
        bmc.freeze();
        long begun = System.nanoTime();
        assertFails(reader().readPower(bmc.endpoint(), Session.FRESH, SHORT), Kind.TIMEOUT, Kind.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SHORT.plus(SLACK));
        await(() -> childrenOfTheDriver().isEmpty());
    }

    @Test
    public void nothingIsSentAfterTheDeadline() throws Exception {
        bmc.freeze();
        assertFails(changer().changePower(bmc.endpoint(), PowerOperation.OFF, Duration.ofMillis(500)),
                Kind.TIMEOUT, Kind.UNREACHABLE);
        bmc.thaw();
        assertNothingArrives();
    }

    @Test
    public void nothingIsSentAfterCancel() throws Exception {
        bmc.freeze();
        CompletableFuture<String> call = changer().changePower(bmc.endpoint(), PowerOperation.OFF, PLENTY);
        TimeUnit.MILLISECONDS.sleep(300);
        call.cancel(true);
        await(call::isDone);
        await(() -> childrenOfTheDriver().isEmpty());
        bmc.thaw();
        assertNothingArrives();
    }

    @Test
    public void closingTheDriverEndsItsCalls() {
        bmc.freeze();
        CompletableFuture<PowerReading> call = reader().readPower(bmc.endpoint(), Session.FRESH,
                PLENTY.multipliedBy(4));
        driver.close();
        await(call::isDone);
        assertThat(call).isCompletedExceptionally();
        await(() -> childrenOfTheDriver().isEmpty());
    }

    @Test
    public void manyBmcsAreServedSideBySide() {
        List<SimulatedBmc> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(addBmc());
            all.get(i).setOn(i % 2 == 0);
        }
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<PowerReading>> readings = new ArrayList<>();
            for (SimulatedBmc one : all) {
                readings.add(reader().readPower(one.endpoint(), Session.FRESH, PLENTY));
            }
            for (int i = 0; i < all.size(); i++) {
                assertThat(get(readings.get(i)).state()).isEqualTo(i % 2 == 0 ? PowerState.On : PowerState.Off);
            }
        }
    }

    @Test
    public void aSilentBmcDoesNotHoldUpAnother() {
        bmc.freeze();
        CompletableFuture<PowerReading> stuck = reader().readPower(bmc.endpoint(), Session.FRESH, PLENTY);
        assertThat(read(addBmc().endpoint()).state()).isEqualTo(PowerState.On);
        assertThat(stuck.isDone() && !stuck.isCompletedExceptionally()).isFalse();
        stuck.cancel(true);
    }

    @Test
    public void afterAPasswordChangeOnlyTheNewOneWorks() {
        BmcEndpoint old = bmc.endpoint();
        String next = "N3w#pass $x'\"\\";
        get(passwordChanger().changePassword(old, Secret.of(next), PLENTY));
        assertThat(read(withPassword(old, next)).state()).isEqualTo(PowerState.On);
        assertFails(reader().readPower(old, Session.FRESH, PLENTY), Kind.AUTHENTICATION);
        get(passwordChanger().changePassword(withPassword(old, next), Secret.of(next), PLENTY));
        assertThat(read(withPassword(old, next)).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aPasswordThatIsTooLongIsRefusedUnsent() {
        PasswordChanger changer = passwordChanger();
        assumeTrue("there is a limit to test", changer.maxPasswordLength() < 1000);
        Secret tooLong = Secret.of("x".repeat(changer.maxPasswordLength() + 1));
        assertFails(changer.changePassword(bmc.endpoint(), tooLong, PLENTY), Kind.REJECTED);
        assertThat(read(bmc.endpoint()).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void noChildProcessHasThePasswordInItsArguments() {
        bmc.freeze();
        CompletableFuture<PowerReading> call = reader().readPower(bmc.endpoint(), Session.FRESH, PLENTY);
        String password = bmc.endpoint().password().revealText();
        for (int i = 0; i < 20 && !call.isDone(); i++) {
            for (ProcessHandle child : childrenOfTheDriver()) {
                assertThat(child.info().commandLine().orElse("")).doesNotContain(password);
            }
            pause();
        }
        call.cancel(true);
    }

    /** Ends the test when the call succeeds, fails in another way, or tells a password. */
    protected final void assertFails(CompletableFuture<?> call, Kind... kinds) {
        assertThatThrownBy(() -> call.get(PLENTY.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(failure -> {
                    assertThat(failure.getCause()).isInstanceOf(OutOfBandManagementException.class);
                    OutOfBandManagementException why = (OutOfBandManagementException) failure.getCause();
                    assertThat(why.kind()).as(why.getMessage()).isIn((Object[]) kinds);
                    assertThat(why.getMessage()).isNotBlank();
                    StringWriter text = new StringWriter();
                    why.printStackTrace(new PrintWriter(text));
                    assertThat(text.toString()).doesNotContain(WRONG_PASSWORD)
                            .doesNotContain(bmc.endpoint().password().revealText());
                });
    }

    private void assertNothingArrives() throws InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        assertThat(bmc.commands()).isEmpty();
        assertThat(bmc.isOn()).isTrue();
    }

    private SimulatedBmc addBmc() {
        SimulatedBmc added = newBmc();
        toClose.add(added);
        return added;
    }

    private PowerReading read(BmcEndpoint endpoint) {
        return get(reader().readPower(endpoint, Session.FRESH, PLENTY));
    }

    private void change(BmcEndpoint endpoint, PowerOperation operation) {
        assertThat(get(changer().changePower(endpoint, operation, PLENTY))).isNotBlank().doesNotContain("\n");
    }

    private void changeWhereSupported(PowerOperation operation) {
        CompletableFuture<String> call = changer().changePower(bmc.endpoint(), operation, PLENTY);
        Throwable failure = call.handle((answer, why) -> Futures.cause(why)).join();
        assumeTrue("the driver supports " + operation,
                !(failure instanceof OutOfBandManagementException typed && typed.kind() == Kind.UNSUPPORTED));
        get(call);
    }

    private PowerReader reader() {
        assumeTrue("the driver reads power", driver instanceof PowerReader);
        return (PowerReader) driver;
    }

    private PowerChanger changer() {
        assumeTrue("the driver changes power", driver instanceof PowerChanger);
        return (PowerChanger) driver;
    }

    private PasswordChanger passwordChanger() {
        assumeTrue("the driver changes passwords", driver instanceof PasswordChanger);
        return (PasswordChanger) driver;
    }

    private BmcEndpoint expecting(Optional<String> guid) {
        BmcEndpoint to = bmc.endpoint();
        return new BmcEndpoint(to.address(), to.port(), to.username(), to.password(), guid);
    }

    private static BmcEndpoint withPassword(BmcEndpoint to, String password) {
        return new BmcEndpoint(to.address(), to.port(), to.username(), Secret.of(password), to.systemGuid());
    }

    /** Child processes of this virtual machine that no simulated BMC owns. */
    private List<ProcessHandle> childrenOfTheDriver() {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)
                .filter(child -> !processesBefore.contains(child))
                .filter(child -> child.info().command().map(path -> !path.endsWith("ipmi_sim") && !path.endsWith("sh"))
                        .orElse(false)).toList();
    }

    private static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(PLENTY.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("call failed: " + e, e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PLENTY.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within " + PLENTY.toSeconds() + " s");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
