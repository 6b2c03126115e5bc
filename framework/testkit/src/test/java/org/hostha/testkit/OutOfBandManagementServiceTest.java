package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.Futures;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.Preflight;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;
import org.junit.Before;
import org.junit.Test;

public class OutOfBandManagementServiceTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Resource HOST = host(300);

    private final VirtualTime time = new VirtualTime(1);
    private final EventLoop loop = time.loop();
    private final MemoryOutOfBandManagementStore store = new MemoryOutOfBandManagementStore(Clock.systemUTC());
    private final ScriptedDriver driver = new ScriptedDriver();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Notifications notifications = new Notifications() {
        @Override
        public void publish(Event event) {
            events.add(event);
        }

        @Override
        public void send(Alert alert) {
            alerts.add(alert);
        }
    };
    private final OutOfBandManagementService service = service(store);

    private OutOfBandManagementService service(OutOfBandManagementStore kept) {
        return new OutOfBandManagementService(kept, List.of(driver), Settings.defaults(), notifications, loop, loop);
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-" + id, 1, 1, 1);
    }

    @Before
    public void configured() {
        service.configure(HOST, "Scripted", "10.0.0.7", "623", "admin", Secret.of("old"));
        service.turn(HOST.partition(), HOST.name(), true);
    }

    private void proven(Resource host, Optional<String> systemGuid) {
        assertThat(store.saveProof(store.find(host.id()).orElseThrow(), systemGuid)).isTrue();
    }

    private <T> T after(CompletableFuture<T> future, Duration wait) {
        time.advance(wait);
        assertThat(future).isDone();
        return future.join();
    }

    private Throwable failureOf(CompletableFuture<?> future) {
        time.advance(SOON.multipliedBy(3));
        assertThat(future).isCompletedExceptionally();
        return Futures.cause(future.handle((value, failure) -> failure).join());
    }

    @Test
    public void anUnknownDriverIsRefusedWithTheNamesOfTheKnownOnes() {
        assertThatThrownBy(() -> service.configure(HOST, "ipmi9000", "a", "1", "u", Secret.of("p")))
                .hasMessageContaining("valid driver name").hasMessageContaining("scripted");
    }

    @Test
    public void aPasswordTooLongForTheBmcIsRefusedBeforeAnythingIsStored() {
        Secret tooLong = Secret.of("123456789012345678901");
        assertThatThrownBy(() -> service.configure(HOST, "scripted", "elsewhere", "1", "u", tooLong))
                .hasMessageContaining("parameter password").hasMessageContaining("20");
        assertThat(service.find(HOST).orElseThrow().address()).isEqualTo("10.0.0.7");
    }

    @Test
    public void eachKillSwitchStopsPowerCommandsAndNamesItself() {
        service.turn(Partition.zone(1), "zone", false);
        assertThat(failureOf(service.changePower(HOST, PowerOperation.OFF, SOON))).hasMessageContaining("zone");
        service.turn(Partition.zone(1), "zone", true);
        service.turn(Partition.cluster(1), "cluster", false);
        assertThat(failureOf(service.changePower(HOST, PowerOperation.OFF, SOON))).hasMessageContaining("cluster");
        service.turn(Partition.cluster(1), "cluster", true);
        service.turn(HOST.partition(), "host", false);
        assertThat(failureOf(service.changePower(HOST, PowerOperation.OFF, SOON))).hasMessageContaining("for the host");

        assertThat(driver.calls).isEmpty();
    }

    @Test
    public void aKillSwitchTurnedWhileTheBmcIsBusyStillStopsTheCommand() {
        CompletableFuture<PowerReading> slow = service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        CompletableFuture<String> off = service.changePower(HOST, PowerOperation.OFF, SOON);
        time.runUntilIdle();
        service.turn(HOST.partition(), "host", false);

        driver.answer(PowerState.On);
        assertThat(slow).isCompleted();
        assertThat(failureOf(off)).hasMessageContaining("disabled");
        assertThat(driver.calls).containsExactly("read");
    }

    @Test
    public void aCommandThatWaitedWhileTheHostWasConfiguredAnewReachesNeitherBmc() {
        proven(HOST, Optional.empty());
        service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        CompletableFuture<String> fence = service.changePower(HOST, PowerOperation.OFF, SOON);
        CompletableFuture<?> admin = service.execute(HOST, PowerOperation.OFF, Optional.of(SOON));
        time.runUntilIdle();
        service.configure(HOST, "scripted", "10.0.0.8", "623", "admin", Secret.of("old"));
        proven(HOST, Optional.empty());
        driver.answer(PowerState.On);

        assertThat(failureOf(fence)).hasMessageContaining("configured anew meanwhile; nothing was sent");
        assertThat(failureOf(admin)).hasMessageContaining("configured anew meanwhile; nothing was sent");
        assertThat(driver.calls).containsExactly("read");
    }

    @Test
    public void aCommandThatDoesNotKnowTheSystemThatWasFoundMeanwhileIsNotSent() {
        proven(HOST, Optional.empty());
        service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        CompletableFuture<String> off = service.changePower(HOST, PowerOperation.OFF, SOON);
        time.runUntilIdle();
        proven(HOST, Optional.of("aa11"));
        driver.answer(PowerState.On);

        assertThat(failureOf(off)).hasMessageContaining("nothing was sent");
        assertThat(driver.calls).containsExactly("read");
    }

    @Test
    public void aRefusedLoginIsNotTriedAgainAtTheBmcThatWasConfiguredMeanwhile() {
        driver.onlyAccept(Secret.of("new"));
        CompletableFuture<PowerReading> reading = service.readPower(HOST, PowerReader.Session.ANY, SOON);
        driver.onRefusal = () -> service.configure(HOST, "scripted", "10.0.0.8", "623", "admin", Secret.of("new"));

        assertThat(failureOf(reading)).hasMessageContaining("10.0.0.7:623: refused");
        assertThat(driver.calls).containsExactly("read");
    }

    @Test
    public void noPowerIsTakenThroughABmcThatWasNeverTriedOrIsSharedAndItsOffIsUnknown() {
        assertNotTrusted("not been tried");
        proven(HOST, Optional.empty());
        service.configure(host(301), "scripted", "10.0.0.7", "623", "admin", Secret.of("old"));
        assertNotTrusted("[300, 301]");
        service.configure(host(301), "scripted", "10.0.0.8", "623", "admin", Secret.of("old"));

        driver.answerNext(PowerState.Off);
        assertThat(after(service.readPower(HOST, PowerReader.Session.FRESH, SOON), SOON).state()).isEqualTo(PowerState.Off);
        after(service.changePower(HOST, PowerOperation.OFF, SOON), SOON);
        assertThat(driver.calls).contains("OFF");
    }

    private void assertNotTrusted(String why) {
        driver.answerNext(PowerState.Off);
        PowerReading off = after(service.readPower(HOST, PowerReader.Session.FRESH, SOON), SOON);
        assertThat(off.state()).isEqualTo(PowerState.Unknown);
        assertThat(off.detail()).contains(why);
        driver.answerNext(PowerState.On);
        assertThat(after(service.readPower(HOST, PowerReader.Session.FRESH, SOON), SOON).state()).isEqualTo(PowerState.On);
        assertThat(failureOf(service.changePower(HOST, PowerOperation.OFF, SOON))).hasMessageContaining(why);
        assertThat(driver.calls).doesNotContain("OFF");
        assertThat(alerts).isEmpty();
    }

    @Test
    public void offOfABmcThatWasReplacedWhileItWasAskedIsUnknown() {
        proven(HOST, Optional.empty());
        CompletableFuture<PowerReading> reading = service.readPower(HOST, PowerReader.Session.FRESH, SOON);
        time.runUntilIdle();
        service.configure(HOST, "scripted", "10.0.0.8", "623", "admin", Secret.of("old"));
        proven(HOST, Optional.empty());
        driver.answer(PowerState.Off);

        assertThat(after(reading, SOON).state()).isEqualTo(PowerState.Unknown);
    }

    @Test
    public void aBmcGetsOneOperationAtATime() {
        service.readPower(HOST, PowerReader.Session.ANY, SOON);
        service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        assertThat(driver.calls).hasSize(1);

        driver.answer(PowerState.On);
        time.runUntilIdle();
        assertThat(driver.calls).hasSize(2);
    }

    @Test
    public void whatGetsNoTurnBeforeItsDeadlineIsNeverSent() {
        service.readPower(HOST, PowerReader.Session.ANY, Duration.ofMinutes(10));
        CompletableFuture<String> off = service.changePower(HOST, PowerOperation.OFF, SOON);

        assertThat(failureOf(off)).isInstanceOf(OutOfBandManagementException.class);
        driver.answer(PowerState.On);
        time.advance(Duration.ofMinutes(20));
        assertThat(driver.calls).containsExactly("read");
    }

    @Test
    public void aWrongPasswordAlertsOnceUntilALoginWorksAgain() {
        for (int i = 0; i < 3; i++) {
            driver.failWith(Kind.AUTHENTICATION);
            failureOf(service.readPower(HOST, PowerReader.Session.ANY, SOON));
        }
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).type()).isEqualTo(Alert.Type.OOBM_AUTH_ERROR);

        driver.answerNext(PowerState.On);
        after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON);
        driver.failWith(Kind.AUTHENTICATION);
        failureOf(service.readPower(HOST, PowerReader.Session.ANY, SOON));
        assertThat(alerts).hasSize(2);
    }

    @Test
    public void theAnswerToOnAndOffIsThePowerAfterwards() {
        driver.answerNext(PowerState.Off);
        OutOfBandManagementService.Result result = after(
                service.execute(HOST, PowerOperation.OFF, Optional.empty()), SOON);

        assertThat(result.state()).isEqualTo(PowerState.Off);
        assertThat(driver.calls).containsExactly("OFF", "read");
        assertThat(service.find(HOST).orElseThrow().powerState()).contains(PowerState.Off);
    }

    @Test
    public void aHostIsAnObstacleToItselfUntilItsBmcIsProven() {
        assertThat(service.fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("not been tried"));

        driver.failWith(Kind.AUTHENTICATION);
        Preflight failed = after(service.preflight(HOST), SOON);
        assertThat(failed.passed()).isFalse();
        assertThat(service.fencingObstacle(HOST))
                .hasValueSatisfying(why -> assertThat(why).contains("check the user name"));

        driver.answerNext(PowerState.On);
        assertThat(after(service.preflight(HOST), SOON).passed()).isTrue();
        assertThat(service.fencingObstacle(HOST)).isEmpty();
    }

    @Test
    public void whatTheBmcShowsThatWasConfiguredBeforeProvesNothingOfTheOneNow() {
        driver.guid = Optional.of("uuid-of-before");
        CompletableFuture<Preflight> before = service.preflight(HOST);
        time.runUntilIdle();
        service.configure(HOST, "scripted", "10.0.0.8", "623", "admin", Secret.of("old"));
        driver.answer(PowerState.On);

        assertThat(after(before, SOON).passed()).isTrue();
        assertThat(service.find(HOST).orElseThrow()).matches(row -> row.proven().isEmpty() && row.systemGuid().isEmpty());
        assertThat(service.fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("not been tried"));
    }

    @Test
    public void aLoginThatWasCorrectedMeanwhileIsNotProvenByTheOneBefore() {
        for (String[] corrected : new String[][] {{"operator", "old"}, {"admin", "corrected"}}) {
            configured();
            CompletableFuture<Preflight> before = service.preflight(HOST);
            time.runUntilIdle();
            service.configure(HOST, "scripted", "10.0.0.7", "623", corrected[0], Secret.of(corrected[1]));
            driver.answer(PowerState.On);

            assertThat(after(before, SOON).passed()).isTrue();
            assertThat(service.find(HOST).orElseThrow().proven()).as(corrected[0]).isEmpty();
        }
    }

    @Test
    public void aLookAtAllRowsDoesNotBringBackWhatWasConfiguredBefore() throws Exception {
        Thread[] admin = new Thread[1];
        OutOfBandManagementService[] busy = new OutOfBandManagementService[1];
        busy[0] = service((OutOfBandManagementStore) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {OutOfBandManagementStore.class}, (proxy, method, arguments) -> {
                    Object read = method.invoke(store, arguments);
                    if (method.getName().equals("all")) {
                        admin[0] = new Thread(() -> busy[0].configure(HOST, "scripted", "10.0.0.8", "623", "admin",
                                Secret.of("old")));
                        admin[0].start();
                        admin[0].join(500);
                    }
                    return read;
                }));
        proven(HOST, Optional.empty());

        busy[0].all();
        admin[0].join();

        assertThat(busy[0].fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("not been tried"));
    }

    @Test
    public void twoHostsOnOneBmcMayNeitherBeFenced() {
        Resource other = host(301);
        service.configure(other, "scripted", "10.0.0.7", "623", "admin", Secret.of("old"));
        service.turn(other.partition(), other.name(), true);
        driver.answerNext(PowerState.On);
        after(service.preflight(HOST), SOON);

        assertThat(service.fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("[300, 301]"));
        assertThat(service.fencingObstacle(other)).isPresent();
    }

    @Test
    public void aBmcThatIsSharedIsAcceptedWithAWarningAndFailsItsPreflight() {
        Resource other = host(301);
        events.clear();
        service.configure(other, "SCRIPTED", "10.0.0.7", "623", "admin", Secret.of("old"));
        assertThat(events).extracting(Event::level).containsExactly(Event.Level.WARN);
        assertThat(events.get(0).description()).contains("warning: the BMC 10.0.0.7:623").contains("[300, 301]");

        driver.answerNext(PowerState.On);
        Preflight preflight = after(service.preflight(other), SOON);
        assertThat(preflight.passed()).isFalse();
        assertThat(preflight.summary()).contains("[300, 301]").contains("give each host the address of its own BMC");
    }

    @Test
    public void oneSystemInTheByteOrdersOfIpmiAndOfRedfishIsOneSystem() {
        Resource other = host(301);
        service.configure(other, "scripted", "10.0.0.8", "443", "admin", Secret.of("old"));
        service.turn(other.partition(), other.name(), true);
        proven(HOST, Optional.of("ffeeddccbbaa99887766554433221100"));
        for (String twin : List.of("00112233-4455-6677-8899-aabbccddeeff", "ffeeddccbbaa99887766554433221100",
                "33221100554477668899aabbccddeeff", "ccddeeffaabb88997766554433221100")) {
            proven(other, Optional.of(twin));
            service.all();
            assertThat(service.fencingObstacle(HOST)).as(twin).isPresent();
            assertThat(service.fencingObstacle(other)).as(twin).isPresent();
        }
        proven(other, Optional.of("00112233-4455-6677-8899-aabbccddeefe"));
        service.all();
        assertThat(service.fencingObstacle(HOST)).isEmpty();
    }

    @Test
    public void cancellingAnOperationCancelsWhatTheDriverIsDoing() {
        CompletableFuture<PowerReading> reading = service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        CompletableFuture<PowerState> atTheBmc = driver.waiting.get(0);
        reading.cancel(true);
        time.runUntilIdle();
        assertThat(atTheBmc).isCancelled();

        store.savePendingPassword(HOST.id(), Secret.of("new"));
        driver.onlyAccept(Secret.of("new"));
        reading = service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        atTheBmc = driver.waiting.get(1);
        reading.cancel(true);
        time.runUntilIdle();
        assertThat(atTheBmc).isCancelled();
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isPresent();
    }

    @Test
    public void aPasswordChangeInterruptedAfterTheBmcIsFinishedByTheNextOperation() {
        store.savePendingPassword(HOST.id(), Secret.of("new"));
        driver.onlyAccept(Secret.of("new"));
        driver.answerNext(PowerState.On);
        driver.answerNext(PowerState.On);

        assertThat(after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON).state())
                .isEqualTo(PowerState.On);
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("new"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isEmpty();
    }

    @Test
    public void aPasswordThatTheBmcRefusedIsForgotten() {
        driver.failWith(Kind.REJECTED);
        failureOf(service.changePassword(HOST, Optional.of(Secret.of("new"))));

        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("old"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isEmpty();
    }

    @Test
    public void aPasswordChangeWithoutAnAnswerKeepsBothPasswords() {
        driver.failWith(Kind.TIMEOUT);
        failureOf(service.changePassword(HOST, Optional.of(Secret.of("new"))));

        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("old"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).contains(Secret.of("new"));
    }

    @Test
    public void aChangedPasswordIsStored() {
        driver.answerNext(PowerState.On);
        after(service.changePassword(HOST, Optional.of(Secret.of("new"))), SOON);

        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("new"));
    }

    @Test
    public void urgentOperationsKeepTheirOrderAndGoBeforeReadings() {
        proven(HOST, Optional.empty());
        service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        service.changePower(HOST, PowerOperation.OFF, SOON);
        time.runUntilIdle();
        service.changePower(HOST, PowerOperation.ON, SOON);
        time.runUntilIdle();

        driver.answer(PowerState.On);
        time.runUntilIdle();
        assertThat(driver.calls).containsExactly("read", "OFF", "ON");
    }

    @Test
    public void aPowerCommandDoesNotWaitForALookInTheBackground() {
        proven(HOST, Optional.empty());
        CompletableFuture<Preflight> looking = service.preflight(HOST);
        time.runUntilIdle();
        service.changePower(HOST, PowerOperation.OFF, SOON);
        time.runUntilIdle();

        assertThat(driver.calls).containsExactly("read", "OFF");
        assertThat(looking.join().passed()).isFalse();
        assertThat(looking.join().summary()).contains("made room for something urgent").contains("try again");
        assertThat(service.fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("not been tried"));
    }

    @Test
    public void theAnswerToOffWaitsUntilTheBmcShowsIt() {
        driver.answerNext(PowerState.On);
        driver.answerNext(PowerState.On);
        driver.answerNext(PowerState.Off);

        assertThat(after(service.execute(HOST, PowerOperation.OFF, Optional.empty()), SOON).state())
                .isEqualTo(PowerState.Off);
        assertThat(driver.calls).containsExactly("OFF", "read", "read", "read");
    }

    @Test
    public void theAnswerToOffOfAMachineThatStaysOnSaysSo() {
        for (int i = 0; i < 20; i++) {
            driver.answerNext(PowerState.On);
        }
        assertThat(after(service.execute(HOST, PowerOperation.OFF, Optional.empty()), SOON).state())
                .isEqualTo(PowerState.On);
        assertThat(driver.calls).hasSizeBetween(5, 12);
    }

    @Test
    public void aBmcThatSpeaksForAnotherSystemIsAnObstacleAndOneAlert() {
        proven(HOST, Optional.of("aa11"));
        service.all();
        assertThat(service.fencingObstacle(HOST)).isEmpty();

        driver.guid = Optional.of("bb22");
        for (int i = 0; i < 3; i++) {
            driver.answerNext(PowerState.Unknown);
            after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON);
        }
        assertThat(service.fencingObstacle(HOST)).hasValueSatisfying(why -> assertThat(why).contains("another system"));
        assertThat(alerts).extracting(Alert::type).containsExactly(Alert.Type.HOST);

        driver.guid = Optional.of("aa11");
        driver.answerNext(PowerState.On);
        after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON);
        assertThat(service.fencingObstacle(HOST)).isEmpty();
    }

    @Test
    public void aPasswordChangeInterruptedBeforeTheBmcLeavesTheOldOneWorking() {
        store.savePendingPassword(HOST.id(), Secret.of("new"));
        driver.onlyAccept(Secret.of("old"));
        driver.answerNext(PowerState.On);

        assertThat(after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON).state())
                .isEqualTo(PowerState.On);
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("old"));
        assertThat(alerts).isEmpty();
    }

    @Test
    public void aSecondChangeNeverOverwritesAPendingPasswordThatTheBmcHas() {
        store.savePendingPassword(HOST.id(), Secret.of("first"));
        driver.onlyAccept(Secret.of("first"));
        driver.answerNext(PowerState.On);
        driver.failWith(Kind.TIMEOUT);
        failureOf(service.changePassword(HOST, Optional.of(Secret.of("second"))));

        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("first"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).contains(Secret.of("second"));
    }

    @Test
    public void aSecondChangeForgetsAPendingPasswordThatTheBmcNeverGot() {
        store.savePendingPassword(HOST.id(), Secret.of("first"));
        driver.onlyAccept(Secret.of("old"));
        driver.answerNext(PowerState.On);
        driver.answerNext(PowerState.On);
        after(service.changePassword(HOST, Optional.of(Secret.of("second"))), SOON);

        assertThat(driver.calls).containsExactly("read", "password");
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("second"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isEmpty();
    }

    @Test
    public void aSecondChangeIsNotBegunWhileNeitherPasswordCanBeTried() {
        store.savePendingPassword(HOST.id(), Secret.of("first"));
        driver.failWith(Kind.UNREACHABLE);
        failureOf(service.changePassword(HOST, Optional.of(Secret.of("second"))));

        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("old"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).contains(Secret.of("first"));
    }

    @Test
    public void ofTwoChangesAtOnceOneIsRefusedAndThePasswordThatTheBmcHasIsStored() {
        CompletableFuture<Void> first = service.changePassword(HOST, Optional.of(Secret.of("first")));
        CompletableFuture<Void> second = service.changePassword(HOST, Optional.of(Secret.of("second")));
        time.runUntilIdle();
        driver.answer(PowerState.On);

        after(first, SOON);
        assertThat(failureOf(second)).hasMessageContaining("another change").hasMessageContaining("under way");
        assertThat(driver.calls).containsExactly("password");
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("first"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).isEmpty();
    }

    @Test
    public void aPasswordThatTheBmcHasIsStoredWhateverIsPendingByThen() {
        CompletableFuture<Void> change = service.changePassword(HOST, Optional.of(Secret.of("first")));
        time.runUntilIdle();
        store.dropPendingPassword(HOST.id(), Secret.of("first"));
        store.savePendingPassword(HOST.id(), Secret.of("of another manager"));
        driver.answer(PowerState.On);

        after(change, SOON);
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("first"));
        assertThat(service.find(HOST).orElseThrow().pendingPassword()).contains(Secret.of("of another manager"));
    }

    @Test
    public void aPasswordSetOnABmcThatIsNoLongerTheHostsFailsLoudlyAndChangesNothing() {
        CompletableFuture<Void> change = service.changePassword(HOST, Optional.of(Secret.of("first")));
        time.runUntilIdle();
        service.configure(HOST, "scripted", "10.0.0.8", "623", "admin", Secret.of("its own"));
        driver.answer(PowerState.On);

        assertThat(failureOf(change)).hasMessageContaining("10.0.0.7:623: has the new password");
        assertThat(service.find(HOST).orElseThrow().password()).isEqualTo(Secret.of("its own"));
    }

    @Test
    public void aDriverThatFailsWithAnErrorBlocksItsBmcForNobody() {
        proven(HOST, Optional.empty());
        driver.script.add(new OutOfMemoryError("unable to create native thread"));
        assertThat(failureOf(service.readPower(HOST, PowerReader.Session.ANY, SOON))).isInstanceOf(OutOfMemoryError.class);
        driver.onCommand = () -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        assertThat(failureOf(service.changePower(HOST, PowerOperation.OFF, SOON))).isInstanceOf(OutOfMemoryError.class);

        driver.answerNext(PowerState.On);
        assertThat(after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void whatAReadingStoresJustBeforeTheHostIsDisabledDoesNotStay() {
        OutOfBandManagementStore busy = (OutOfBandManagementStore) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {OutOfBandManagementStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("turnSwitch")) {
                        store.savePowerState(HOST.id(), PowerState.On);
                    }
                    return method.invoke(store, arguments);
                });

        service(busy).turn(HOST.partition(), HOST.name(), false);

        assertThat(service.find(HOST).orElseThrow().powerState()).contains(PowerState.Disabled);
    }

    @Test
    public void aReadingThatEndsAfterTheHostWasDisabledIsNotStored() {
        CompletableFuture<PowerReading> reading = service.readPower(HOST, PowerReader.Session.ANY, SOON);
        time.runUntilIdle();
        service.turn(HOST.partition(), HOST.name(), false);
        driver.answer(PowerState.On);
        time.runUntilIdle();

        assertThat(reading).isCompleted();
        assertThat(service.find(HOST).orElseThrow().powerState()).contains(PowerState.Disabled);
    }

    @Test
    public void everyActionIsAnEventWithoutSecrets() {
        driver.answerNext(PowerState.Off);
        after(service.execute(HOST, PowerOperation.OFF, Optional.empty()), SOON);
        driver.answerNext(PowerState.On);
        after(service.changePassword(HOST, Optional.empty()), SOON);
        String generated = service.find(HOST).orElseThrow().password().revealText();

        assertThat(generated).hasSize(16);
        assertThat(events).extracting(Event::type).containsExactly("HOST.OOBM.CONFIGURE", "HOST.OOBM.ENABLE",
                "HOST.OOBM.ACTION", "HOST.OOBM.CHANGEPASSWORD");
        assertThat(events).allSatisfy(event -> assertThat(event.toString()).doesNotContain(generated));
    }

    @Test
    public void aFailedReadingIsOneEventHoweverOftenItFails() {
        driver.answerNext(PowerState.On);
        after(service.readPower(HOST, PowerReader.Session.ANY, SOON), SOON);
        events.clear();
        for (int i = 0; i < 3; i++) {
            driver.failWith(Kind.UNREACHABLE);
            failureOf(service.readPower(HOST, PowerReader.Session.ANY, SOON));
        }
        assertThat(events).extracting(Event::type).containsExactly("HOST.OOBM.POWERSTATE.TRANSITION");
    }

    /** A driver that answers when and what the test says. */
    private static final class ScriptedDriver implements PowerReader, PowerChanger, PasswordChanger {

        private final List<String> calls = new ArrayList<>();
        private final List<CompletableFuture<PowerState>> waiting = new ArrayList<>();
        private final List<Object> script = new ArrayList<>();
        private Optional<Secret> accepted = Optional.empty();
        private Optional<String> guid = Optional.empty();
        private Runnable onRefusal = () -> { };
        private Runnable onCommand = () -> { };

        void answer(PowerState state) {
            waiting.remove(0).complete(state);
        }

        void answerNext(PowerState state) {
            script.add(state);
        }

        void failWith(Kind kind) {
            script.add(kind);
        }

        void onlyAccept(Secret password) {
            accepted = Optional.of(password);
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public int maxPasswordLength() {
            return 20;
        }

        private CompletableFuture<PowerState> next(BmcEndpoint bmc, String call) {
            calls.add(call);
            if (accepted.isPresent() && !accepted.get().equals(bmc.password())) {
                onRefusal.run();
                return CompletableFuture.failedFuture(
                        new OutOfBandManagementException(Kind.AUTHENTICATION, bmc + ": refused"));
            }
            Object scripted = script.isEmpty() ? null : script.remove(0);
            if (scripted instanceof Error error) {
                throw error;
            }
            if (scripted instanceof Kind kind) {
                return CompletableFuture.failedFuture(new OutOfBandManagementException(kind, bmc + ": " + kind));
            }
            CompletableFuture<PowerState> answer = new CompletableFuture<>();
            if (scripted instanceof PowerState state) {
                answer.complete(state);
            } else {
                waiting.add(answer);
            }
            return answer;
        }

        @Override
        public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
            return Futures.map(next(bmc, "read"), state -> new PowerReading(state, guid, "power is " + state));
        }

        @Override
        public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
            calls.add(operation.name());
            onCommand.run();
            return CompletableFuture.completedFuture("accepted");
        }

        @Override
        public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
            return next(bmc, "password").thenApply(state -> null);
        }
    }
}
