package org.hostha.oobm.ipmitool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.core.ThreadEventLoop;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.Preflight;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.IpmiSim;
import org.hostha.testkit.MemoryOutOfBandManagementStore;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Service, driver, ipmitool and BMCs together, all of them real but the database. */
public class ServiceOverIpmitoolTest {

    private static final String GUID = "a123456789abcdefa123456789abcd01";
    private static final Resource HOST = host(1000);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final ConcurrentLinkedQueue<Alert> alerts = new ConcurrentLinkedQueue<>();
    private final MemoryOutOfBandManagementStore store = new MemoryOutOfBandManagementStore(Clock.systemUTC());
    private final IpmitoolDriver driver = new IpmitoolDriver(Settings.defaults());
    private final ThreadEventLoop loop = new ThreadEventLoop("test-timers");
    private final ExecutorService blocking = Executors.newFixedThreadPool(2);
    private final OutOfBandManagementService service = new OutOfBandManagementService(store, List.of(driver),
            Settings.defaults(), new Notifications() {
                @Override
                public void publish(Event event) {
                }

                @Override
                public void send(Alert alert) {
                    alerts.add(alert);
                }
            }, loop, blocking);
    private IpmiSim sim;

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-" + id, 1, 1, 1);
    }

    @Before
    public void start() {
        sim = IpmiSim.start("admin", "s3cret-word", GUID);
        configure(HOST, sim, "s3cret-word");
    }

    @After
    public void stop() {
        driver.close();
        loop.close();
        blocking.shutdownNow();
        sim.close();
    }

    private void configure(Resource host, IpmiSim bmc, String password) {
        service.configure(host, "IPMITOOL", bmc.endpoint().address(), bmc.endpoint().port(),
                "admin", Secret.of(password));
        service.turn(host.partition(), host.name(), true);
    }

    private static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(40, TimeUnit.SECONDS);
    }

    private static OutOfBandManagementException failureOf(CompletableFuture<?> call) throws Exception {
        try {
            throw new AssertionError("succeeded with " + get(call));
        } catch (ExecutionException e) {
            return (OutOfBandManagementException) e.getCause();
        }
    }

    private PowerState power() throws Exception {
        return get(service.readPower(HOST, Session.FRESH, DEADLINE)).state();
    }

    @Test
    public void preflightProvesTheBmcAndRecordsItsSystem() throws Exception {
        assertThat(service.fencingObstacle(HOST)).isPresent();
        Preflight preflight = get(service.preflight(HOST));

        assertThat(preflight.passed()).as(preflight.summary()).isTrue();
        assertThat(service.find(HOST).orElseThrow().systemGuid()).contains(GUID);
        assertThat(service.find(HOST).orElseThrow().proven()).isPresent();
        assertThat(service.fencingObstacle(HOST)).isEmpty();
    }

    @Test
    public void eachActionAnswersWithThePowerThatFollows() throws Exception {
        assertThat(get(service.execute(HOST, PowerOperation.STATUS, Optional.empty())).state())
                .isEqualTo(PowerState.On);
        assertThat(get(service.execute(HOST, PowerOperation.OFF, Optional.empty())).state()).isEqualTo(PowerState.Off);
        assertThat(get(service.execute(HOST, PowerOperation.OFF, Optional.empty())).state()).isEqualTo(PowerState.Off);
        assertThat(get(service.execute(HOST, PowerOperation.ON, Optional.empty())).state()).isEqualTo(PowerState.On);
        assertThat(get(service.execute(HOST, PowerOperation.RESET, Optional.empty())).state()).isEqualTo(PowerState.On);
        assertThat(get(service.execute(HOST, PowerOperation.CYCLE, Optional.empty())).description()).contains("CYCLE");
    }

    @Test
    public void aBmcThatMovedToAnotherMachineIsNotPowered() throws Exception {
        store.saveProof(store.find(HOST.id()).orElseThrow(), Optional.of("ffeeddccbbaa99887766554433221100"));
        assertThat(failureOf(service.changePower(HOST, PowerOperation.OFF, DEADLINE)).kind())
                .isEqualTo(Kind.WRONG_SYSTEM);

        assertThat(sim.commands()).isEmpty();
        assertThat(service.fencingObstacle(HOST)).isPresent();
        assertThat(power()).isEqualTo(PowerState.Unknown);
        assertThat(alerts).extracting(Alert::type).containsExactly(Alert.Type.HOST);
    }

    @Test
    public void aWrongPasswordIsOneAlertAndAPreflightWithAdvice() throws Exception {
        configure(HOST, sim, "wr0ng-word");
        assertThat(failureOf(service.readPower(HOST, Session.FRESH, DEADLINE)).kind()).isEqualTo(Kind.AUTHENTICATION);
        Preflight preflight = get(service.preflight(HOST));

        assertThat(preflight.passed()).isFalse();
        assertThat(preflight.summary()).contains("check the user name and password").doesNotContain("wr0ng-word");
        assertThat(alerts).extracting(Alert::type).containsExactly(Alert.Type.OOBM_AUTH_ERROR);
    }

    @Test
    public void aChangedPasswordIsTheOnlyOneThatWorks() throws Exception {
        get(service.changePassword(HOST, Optional.empty()));
        assertThat(power()).isEqualTo(PowerState.On);
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isEmpty();
        assertThat(failureOf(driver.readPower(sim.endpoint(), Session.FRESH, DEADLINE)).kind())
                .isEqualTo(Kind.AUTHENTICATION);
    }

    @Test
    public void aManagerThatDiesBeforeTheBmcHasTheNewPasswordGoesOnWithTheOldOne() throws Exception {
        store.savePendingPassword(HOST.id(), Secret.of("n3w-word"));
        assertThat(power()).isEqualTo(PowerState.On);
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("s3cret-word"));
    }

    @Test
    public void aManagerThatDiesAfterTheBmcHasTheNewPasswordGoesOnWithTheNewOne() throws Exception {
        store.savePendingPassword(HOST.id(), Secret.of("n3w-word"));
        get(driver.changePassword(sim.endpoint(), Secret.of("n3w-word"), DEADLINE));

        assertThat(get(service.execute(HOST, PowerOperation.OFF, Optional.empty())).state()).isEqualTo(PowerState.Off);
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("n3w-word"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isEmpty();
        assertThat(alerts).isEmpty();
    }

    @Test
    public void aPasswordChangeWithoutAnAnswerIsSettledByTheNextOne() throws Exception {
        sim.freeze();
        BmcEndpoint bmc = sim.endpoint();
        store.savePendingPassword(HOST.id(), Secret.of("n3w-word"));
        assertThat(failureOf(driver.changePassword(bmc, Secret.of("n3w-word"), Duration.ofMillis(500))).kind())
                .isIn(Kind.TIMEOUT, Kind.UNREACHABLE);
        sim.thaw();

        get(service.changePassword(HOST, Optional.of(Secret.of("third-word"))));
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("third-word"));
        assertThat(power()).isEqualTo(PowerState.On);
    }

    @Test
    public void twoHostsOnOneBmcAreNeitherFenced() throws Exception {
        Resource other = host(1001);
        configure(other, sim, "s3cret-word");
        get(service.preflight(HOST));
        get(service.preflight(other));
        assertThat(service.fencingObstacle(HOST)).isPresent();
        assertThat(service.fencingObstacle(other)).isPresent();
    }

    @Test
    public void twoHostsBehindOneSystemAreNeitherFenced() throws Exception {
        Resource other = host(1001);
        try (IpmiSim twin = IpmiSim.start("admin", "s3cret-word", GUID)) {
            configure(other, twin, "s3cret-word");
            get(service.preflight(HOST));
            get(service.preflight(other));
        }
        assertThat(service.fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("system GUID"));
        assertThat(service.fencingObstacle(other)).isPresent();
    }
}
